package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Slow callbacks are found, once each, by a clock that the test moves. */
class WatchdogTest {
    private static final long THRESHOLD_NS = 100 * ManualClock.MS;

    private final Rig rig = new Rig(2, 16);
    private final List<SlowCallback> reports = new ArrayList<>();
    private final Watchdog watchdog =
            new Watchdog(List.of(rig.worker(0), rig.worker(1)), THRESHOLD_NS, rig.clock, reports::add);

    @Test
    void shouldReportNothingWhenNothingRuns() {
        rig.clock.advance(10 * THRESHOLD_NS);
        assertEquals(0, watchdog.turn());
        runCallback(0, () -> {});
        rig.clock.advance(10 * THRESHOLD_NS);
        assertEquals(0, watchdog.turn(), "idle for long is not slow");
        assertEquals(List.of(), reports);
    }

    @Test
    void shouldReportFromTheThresholdOnWhenACallbackRuns() {
        TestSource slow = runCallback(1, () -> {
            rig.clock.advance(THRESHOLD_NS - 1);
            assertEquals(0, watchdog.turn(), "before the threshold");
            rig.clock.advance(1);
            assertEquals(1, watchdog.turn(), "at the threshold");
        });
        assertEquals(1, reports.size());
        assertSame(rig.worker(1), reports.get(0).owner());
        assertSame(slow, reports.get(0).source());
        assertEquals(THRESHOLD_NS, reports.get(0).runningNs());
        assertEquals(1, watchdog.reported());
    }

    @Test
    void shouldReportOnceWhenTheSameCallbackGoesOn() {
        runCallback(0, () -> {
            for (int i = 0; i < 10; i++) {
                rig.clock.advance(THRESHOLD_NS);
                watchdog.turn();
            }
        });
        assertEquals(1, reports.size());
    }

    @Test
    void shouldReportAgainWhenTheNextCallbackIsSlowToo() {
        TestSource slow = new TestSource(call -> {
            rig.clock.advance(THRESHOLD_NS);
            watchdog.turn();
            watchdog.turn();
        });
        rig.post(0, slow, 0, 3); // in one batch
        rig.worker(0).turn(0);
        assertEquals(3, reports.size());
        assertEquals(3, watchdog.reported());
    }

    @Test
    void shouldMeasureTheCallbackAndNotItsBatchWhenManyAreQuick() {
        TestSource quick = new TestSource(call -> {
            rig.clock.advance(THRESHOLD_NS / 2);
            assertEquals(0, watchdog.turn());
        });
        rig.post(0, quick, 0, 10);
        rig.worker(0).turn(0);
        assertEquals(List.of(), reports);
    }

    @Test
    void shouldReportWhenTheSlowCallbackStartedAtTimeZero() {
        rig.clock.set(0);
        runCallback(0, () -> {
            rig.clock.advance(2 * THRESHOLD_NS);
            watchdog.turn();
            watchdog.turn();
        });
        assertEquals(1, reports.size());
    }

    @Test
    void shouldNotReportTheSameAgainWhenTheHandlerThrows() {
        IllegalStateException thrown = new IllegalStateException("from the handler");
        Watchdog throwing = new Watchdog(List.of(rig.worker(0)), THRESHOLD_NS, rig.clock, report -> {
            throw thrown;
        });
        runCallback(0, () -> {
            rig.clock.advance(THRESHOLD_NS);
            assertSame(thrown, assertThrows(IllegalStateException.class, throwing::turn));
            assertEquals(0, throwing.turn());
        });
        assertEquals(1, throwing.reported());
    }

    /** The stack is that of another thread, which really stands still. */
    @Test
    void shouldShowWhereItStandsWhenAThreadIsBlockedInACallback() {
        List<Thread> threads = Rig.start(rig.pool, Thread::new);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        TestSource blocked = new TestSource(call -> blockAt(inside, gate));
        TestSource quick = new TestSource();
        rig.worker(0).post(blocked, 0, 0, null);
        rig.worker(1).post(quick, 0, 0, null);
        Await.latch("the callback to begin", inside);
        Await.until("the callback to stand", () -> threads.get(0).getState() == Thread.State.TIMED_WAITING);
        Await.until("the other worker to be done", () -> rig.worker(1).eventsHandled() == 1);

        rig.clock.advance(3 * THRESHOLD_NS);
        watchdog.turn();
        watchdog.turn();
        gate.countDown();
        rig.pool.requestStop();
        threads.forEach(Await::ended);
        watchdog.turn();

        assertEquals(1, reports.size());
        SlowCallback report = reports.get(0);
        assertSame(rig.worker(0), report.owner());
        assertSame(blocked, report.source());
        assertEquals(3 * THRESHOLD_NS, report.runningNs());
        assertTrue(
                report.stack().stream().anyMatch(frame -> frame.getMethodName().equals("blockAt")), report::describe);
        assertTrue(report.describe().contains("worker-0"), report::describe);
        assertTrue(report.describe().contains("300 ms"), report::describe);
        assertTrue(report.describe().contains("blockAt"), report::describe);
    }

    private static void blockAt(CountDownLatch inside, CountDownLatch gate) {
        inside.countDown();
        Await.latch("the test to open the gate", gate);
    }

    /** A callback on the test's own thread. What it asserts reaches the failure handler: hand it on. */
    private TestSource runCallback(int worker, Runnable callback) {
        TestSource source = new TestSource(call -> callback.run());
        rig.worker(worker).post(source, 0, 0, null);
        rig.worker(worker).turn(0);
        assertEquals(List.of(), rig.failures);
        return source;
    }
}
