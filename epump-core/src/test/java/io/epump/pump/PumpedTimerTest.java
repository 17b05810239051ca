package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Epoch and state of a timer, over both models and over an overflow of the clock. */
class PumpedTimerTest {
    private static final long MS = Bench.MS;

    private static Bench bench(int workers) {
        return new Bench(workers, 16, Long.MAX_VALUE - 20 * MS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldFireOnceAndNeverEarlyWhenItsDeadlineHasCome(int workers) {
        Bench bench = bench(workers);
        TestTimer timer = new TestTimer(bench, 0);
        timer.start(50 * MS);
        bench.settle();
        bench.nowNs += 50 * MS - 1;
        bench.settle();
        assertEquals(0, timer.fired);
        assertTrue(timer.isStarted());

        bench.nowNs += 1;
        bench.settle();
        assertEquals(1, timer.fired);
        assertFalse(timer.isStarted());
        bench.nowNs += 100 * MS;
        bench.settle();
        assertEquals(1, timer.fired);
        assertEquals(0, bench.pump.timers().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotFireWhenStoppedAfterItWasQueued(int workers) {
        Bench bench = bench(workers);
        TestTimer timer = new TestTimer(bench, 0);
        TestTimer stopper = new TestTimer(bench, 0);
        stopper.callback = () -> assertTrue(timer.stop());
        stopper.start(10 * MS);
        timer.start(11 * MS);
        bench.settle();
        bench.nowNs += 20 * MS;
        bench.settle(); // both expire in one pass, the stopper runs first

        assertEquals(1, stopper.fired);
        assertEquals(0, timer.fired);
        assertFalse(timer.stop(), "stopped already");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldFireForTheNewDeadlineOnlyWhenStartedAgainAfterItWasQueued(int workers) {
        Bench bench = bench(workers);
        TestTimer timer = new TestTimer(bench, 0);
        TestTimer restarter = new TestTimer(bench, 0);
        restarter.callback = () -> timer.start(30 * MS);
        restarter.start(10 * MS);
        timer.start(11 * MS);
        bench.settle();
        bench.nowNs += 20 * MS;
        bench.settle();
        assertEquals(0, timer.fired);

        bench.nowNs += 30 * MS;
        bench.settle();
        assertEquals(1, timer.fired);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRunAgainWhenItStartsItselfInItsCallback(int workers) {
        Bench bench = bench(workers);
        TestTimer timer = new TestTimer(bench, 0);
        timer.callback = () -> {
            assertFalse(timer.stop(), "a one-shot timer cannot be stopped while it runs");
            timer.start(0);
        };
        timer.start(0);
        for (int i = 0; i < 10; i++) {
            bench.pump.turn(0);
            bench.runWorkers();
            bench.nowNs += 1;
        }
        assertTrue(timer.fired >= 4, "fired=" + timer.fired);
        assertTrue(timer.isStarted());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSkipAndCountMissedPeriodsWithoutDrift(int workers) {
        Bench bench = bench(workers);
        long startNs = bench.nowNs;
        TestTimer timer = new TestTimer(bench, 10 * MS);
        timer.start(10 * MS);
        bench.settle();
        bench.nowNs = startNs + 10 * MS + 3 * MS; // late
        bench.settle();
        assertEquals(1, timer.fired);
        bench.nowNs = startNs + 20 * MS - 1;
        bench.settle();
        assertEquals(1, timer.fired);
        bench.nowNs = startNs + 20 * MS;
        bench.settle();
        assertEquals(2, timer.fired, "counted from the deadline, not from the late callback");

        bench.nowNs = startNs + 55 * MS;
        bench.settle();
        assertEquals(3, timer.fired, "the periods at 40 and 50 ms were missed");
        assertEquals(2, timer.periodsSkipped());
        bench.nowNs = startNs + 60 * MS;
        bench.settle();
        assertEquals(4, timer.fired);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotRunAgainWhenAPeriodicTimerIsStoppedInItsCallback(int workers) {
        Bench bench = bench(workers);
        TestTimer timer = new TestTimer(bench, 10 * MS);
        timer.callback = () -> assertFalse(timer.stop());
        timer.start(10 * MS);
        bench.settle();
        for (int i = 0; i < 10; i++) {
            bench.nowNs += 10 * MS;
            bench.settle();
        }
        assertEquals(1, timer.fired);
        assertEquals(0, bench.pump.timers().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldFireInTheOrderOfTheirStartsWhenDeadlinesAreEqual(int workers) {
        Bench bench = bench(workers);
        List<Integer> order = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            TestTimer timer = new TestTimer(bench, 0);
            timer.callback = () -> order.add(number);
            timer.start(10 * MS);
            expected.add(number);
        }
        bench.settle();
        bench.nowNs += 10 * MS;
        bench.settle();
        assertEquals(expected, order);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLeaveTheTreeWhenStopped(int workers) {
        Bench bench = bench(workers);
        TestTimer timer = new TestTimer(bench, 0);
        timer.start(10 * MS);
        bench.settle();
        assertEquals(1, bench.pump.timers().size());
        assertTrue(timer.stop());
        bench.settle();
        assertEquals(0, bench.pump.timers().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldStayOnOneOwnerWhenAForeignThreadStartedIt(int workers) {
        Bench bench = bench(workers);
        TestTimer timer = new TestTimer(bench, 10 * MS);
        timer.start(10 * MS);
        bench.settle();
        bench.nowNs += 10 * MS;
        bench.settle();
        Object first = timer.firedOn;
        for (int i = 0; i < 20; i++) {
            bench.nowNs += 10 * MS;
            bench.settle();
            assertEquals(first, timer.firedOn);
        }
    }
}
