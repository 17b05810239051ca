package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a worker waits, as far as the turn of one thread shows it; what two threads may see of it is under jcstress. */
class WorkerWaitTest {
    private static final long SHORT_NS = 1_000;

    @ParameterizedTest
    @EnumSource(names = {"PARK", "SPIN_THEN_PARK"})
    void shouldSleepOnceAndComeBackWhenNothingComes(WaitStrategy strategy) {
        Worker worker = newWorker(strategy, new ManualClock());
        assertEquals(0, worker.turn(SHORT_NS));
        assertEquals(1, worker.counters().get(OwnerCounter.SLEEPS));
    }

    @ParameterizedTest
    @EnumSource(names = {"YIELD", "SPIN"})
    @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
    void shouldStayAwakeAndComeBackByTheClockWhenNothingComes(WaitStrategy strategy) {
        AtomicLong nowNs = new AtomicLong();
        Worker worker = newWorker(strategy, () -> nowNs.getAndAdd(SHORT_NS / 10));
        assertEquals(0, worker.turn(SHORT_NS));
        assertEquals(0, worker.counters().get(OwnerCounter.SLEEPS));
        assertTrue(nowNs.get() >= SHORT_NS, "came back before its time, nowNs=" + nowNs);
    }

    /** A worker that waits all the same does so for ever, and one that spins cannot be interrupted. */
    @ParameterizedTest
    @EnumSource
    @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
    void shouldNotWaitWhenAStopWasAskedFor(WaitStrategy strategy) {
        Worker worker = newWorker(strategy, new ManualClock());
        worker.requestStop();
        assertEquals(0, worker.turn(Long.MAX_VALUE));
        assertEquals(0, worker.counters().get(OwnerCounter.SLEEPS));
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
    void shouldNotWaitWhenSomethingIsThere(WaitStrategy strategy) {
        Worker worker = newWorker(strategy, new ManualClock());
        TestSource source = new TestSource();
        worker.post(source, 1, 0, null);
        assertEquals(1, worker.turn(Long.MAX_VALUE));
        assertEquals(0, worker.counters().get(OwnerCounter.SLEEPS));
    }

    /** What stands behind a slot that a producer has claimed and not published is no reason to stay awake. */
    @Test
    void shouldSleepWhenAllThatWaitsStandsBehindAClaimedSlot() {
        Worker worker = newWorker(WaitStrategy.PARK, new ManualClock());
        ClaimedSlot.leaveIn(worker::publish);
        for (int code = 0; code < 8; code++) {
            worker.post(new TestSource(), code, 0, null);
        }
        assertTrue(worker.spilled() > 0, "ring and overflow were both to hold some");

        assertEquals(0, worker.turn(SHORT_NS));
        assertEquals(1, worker.counters().get(OwnerCounter.SLEEPS));
        assertEquals(0, worker.turn(SHORT_NS));
        assertEquals(2, worker.counters().get(OwnerCounter.SLEEPS));
    }

    /** The interrupt is what ends the sleep: what waits by then was brought without ringing. */
    @ParameterizedTest
    @EnumSource(names = {"PARK", "SPIN_THEN_PARK"})
    void shouldHideTheInterruptFromTheCallbackWhenItEndedTheSleep(WaitStrategy strategy) {
        Worker worker = newWorker(strategy, new ManualClock());
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        TestSource source =
                new TestSource(call -> interrupted.add(Thread.currentThread().isInterrupted()));
        EventBatch silent = new EventBatch(1);
        silent.add(source, 1, 0, null);
        Thread thread = new Thread(() -> worker.turn(Long.MAX_VALUE), "sleeper");
        thread.start();
        Await.parked(thread);

        worker.publish(silent);
        thread.interrupt();

        Await.ended(thread);
        assertEquals(List.of(false), interrupted);
        assertEquals(1, worker.counters().get(OwnerCounter.INTERRUPTS_CLEARED));
    }

    private static Worker newWorker(WaitStrategy strategy, NanoClock clock) {
        OwnerSetup setup = new OwnerSetup(clock, (owner, source, failure) -> {}, 1);
        return new WorkerPool(1, "worker-", 4, strategy, DispatchPolicy.LEAST_LOAD, setup).worker(0);
    }
}
