package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every owner promises its callbacks, tested on workers. */
class OwnerTest {
    private final Rig rig = new Rig(2, 64);
    private final Worker worker = rig.worker(0);
    private final List<Object> seen = new ArrayList<>();

    @AfterEach
    void shouldLeaveTheThreadAsItWasWhenATestEnds() {
        assertNull(Owner.current());
        assertFalse(Thread.interrupted());
    }

    // -- whose turn runs

    @Test
    void shouldBeCurrentInsideItsTurnOnlyWhenTurned() {
        TestSource asking = new TestSource(call -> seen.add(Owner.current()));
        assertNull(Owner.current());
        worker.post(asking, 0, 0, null);
        assertNull(worker.thread());

        worker.turn(0);

        assertEquals(List.of(worker), seen);
        assertNull(Owner.current());
        assertSame(Thread.currentThread(), worker.thread());
    }

    @Test
    void shouldBeCurrentAgainWhenANestedTurnHasEnded() {
        Worker inner = rig.worker(1);
        inner.post(new TestSource(call -> seen.add(Owner.current())), 0, 0, null);
        TestSource outer = new TestSource(call -> {
            seen.add(Owner.current());
            inner.turn(0);
            seen.add(Owner.current());
        });
        worker.post(outer, 0, 0, null);

        worker.turn(0);

        assertEquals(List.of(worker, inner, worker), seen);
        assertNull(Owner.current());
    }

    @Test
    void shouldNotBeCurrentWhenItsTurnHasThrown() {
        Owner broken = new BrokenOwner(rig);
        assertThrows(IllegalStateException.class, () -> broken.turn(0));
        assertNull(Owner.current());
    }

    @Test
    void shouldKnowTheRunningSourceWhenItsCallbackRuns() {
        TestSource source = new TestSource(call -> seen.add(worker.runningSource()));
        worker.post(source, 0, 0, null);
        worker.turn(0);
        assertEquals(List.of(source), seen);
        assertNull(worker.runningSource());
    }

    // -- failures

    @Test
    void shouldReportAndGoOnWhenACallbackThrows() {
        RuntimeException thrown = new RuntimeException("from a callback");
        Error error = new AssertionError("worse");
        TestSource failing = new TestSource(call -> {
            throw thrown;
        });
        TestSource failingBadly = new TestSource(call -> {
            throw error;
        });
        TestSource next = new TestSource();
        worker.post(failing, 0, 0, null);
        worker.post(failingBadly, 0, 0, null);
        worker.post(next, 7, 0, null);

        assertEquals(3, worker.turn(0));

        assertEquals(
                List.of(new Rig.Failure(worker, failing, thrown), new Rig.Failure(worker, failingBadly, error)),
                rig.failures);
        assertEquals(2, worker.counters().get(OwnerCounter.FAILURES));
        assertEquals(List.of(7), next.codes());
        assertEquals(3, worker.eventsHandled());
        assertEquals(0, worker.queued());
    }

    @Test
    void shouldCountTwiceAndGoOnWhenTheHandlerThrowsToo() {
        FailureHandler throwing = (owner, source, thrown) -> {
            throw new IllegalStateException("from the handler", thrown);
        };
        WorkerPool pool = new WorkerPool(
                1,
                "worker-",
                4,
                WaitStrategy.PARK,
                DispatchPolicy.LEAST_LOAD,
                new OwnerSetup(rig.clock, throwing, Rig.MAX_USER_EVENTS));
        TestSource failing = new TestSource(call -> {
            throw new IllegalArgumentException("from a callback");
        });
        TestSource next = new TestSource();
        pool.worker(0).post(failing, 0, 0, null);
        pool.worker(0).post(next, 7, 0, null);

        assertEquals(2, pool.worker(0).turn(0));

        assertEquals(2, pool.worker(0).counters().get(OwnerCounter.FAILURES));
        assertEquals(List.of(7), next.codes());
    }

    // -- interrupts

    @Test
    void shouldClearAndCountWhenAnInterruptIsPendingAtTheStartOfATurn() {
        TestSource looking =
                new TestSource(call -> seen.add(Thread.currentThread().isInterrupted()));
        worker.post(looking, 0, 0, null);
        Thread.currentThread().interrupt();

        worker.turn(0);

        assertEquals(List.of(false), seen);
        assertEquals(1, worker.counters().get(OwnerCounter.INTERRUPTS_CLEARED));
    }

    @Test
    void shouldClearAndCountBeforeTheNextCallbackWhenOneInterruptsItsThread() {
        TestSource interrupting = new TestSource(call -> {
            seen.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });
        rig.post(0, interrupting, 0, 2);

        worker.turn(0);

        assertEquals(List.of(false, false), seen);
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(2, worker.counters().get(OwnerCounter.INTERRUPTS_CLEARED));
    }

    @Test
    void shouldClearAndCountWhenACallbackEndInterruptsOrACallbackThrowsInterrupted() {
        TestSource interrupting = new TestSource(call -> {
            ((TestSource) call.payload())
                    .putOff(call.owner(), () -> Thread.currentThread().interrupt());
            throw new IllegalStateException("and throws");
        });
        worker.post(interrupting, 0, 0, interrupting);
        worker.turn(0);
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(1, worker.counters().get(OwnerCounter.INTERRUPTS_CLEARED));
    }

    // -- work put off

