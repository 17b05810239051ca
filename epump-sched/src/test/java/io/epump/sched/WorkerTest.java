package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A worker's turn, batch by batch. */
class WorkerTest {
    private static final int BATCH = 64;

    private final Rig rig = new Rig(1, 256);
    private final Worker worker = rig.worker(0);
    private final TestSource source = new TestSource();

    @Test
    void shouldDoNothingWhenNothingWaits() {
        assertEquals(0, worker.turn(0));
        assertEquals(0, worker.counters().get(OwnerCounter.SLEEPS), "turn(0) must not wait");
        assertEquals(1, worker.counters().get(OwnerCounter.TURNS));
    }

    @Test
    void shouldHandOverAllOfAnEventWhenItRuns() {
        Object payload = new Object();
        worker.post(source, 10_000, 42, payload);

        assertEquals(1, worker.turn(0));

        assertEquals(List.of(new TestSource.Call(worker, 10_000, 42, payload)), source.calls);
        assertEquals(1, worker.eventsHandled());
    }

    @Test
    void shouldEndTheBatchAtTheLimitWhenMoreWaits() {
        rig.post(0, source, 0, 2 * BATCH + 1);

        assertEquals(BATCH, worker.turn(0));
        assertEquals(BATCH, source.calls.size());
        assertEquals(BATCH + 1, worker.queued());
        assertEquals(BATCH, worker.turn(0));
        assertEquals(1, worker.turn(0));
        assertEquals(0, worker.turn(0));

        assertEquals(IntStream.rangeClosed(0, 2 * BATCH).boxed().toList(), source.codes());
        assertEquals(2 * BATCH + 1, worker.eventsHandled());
    }

    @Test
    void shouldRunInLaterTurnsWhatACallbackKeepsPostingToItsOwnWorker() {
        TestSource endless = new TestSource(call -> worker.post((EventSource) call.payload(), 0, 0, call.payload()));
        worker.post(endless, 0, 0, endless);

        assertEquals(BATCH, worker.turn(0), "a batch is bounded also when it feeds itself");
        assertEquals(1, worker.queued());
    }

    @Test
    void shouldKeepTheOrderWhenACallbackOverfillsItsOwnRing() {
        Rig small = new Rig(1, 2);
        TestSource fan = new TestSource(call -> {
            if (call.code() == 0) {
                small.post(0, (EventSource) call.payload(), 1, 10);
            }
        });
        small.worker(0).post(fan, 0, 0, fan);

        assertEquals(11, small.run());

        assertEquals(IntStream.rangeClosed(0, 10).boxed().toList(), fan.codes());
        assertEquals(9, small.worker(0).spilled(), "one slot is free while the first event runs");
    }

    @Test
    void shouldCountTheRunningBatchAsQueuedWhenItRuns() {
        List<Long> seen = new ArrayList<>();
        TestSource looking = new TestSource(call -> seen.add(worker.queued()));
        rig.post(0, looking, 0, 3);

        assertEquals(3, worker.queued());
        worker.turn(0);

        assertEquals(List.of(3L, 3L, 3L), seen, "a ring's slots are freed at the end of the batch");
        assertEquals(0, worker.queued());
    }

    @Test
    void shouldCountWhatSpilledWhenTheRingIsFull() {
        Rig small = new Rig(1, 4);
        small.post(0, source, 0, 10);
        assertEquals(6, small.worker(0).spilled());
        assertEquals(10, small.worker(0).queued());
        assertEquals(4, small.worker(0).ringSize());

        small.run();
        assertEquals(6, small.worker(0).spilled(), "events that ever spilled");
        assertEquals(0, small.worker(0).queued());
    }

    @Test
    void shouldKeepNothingAliveWhenEverythingHasRun() {
        Rig small = new Rig(1, 2);
        List<WeakReference<Object>> references = runThreeEvents(small);

        Await.collected("what the events held", references);
        assertEquals(1, small.worker(0).spilled(), "both ring and overflow were to be tried");
    }

    /** Two through the ring, one through the overflow, with all that a callback can leave with its owner. */
    private static List<WeakReference<Object>> runThreeEvents(Rig rig) {
        List<WeakReference<Object>> references = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Object payload = new Object();
            CountingBell bell = new CountingBell();
            TestSource source = new TestSource(call -> call.owner().wakeAtEnd(bell));
            TestSource later = new TestSource();
            TestSource puttingOff = new TestSource(call -> later.putOff(call.owner(), source::codes));
            rig.worker(0).post(i == 1 ? puttingOff : source, 0, 0, payload);
            for (Object object : List.of(payload, bell, source, later, puttingOff)) {
                references.add(new WeakReference<>(object));
            }
        }
        assertEquals(3, rig.run());
        return references;
    }

    @Test
    void shouldMeasureBusyTimeAndTheLongestCallbackWhenTheClockMovesInCallbacks() {
        TestSource slow = new TestSource(call -> rig.clock.advance(call.code()));
        rig.post(0, slow, 10, 3); // 10 + 11 + 12 ns
        worker.turn(0);
        rig.clock.advance(1_000);
        rig.post(0, slow, 5, 1);
        worker.turn(0);

        assertEquals(10 + 11 + 12 + 5, worker.busyNs(rig.clock.nanoTime()));
        assertEquals(12, worker.longestCallbackNs());
    }

    @Test
    void shouldRunWhatIsQueuedBeforeItHasFinishedWhenAskedToStop() {
        Rig small = new Rig(1, 2);
        Worker stopping = small.worker(0);
        small.post(0, source, 0, 100);
        assertFalse(stopping.isFinished());

        stopping.requestStop();

        assertTrue(stopping.isStopRequested());
        int turns = 0;
        while (!stopping.isFinished()) {
            assertTrue(stopping.turn(0) > 0, "neither finished nor anything to do");
            turns++;
        }
        assertEquals(2, turns, "100 events in batches of 64");
        assertEquals(100, source.calls.size());
    }

    @Test
    void shouldNotHaveFinishedInsideItsLastCallbackWhenAskedToStop() {
        List<Boolean> seen = new ArrayList<>();
        worker.post(new TestSource(call -> seen.add(worker.isFinished())), 0, 0, null);
        worker.requestStop();
        worker.turn(0);
        assertEquals(List.of(false), seen);
        assertTrue(worker.isFinished());
    }

    @Test
    void shouldFinishOnlyWhenAskedTo() {
        assertFalse(worker.isFinished());
        worker.requestStop();
        assertTrue(worker.isFinished());
    }

    @Test
    void shouldRunOnAnyWaitStrategyWhenTurnedByHand() {
        for (WaitStrategy strategy : WaitStrategy.values()) {
            Rig other = new Rig(1, 4, strategy, DispatchPolicy.LEAST_LOAD);
            TestSource one = new TestSource();
            assertEquals(0, other.worker(0).turn(0), strategy::name);
            other.post(0, one, 1, 6);
            assertEquals(6, other.run(), strategy::name);
            assertEquals(List.of(1, 2, 3, 4, 5, 6), one.codes(), strategy::name);
        }
    }

    @Test
    void shouldCountPinnedSourcesWhenTheyComeAndGo() {
        assertSame(worker, source.pinOnce(worker));
        assertSame(worker, new TestSource().pinOnce(worker));
        assertEquals(2, worker.pinnedSources());
        worker.addPinned(-1);
        assertEquals(1, worker.pinnedSources());
    }
}
