package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine that was suspended, a clock that goes back though it must not, and periods that are met late by chance. */
class ClockJumpTest {
    private static final long MS = Bench.MS;
    private static final long AN_HOUR = 3_600_000 * MS;

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldFireOnceAndCountWhatWasMissedWhenTheClockJumpsForward(int workers) {
        Bench bench = new Bench(workers);
        TestTimer once = new TestTimer(bench, 0);
        TestTimer periodic = new TestTimer(bench, 10 * MS);
        TestTimer later = new TestTimer(bench, 0);
        TestHook hook = new TestHook(bench).open();
        once.start(50 * MS);
        periodic.start(10 * MS);
        later.start(2 * AN_HOUR);
        bench.settle();
        bench.nowNs += AN_HOUR + 5 * MS;
        bench.settle();
        assertEquals(1, once.fired);
        assertEquals(1, periodic.fired);
        assertEquals(AN_HOUR / (10 * MS) - 1, periodic.periodsSkipped());
        assertEquals(0, later.fired);
        bench.nowNs += 5 * MS;
        bench.settle();
        assertEquals(2, periodic.fired, "in step with its start");
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(10, bench.notifier.lastTimeoutMs());
        assertTrue(hook.isOpen());
    }

    /** What was due before the jump stays due later by as much; nothing spins, nothing fires early by its own clock. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldWaitAndGoOnWhenTheClockJumpsBack(int workers) {
        Bench bench = new Bench(workers, 16, 2 * AN_HOUR);
        TestTimer once = new TestTimer(bench, 0);
        TestTimer periodic = new TestTimer(bench, 10 * MS);
        TestDevice device = bench.open(Interest.READ);
        once.start(50 * MS);
        periodic.start(10 * MS);
        bench.settle();
        long startNs = bench.nowNs;
        bench.nowNs = startNs - AN_HOUR;
        bench.settle();
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(AN_HOUR / MS + 10, bench.notifier.lastTimeoutMs());
        assertEquals(0, once.fired + periodic.fired);

        TestTimer started = new TestTimer(bench, 0);
        started.start(20 * MS); // by the clock as it is now
        bench.settle();
        bench.nowNs += 20 * MS;
        bench.notifier.ready.put(device, Interest.READ);
        bench.pump.turn(0);
        bench.runWorkers();
        bench.notifier.ready.clear();
        bench.settle();
        assertEquals(1, started.fired);
        assertTrue(device.events.contains(EventCodes.READ), "devices are served meanwhile");

        bench.nowNs = startNs + 50 * MS;
        bench.settle();
        assertEquals(1, once.fired);
        assertEquals(1, periodic.fired);
        assertEquals(4, periodic.periodsSkipped());
        assertEquals(0, bench.failures.size());
    }

    /** Each firing is late by chance, yet the n-th period ends at start + n × period; none is doubled or lost uncounted. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotDriftWhenEachFiringIsLate(int workers) {
        long seed = Long.getLong("seed", new SplittableRandom().nextLong());
        SplittableRandom random = new SplittableRandom(seed);
        Bench bench = new Bench(workers, 16, Long.MAX_VALUE - 1_000 * MS); // over the overflow of the clock
        long startNs = bench.nowNs;
        TestTimer timer = new TestTimer(bench, 10 * MS);
        timer.callback = () -> {
            long period = timer.fired + timer.periodsSkipped();
            long lateNs = bench.nowNs - (startNs + period * 10 * MS);
            assertTrue(lateNs >= 0, () -> "early by " + -lateNs + ", -Dseed=" + seed);
        };
        timer.start(10 * MS);
        bench.settle();
        for (int i = 0; i < 10_000; i++) {
            bench.nowNs += random.nextInt(20) == 0 ? random.nextLong(50 * MS) : random.nextLong(4 * MS);
            bench.settle();
            long periods = (bench.nowNs - startNs) / (10 * MS);
            assertEquals(periods, timer.fired + timer.periodsSkipped(), () -> "-Dseed=" + seed);
        }
        assertEquals(0, bench.failures.size());
        assertTrue(timer.periodsSkipped() > 100 && timer.fired > 1_000);
    }
}