    @Test
    void shouldRunInOrderAfterTheCallbackWhenWorkIsPutOff() {
        TestSource first = new TestSource();
        TestSource second = new TestSource();
        TestSource putting = new TestSource(call -> {
            first.putOff(worker, () -> seen.add("first"));
            second.putOff(worker, () -> seen.add("second"));
            seen.add("callback");
        });
        worker.post(putting, 0, 0, null);
        worker.post(new TestSource(call -> seen.add("next callback")), 0, 0, null);

        worker.turn(0);

        assertEquals(List.of("callback", "first", "second", "next callback"), seen);
    }

    @Test
    void shouldRunMoreInTheSamePassWhenWorkPutOffPutsOffMore() {
        final int many = 40; // the list has room for 16 at first
        List<TestSource> chain = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            chain.add(new TestSource());
        }
        TestSource putting = new TestSource(call -> putOffChain(chain, 0));
        worker.post(putting, 0, 0, null);

        worker.turn(0);

        assertEquals(many, seen.size());
        for (int i = 0; i < many; i++) {
            assertEquals(i, seen.get(i));
            assertEquals(1, chain.get(i).callbackEnds);
        }
        worker.post(new TestSource(), 0, 0, null);
        worker.turn(0);
        assertEquals(many, seen.size(), "done once");
    }

    private void putOffChain(List<TestSource> chain, int place) {
        if (place < chain.size()) {
            chain.get(place).putOff(worker, () -> {
                seen.add(place);
                putOffChain(chain, place + 1);
            });
        }
    }

    @Test
    void shouldReportAndRunTheRestWhenWorkPutOffThrows() {
        RuntimeException thrown = new RuntimeException("from work put off");
        TestSource failing = new TestSource();
        TestSource after = new TestSource();
        TestSource putting = new TestSource(call -> {
            failing.putOff(worker, () -> {
                throw thrown;
            });
            after.putOff(worker, () -> seen.add("after"));
        });
        worker.post(putting, 0, 0, null);

        worker.turn(0);

        assertEquals(List.of("after"), seen);
        assertEquals(List.of(new Rig.Failure(worker, failing, thrown)), rig.failures);
    }

    @Test
    void shouldRunWorkPutOffWhenTheCallbackThrows() {
        TestSource source = new TestSource(call -> {
            ((TestSource) call.payload()).putOff(worker, () -> seen.add("done"));
            throw new IllegalStateException("from the callback");
        });
        worker.post(source, 0, 0, source);
        worker.turn(0);
        assertEquals(List.of("done"), seen);
    }

    @Test
    void shouldCountWorkPutOffAsPartOfTheCallbackWhenItTakesTime() {
        TestSource source = new TestSource();
        TestSource putting = new TestSource(call -> source.putOff(worker, () -> rig.clock.advance(9 * ManualClock.MS)));
        worker.post(putting, 0, 0, null);
        worker.turn(0);
        assertEquals(9 * ManualClock.MS, worker.longestCallbackNs());
    }

    // -- sleepers brought work

    @Test
    void shouldRingEachSleeperOnceAtTheEndOfTheBatchWhenManyCallbacksNoteIt() {
        CountingBell bell = new CountingBell();
        CountingBell other = new CountingBell();
        bell.announce();
        other.announce();
        TestSource noting = new TestSource(call -> {
            worker.wakeAtEnd(bell);
            worker.wakeAtEnd(other);
            seen.add(bell.signals + other.signals);
        });
        rig.post(0, noting, 0, 5);

        worker.turn(0);

        assertEquals(List.of(0, 0, 0, 0, 0), seen, "rung before the end of the batch");
        assertEquals(1, bell.signals);
        assertEquals(1, other.signals);
        assertEquals(2, worker.counters().get(OwnerCounter.WAKEUPS_SENT));
    }

    // -- user events

    @Test
    void shouldRefuseUserEventsWhenAllPlacesAreTaken() {
        for (int i = 0; i < Rig.MAX_USER_EVENTS; i++) {
            assertTrue(worker.reserveUserEvent());
        }
        assertFalse(worker.reserveUserEvent());
        assertEquals(Rig.MAX_USER_EVENTS, worker.userEventsPending(), "the refused one takes no place");

        worker.releaseUserEvent();
        assertTrue(worker.reserveUserEvent());
        assertFalse(worker.reserveUserEvent());
    }

    @Test
    void shouldRefuseUserEventsWhenItStops() {
        worker.requestStop();
        assertFalse(worker.reserveUserEvent());
        assertEquals(0, worker.userEventsPending());
    }

    // -- views

    @Test
    void shouldTellWhatItWasGivenWhenAsked() {
        Object attached = new Object();
        Worker second = rig.worker(1);
        second.attach(attached);
        assertEquals(1, second.index());
        assertEquals("worker-1", second.name());
        assertEquals("worker-1", second.toString());
        assertSame(rig.clock, second.clock());
        assertSame(attached, second.attachment());
        assertNotNull(second.counters().toString());
    }

    /** An owner whose turn itself fails. */
    private static final class BrokenOwner extends Owner {
        BrokenOwner(Rig rig) {
            super(0, "broken", new OwnerSetup(rig.clock, (owner, source, thrown) -> {}, 1));
        }

        @Override
        protected int onTurn(long maxWaitNs) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void post(EventSource source, int code, long stamp, Object payload) {}

        @Override
        public void wake() {}

        @Override
        public boolean isFinished() {
            return isStopRequested();
        }
    }
}
