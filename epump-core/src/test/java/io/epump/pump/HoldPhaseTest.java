package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.metrics.PumpCounter;
import io.epump.sched.EventSource;
import io.epump.sched.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a pump waits for a worker before its select, and what ends that. */
class HoldPhaseTest {
    /** As far as a test is concerned: whoever holds is to be woken. */
    private static final long FOR_EVER_NS = 3_600_000 * Bench.MS;

    private static final int TEST_LIMIT_S = 30;

    private final List<Integer> armedAtSelect = new ArrayList<>();

    private static long holds(Bench bench) {
        return bench.pump.pumpCounters().get(PumpCounter.HOLDS);
    }

    /** A device that has been told ready, and whose READ is on its way to a worker. */
    private TestDevice raiseRead(Bench bench) {
        TestDevice device = bench.open(Interest.READ);
        raiseRead(bench, device);
        return device;
    }

    private void raiseRead(Bench bench, TestDevice device) {
        bench.notifier.ready.put(device, Interest.READ);
        bench.pump.turn(0);
        bench.notifier.ready.clear();
        bench.notifier.whileAsleep.add(() -> armedAtSelect.add(bench.notifier.armed.get(device)));
    }

    /**
     * A turn that may sleep; {@code meanwhile} runs on another thread once the pump sleeps in its hold. One that has announced
     * itself only may still find by itself what {@code meanwhile} brings, and be signalled in its select later, needlessly.
     */
    private static void turnAndHold(Bench bench, Runnable meanwhile) throws Exception {
        Thread pumpThread = Thread.currentThread();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            while (!(bench.pump.isHolding() && pumpThread.getState() == Thread.State.TIMED_WAITING)) {
                Thread.onSpinWait();
            }
            meanwhile.run();
        });
        LockSupport.parkNanos(1); // takes what an earlier test has left: a permit would end the hold at once
        bench.pump.turn(Long.MAX_VALUE);
        other.get(TEST_LIMIT_S, TimeUnit.SECONDS);
    }

    @Test
    void shouldSelectWithTheInterestAsItWasWhenTheWorkerEndsItsBatchMeanwhile() throws Exception {
        Bench bench = Bench.holding(1, FOR_EVER_NS);
        TestDevice device = raiseRead(bench);
        assertEquals(0, bench.notifier.armed.get(device), "in flight");

        turnAndHold(bench, () -> bench.workers.worker(0).turn(0));

        assertEquals(1, holds(bench));
        assertEquals(List.of(Interest.READ), armedAtSelect);
        assertEquals(0, bench.notifier.wakeups, "the pump did not sleep in its select");
    }

    @Test
    void shouldSelectAtOnceWhenOneWorkerIsFree() {
        Bench bench = Bench.holding(2, FOR_EVER_NS);
        raiseRead(bench);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(0, holds(bench));
        assertEquals(List.of(0), armedAtSelect);
    }

    @Test
    void shouldSelectAtOnceWhenTheLastSelectHasToldNothing() {
        Bench bench = Bench.holding(1, FOR_EVER_NS);
        raiseRead(bench);
        bench.pump.turn(0);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(0, holds(bench));
    }

    @Test
    void shouldGoOnWhenAWorkerThatServesOthersRunsDry() throws Exception {
        Bench bench = Bench.holding(2, FOR_EVER_NS);
        TestDevice device = raiseRead(bench);
        assertTrue(device.pin() != null);
        int other = 1 - device.pin().index();
        bench.workers.worker(other).post(new IdleSource(), 0, 0, null);

        turnAndHold(bench, () -> bench.workers.worker(other).turn(0));

        assertEquals(1, holds(bench));
        assertEquals(List.of(0), armedAtSelect, "its own device is in flight still");
    }

    @Test
    void shouldGoOnWhenAForeignThreadStartsATimer() throws Exception {
        Bench bench = Bench.holding(1, FOR_EVER_NS);
        raiseRead(bench);
        TestTimer timer = new TestTimer(bench, 0);

        turnAndHold(bench, () -> timer.start(5 * Bench.MS));

        assertEquals(1, holds(bench));
        assertEquals(5 * Bench.MS, bench.pump.timers().earliestDeadlineNs() - bench.nowNs);
    }

    @Test
    void shouldHandOnWhatTheMailboxHasRaisedBeforeItSelects() throws Exception {
        Bench bench = Bench.holding(1, FOR_EVER_NS);
        raiseRead(bench);
        TestDevice connecting = new TestDevice(bench, Interest.READ);
        connecting.whenAdopted = () -> connecting.connectResult(EventCodes.CONNFAIL);
        List<Long> queued = new ArrayList<>();
        bench.notifier.whileAsleep.clear();
        bench.notifier.whileAsleep.add(() -> queued.add(bench.workers.worker(0).queued()));

        turnAndHold(bench, connecting::open);

        assertEquals(List.of(2L), queued, "the READ and the end of the connect");
    }

    @Test
    void shouldTellHowManyDevicesItHasBeforeItSelects() throws Exception {
        Bench bench = Bench.holding(1, FOR_EVER_NS);
        raiseRead(bench);
        List<Integer> told = new ArrayList<>();
        bench.notifier.whileAsleep.clear();
        bench.notifier.whileAsleep.add(() -> told.add(bench.pump.load().devices()));

        turnAndHold(bench, () -> new TestDevice(bench, Interest.READ).open());

        assertEquals(List.of(2), told, "the select may last until something happens, and the figure with it");
    }

    @Test
    void shouldGoOnWhenASystemStops() throws Exception {
        Bench bench = Bench.holding(1, FOR_EVER_NS);
        raiseRead(bench);
        turnAndHold(bench, bench.pump::requestDrain);
        assertEquals(1, holds(bench));
        assertTrue(bench.pump.isDraining());
    }

    @Test
    void shouldHoldNoLongerThanToTheNextDeadline() {
        Bench bench = Bench.holding(1, FOR_EVER_NS);
        TestTimer timer = new TestTimer(bench, 0);
        timer.start(1);
        raiseRead(bench);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(1, holds(bench), "and the turn has ended, though nobody wakes the pump");
    }

    @Test
    void shouldNotHoldWhenADeadlineHasCome() {
        Bench bench = Bench.holding(1, FOR_EVER_NS);
        TestTimer timer = new TestTimer(bench, 0);
        timer.start(1);
        raiseRead(bench);
        bench.nowNs += Bench.MS;
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(0, holds(bench));
    }

    @Test
    void shouldHoldNoMoreAfterAVainOneUntilACallbackHasEnded() throws Exception {
        Bench bench = Bench.holding(1, 1);
        TestDevice device = raiseRead(bench);
        bench.pump.turn(Long.MAX_VALUE); // nobody runs the worker: in vain
        assertEquals(1, holds(bench));

        raiseRead(bench, device);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(1, holds(bench));

        bench.runWorkers();
        bench.pump.turn(0);
        raiseRead(bench, device);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(2, holds(bench));
    }

    private static final class IdleSource extends EventSource {
        @Override
        protected void onEvent(Owner owner, int code, long stamp, Object payload) {}
    }

    /** Nobody ends the pause: only its bound does. */
    @Test
    @Timeout(value = TEST_LIMIT_S, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldHoldNoLongerThanTheIntervalWhenThereIsAHook() {
        Bench bench = Bench.holding(1, FOR_EVER_NS);
        TestHook hook = new TestHook(bench).open();
        bench.settle();
        raiseRead(bench);
        int asked = hook.asked;
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(1, holds(bench));
        assertEquals(asked + 1, hook.asked);
    }
}
