package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.sched.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two threads and one timer, at the only moment of a start at which the test can step in: when it reads the clock. All other
 * moments are under jcstress.
 */
class TimerRaceTest {
    private static final long MS = Bench.MS;

    /** Fires for the other's deadline alone, or, if there was nothing to stop, as if it had been started last. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotFireForAStoppedStartWhenStoppedAndStartedBeforeThatStartIsDone(int workers) {
        Bench bench = new Bench(workers);
        TestTimer timer = new TestTimer(bench, 0);
        boolean[] stopped = {false};
        bench.atNextClockReading = () -> Bench.onForeignThread(() -> {
            stopped[0] = timer.stop();
            timer.start(50 * MS);
        });
        timer.start(10 * MS);
        bench.settle();

        bench.nowNs += 10 * MS;
        bench.settle();
        assertFalse(stopped[0] && timer.fired > 0, "fired for a deadline that was stopped");
        bench.nowNs += 40 * MS;
        bench.settle();

        assertEquals(1, timer.fired);
        assertEquals(0, bench.pump.timers().size());
    }

    /** The callback has returned, and the timer is about to start itself again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldFireForTheForeignStartWhenItComesWhileAPeriodicTimerStartsItselfAgain(int workers) {
        Bench bench = new Bench(workers);
        TestTimer timer = new TestTimer(bench, 10 * MS);
        boolean[] overtaken = {false};
        timer.callback = () -> bench.atNextClockReading = overtaken[0]
                ? null
                : () -> {
                    overtaken[0] = true;
                    Bench.onForeignThread(() -> timer.start(3 * MS));
                };
        timer.start(10 * MS);
        bench.settle();
        bench.nowNs += 10 * MS;
        bench.settle();
        assertTrue(overtaken[0]);
        assertEquals(1, timer.fired);

        bench.nowNs += 3 * MS;
        bench.settle();
        assertEquals(2, timer.fired, "for the foreign start");
        bench.nowNs += 7 * MS;
        bench.settle();
        assertEquals(2, timer.fired, "the old period is forgotten");
        bench.nowNs += 3 * MS;
        bench.settle();
        assertEquals(3, timer.fired, "and counted from the foreign start");
        assertEquals(0, timer.periodsSkipped());
    }

    /** Stopped at the same moment it does not run again, whatever stop has answered. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotRunAgainWhenStoppedWhileAPeriodicTimerStartsItselfAgain(int workers) {
        Bench bench = new Bench(workers);
        TestTimer timer = new TestTimer(bench, 10 * MS);
        timer.callback = () -> bench.atNextClockReading = () -> Bench.onForeignThread(timer::stop);
        timer.start(10 * MS);
        bench.settle();
        for (int i = 0; i < 5; i++) {
            bench.nowNs += 10 * MS;
            bench.settle();
        }
        assertEquals(1, timer.fired);
        assertEquals(0, bench.pump.timers().size());
    }

    @Test
    void shouldKeepOneTimeoutUnderWayWhenRestartedBehindABlockedWorker() {
        Bench bench = new Bench(1);
        Worker worker = bench.workers.worker(0);
        TestTimer timer = new TestTimer(bench, 0);
        for (int round = 0; round < 1000; round++) {
            timer.start(MS);
            bench.pump.turn(0);
            bench.nowNs += MS;
            bench.pump.turn(0); // expires, but the worker does not take it up
            assertEquals(1, worker.queued(), "round " + round);
        }
        bench.settle();
        assertEquals(1, timer.fired);

        timer.start(MS);
        bench.settle();
        bench.nowNs += MS;
        bench.settle();
        assertEquals(2, timer.fired, "and fires as ever afterwards");
    }

    /** The TIMEOUT of the first start is still under way, and worthless, when the second start expires. */
    @Test
    void shouldFireOnceWhenStoppedAndStartedBehindABlockedWorker() {
        Bench bench = new Bench(1);
        TestTimer timer = new TestTimer(bench, 0);
        timer.start(MS);
        bench.pump.turn(0);
        bench.nowNs += MS;
        bench.pump.turn(0);
        assertTrue(timer.stop());
        bench.workers.worker(0).turn(0);
        assertEquals(0, timer.fired);

        timer.start(MS);
        bench.pump.turn(0);
        bench.nowNs += MS;
        bench.pump.turn(0);
        bench.settle();

        assertEquals(1, timer.fired);
        assertFalse(timer.isStarted());
    }
}
