package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From a pump's raise phase to the workers' rings. */
class DispatcherTest {
    private static final int MANY = 2_000;
    private static final int NOBODY = -1;

    private final Rig rig = new Rig(3, 64);
    private final Dispatcher dispatcher = rig.newDispatcher();

    // -- pin

    @Test
    void shouldPinAtTheFirstEventAndStayThereWhenMoreCome() {
        TestSource source = new TestSource();
        dispatch(source, 1);
        Worker worker = source.pin();
        assertEquals(1, worker.pinnedSources());

        rig.post(worker.index(), new TestSource(), 0, 50); // now the most loaded by far
        rig.clock.advance(5 * ManualClock.MS);
        dispatch(source, 2);
        dispatcher.flush();
        rig.run();

        assertSame(worker, source.pin());
        assertEquals(List.of(1, 2), source.codes());
        assertEquals(Set.of(worker), owners(source));
        assertEquals(1, worker.pinnedSources(), "pinned once");
    }

    @Test
    void shouldGoWhereItIsPinnedWhenAnotherThreadWasFirst() {
        TestSource source = new TestSource();
        source.pinOnce(rig.worker(2));
        dispatch(source, 1);
        dispatcher.flush();
        rig.run();
        assertEquals(Set.of(rig.worker(2)), owners(source));
    }

    @Test
    void shouldFollowItsDeviceWhenATimerHasItsEvent() {
        TestSource device = new TestSource();
        TestSource timer = new TestSource();
        dispatcher.dispatch(timer, device, 100, 7, rig.clock.nanoTime());
        dispatch(device, 4);
        dispatcher.flush();
        rig.run();

        assertNull(timer.pin(), "the device is pinned, not its timer");
        assertEquals(List.of(new TestSource.Call(device.pin(), 100, 7, null)), timer.calls);
        assertEquals(Set.of(device.pin()), owners(device));
    }

    @Test
    void shouldPinNothingWhenAnUnpinnedEventIsDispatched() {
        TestSource listener = new TestSource();
        int chosen = dispatcher.dispatchUnpinned(listener, 3, 11, rig.clock.nanoTime(), NOBODY);
        dispatcher.flush();
        rig.run();

        assertNull(listener.pin());
        assertEquals(List.of(new TestSource.Call(rig.worker(chosen), 3, 11, null)), listener.calls);
        assertEquals(0, rig.worker(chosen).pinnedSources());
    }

    @Test
    void shouldChooseAnotherWhenAWorkerIsToBeAvoided() {
        for (int avoid = 0; avoid < rig.pool.size(); avoid++) {
            for (int i = 0; i < 20; i++) {
                int chosen = dispatcher.dispatchUnpinned(new TestSource(), 3, 0, rig.clock.nanoTime(), avoid);
                assertNotEquals(avoid, chosen);
            }
        }
    }

    @Test
    void shouldChooseItAllTheSameWhenTheOnlyWorkerIsToBeAvoided() {
        Rig single = new Rig(1, 4);
        Dispatcher only = single.newDispatcher();
        TestSource listener = new TestSource();
        assertEquals(0, only.dispatchUnpinned(listener, 3, 0, single.clock.nanoTime(), 0));
        only.flush();
        single.run();
        assertEquals(List.of(3), listener.codes());
    }

    // -- stage and flush

    @Test
    void shouldPublishNothingBeforeTheFlushAndEverythingWithItWhenEventsAreStaged() {
        TestSource source = new TestSource();
        source.pinOnce(rig.worker(1));
        for (int code = 0; code < 10; code++) {
            dispatch(source, code);
        }
        assertEquals(0, rig.worker(1).queued());

        dispatcher.flush();

        assertEquals(10, rig.worker(1).queued());
        rig.run();
        assertEquals(IntStream.range(0, 10).boxed().toList(), source.codes());
    }

    @Test
    void shouldLeaveNothingStagedWhenFlushed() {
        List<WeakReference<Object>> sources = dispatchAndRun();
        dispatcher.flush();
        assertEquals(0, rig.run(), "an event was published twice");
        Await.collected("a source that was dispatched", sources);
    }

    private List<WeakReference<Object>> dispatchAndRun() {
        List<WeakReference<Object>> sources = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            TestSource source = new TestSource();
            dispatch(source, i);
            sources.add(new WeakReference<>(source));
        }
        dispatcher.flush();
        assertEquals(9, rig.run());
        return sources;
    }

    @Test
    void shouldDoNothingWhenFlushedWithNothingStaged() {
        dispatcher.flush();
        assertEquals(0, rig.run());
        assertEquals(0, rig.producerCounters.get(OwnerCounter.WAKEUPS_SENT));
        assertEquals(0, rig.producerCounters.get(OwnerCounter.SPILLED));
    }

    /** More than can be staged: published early, and the list of workers to flush names each once all the same. */
    @Test
    void shouldLoseNothingWhenOneTurnRaisesMoreThanCanBeStagedForEveryWorker() {
        List<TestSource> sources = new ArrayList<>();
        for (int i = 0; i < rig.pool.size(); i++) {
            sources.add(new TestSource());
            sources.get(i).pinOnce(rig.worker(i));
        }
        for (int turn = 0; turn < 3; turn++) {
            for (int code = turn * MANY; code < (turn + 1) * MANY; code++) {
                for (TestSource source : sources) {
                    dispatch(source, code);
                }
            }
            dispatcher.flush();
            rig.run();
        }
        for (TestSource source : sources) {
            assertEquals(IntStream.range(0, 3 * MANY).boxed().toList(), source.codes());
        }
    }

    @Test
    void shouldLoseNothingWhenOneTurnRaisesMoreThanCanBeStagedForOneWorker() {
        TestSource source = new TestSource();
        source.pinOnce(rig.worker(0));
        for (int code = 0; code < MANY; code++) {
            dispatch(source, code);
        }
        dispatcher.flush();
        assertEquals(MANY, rig.run());
        assertEquals(IntStream.range(0, MANY).boxed().toList(), source.codes());
    }

    @Test
    void shouldCountWhatSpilledWhenARingIsFull() {
        TestSource source = new TestSource();
        source.pinOnce(rig.worker(0));
        for (int code = 0; code < 100; code++) {
            dispatch(source, code);
        }
        dispatcher.flush();
        assertEquals(100 - 64, rig.producerCounters.get(OwnerCounter.SPILLED));
        assertEquals(100 - 64, rig.worker(0).spilled());
    }

    // -- wake

    @Test
    void shouldWakeEachParkedWorkerOnceWhenItGotSomething() {
        List<Thread> threads = Rig.start(rig.pool, Thread::new);
        threads.forEach(Await::parked);
        TestSource first = new TestSource();
        TestSource second = new TestSource();
        first.pinOnce(rig.worker(0));
        second.pinOnce(rig.worker(2));
        for (int code = 0; code < 5; code++) {
            dispatch(first, code);
            dispatch(second, code);
        }

        dispatcher.flush();

        Await.until("both workers have run their events", () -> handled(0) == 5 && handled(2) == 5);
        assertEquals(2, rig.producerCounters.get(OwnerCounter.WAKEUPS_SENT));
        assertEquals(1, rig.worker(1).counters().get(OwnerCounter.SLEEPS), "who got nothing sleeps on");
        assertEquals(0, handled(1));
        rig.pool.requestStop();
        threads.forEach(Await::ended);
        assertEquals(List.of(0, 1, 2, 3, 4), first.codes());
        assertEquals(List.of(0, 1, 2, 3, 4), second.codes());
    }

    @Test
    void shouldDescribeTheLoadsWhenAsked() {
        assertEquals("worker-0 0, worker-1 0, worker-2 0", dispatcher.describeLoads());
    }

    private long handled(int worker) {
        return rig.worker(worker).eventsHandled();
    }

    private void dispatch(TestSource source, int code) {
        dispatcher.dispatch(source, source, code, 0, rig.clock.nanoTime());
    }

    private static Set<Owner> owners(TestSource source) {
        return source.calls.stream().map(TestSource.Call::owner).collect(Collectors.toSet());
    }
}
