package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers on their real threads. */
class WorkerPoolTest {
    private static final int WORKERS = 2;
    private static final int PRODUCERS = 2;
    private static final int SOURCES = 4;
    private static final int EVENTS_PER_PRODUCER = 5_000;

    /** Checks on its worker that each producer's events come in order, and that always the same thread calls. */
    private static final class OrderedSource extends EventSource {
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        private final int[] last = new int[PRODUCERS];
        private int calls;
        private int outOfOrder;

        OrderedSource() {
            Arrays.fill(last, -1);
        }

        @Override
        protected void onEvent(Owner owner, int code, long stamp, Object payload) {
            threads.add(Thread.currentThread());
            calls++;
            int producer = (int) stamp;
            outOfOrder += code > last[producer] ? 0 : 1;
            last[producer] = code;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PARK, 1", "PARK, 4", "PARK, 1024",
        "SPIN_THEN_PARK, 1", "SPIN_THEN_PARK, 4", "SPIN_THEN_PARK, 1024",
        "YIELD, 1", "YIELD, 4", "YIELD, 1024",
        "SPIN, 1", "SPIN, 4", "SPIN, 1024"
    })
    void shouldRunEverythingInOrderAndEndCleanlyWhenTwoThreadsPost(WaitStrategy strategy, int ringSize) {
        WorkerPool pool = newPool(strategy, ringSize);
        List<OrderedSource> sources = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            sources.add(new OrderedSource());
            sources.get(i).pinOnce(pool.worker(i % WORKERS));
        }
        List<Thread> workers = Rig.start(pool, Thread::new);
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            producers.add(new Thread(() -> produce(producer, sources), "producer-" + i));
        }
        producers.forEach(Thread::start);
        producers.forEach(Await::ended);
        pool.requestStop(); // with events still queued
        workers.forEach(Await::ended);

        for (int i = 0; i < SOURCES; i++) {
            OrderedSource source = sources.get(i);
            assertEquals(PRODUCERS * EVENTS_PER_PRODUCER / SOURCES, source.calls, "events of source " + i);
            assertEquals(0, source.outOfOrder, "events of source " + i + " out of order");
            assertEquals(Set.of(workers.get(i % WORKERS)), source.threads);
        }
        for (int i = 0; i < WORKERS; i++) {
            assertTrue(pool.worker(i).isFinished());
            assertEquals(0, pool.worker(i).queued());
        }
        assertNoThreadIsLeft();
    }

    private static void produce(int producer, List<OrderedSource> sources) {
        for (int number = 0; number < EVENTS_PER_PRODUCER; number++) {
            OrderedSource source = sources.get(number % SOURCES);
            source.pin().post(source, number, producer, null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWhenStoppedWithNothingToDo(WaitStrategy strategy) {
        WorkerPool pool = newPool(strategy, 4);
        List<Thread> threads = Rig.start(pool, Thread::new);
        Await.until("both to be in their first turn", () -> turns(pool, 0) == 1 && turns(pool, 1) == 1);
        pool.requestStop();
        threads.forEach(Await::ended);
        assertNoThreadIsLeft();
    }

    private static long turns(WorkerPool pool, int worker) {
        return pool.worker(worker).counters().get(OwnerCounter.TURNS);
    }

    @Test
    void shouldLiveOnWhenACallbackThrowsAndTheHandlerToo() {
        WorkerPool pool = newPool(WaitStrategy.PARK, 4);
        List<Thread> threads = Rig.start(pool, Thread::new);
        TestSource failing = new TestSource(call -> {
            throw new LinkageError("from a callback");
        });
        TestSource next = new TestSource();
        pool.worker(0).post(failing, 0, 0, null);
        pool.worker(0).post(next, 7, 0, null);
        Await.until("both to have run", () -> pool.worker(0).eventsHandled() == 2);
        pool.requestStop();
        threads.forEach(Await::ended);
        assertEquals(List.of(7), next.codes());
        assertEquals(2, pool.worker(0).counters().get(OwnerCounter.FAILURES));
    }

    @Test
    void shouldSleepOnWhenItsThreadIsInterrupted() {
        WorkerPool pool = newPool(WaitStrategy.PARK, 4);
        List<Thread> threads = Rig.start(pool, Thread::new);
        threads.forEach(Await::parked);
        for (int i = 1; i <= 3; i++) {
            long times = i;
            threads.get(0).interrupt();
            Await.until(
                    "the interrupt to be cleared",
                    () -> pool.worker(0).counters().get(OwnerCounter.INTERRUPTS_CLEARED) == times);
            Await.parked(threads.get(0));
        }
        assertFalse(threads.get(0).isInterrupted());
        pool.requestStop();
        threads.forEach(Await::ended);
    }

    @Test
    void shouldNameTheThreadsAfterTheWorkersWhenStarted() {
        WorkerPool pool = newPool(WaitStrategy.PARK, 4);
        List<Thread> made = new ArrayList<>();
        List<Thread> threads = Rig.start(pool, loop -> {
            made.add(new Thread(loop, "to be renamed"));
            return made.get(made.size() - 1);
        });
        pool.requestStop();
        threads.forEach(Await::ended);
        assertEquals(made, threads);
        assertEquals(
                List.of("pool-test-0", "pool-test-1"),
                threads.stream().map(Thread::getName).toList());
    }

    @Test
    void shouldRefuseToExistWhenThereIsNoWorkerOrNoPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new Rig(0, 4));
        assertThrows(IllegalArgumentException.class, () -> new Rig(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Rig(1, 12));
    }

    @Test
    void shouldChooseForForeignThreadsWhenAsked() {
        Rig rig = new Rig(3, 4);
        for (int i = 0; i < 9; i++) {
            assertSame(rig.worker(i % 3), rig.pool.chooseForeign(rig.clock.nanoTime()));
        }
    }

    private static WorkerPool newPool(WaitStrategy strategy, int ringSize) {
        FailureHandler throwing = (owner, source, thrown) -> {
            throw new IllegalStateException("from the handler", thrown);
        };
        OwnerSetup setup = new OwnerSetup(NanoClock.SYSTEM, throwing, 1);
        return new WorkerPool(WORKERS, "pool-test-", ringSize, strategy, DispatchPolicy.LEAST_LOAD, setup);
    }

    private static void assertNoThreadIsLeft() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            assertFalse(thread.getName().startsWith("pool-test-"), thread::getName);
        }
    }

    @Test
    void shouldSampleTheLoadsInTheirParts() {
        Rig rig = new Rig(2, 16);
        assertEquals(new WorkerLoad(0, 0, 0), rig.pool.load(0));
        TestSource source = new TestSource(call -> rig.clock.advance(5 * ManualClock.MS));
        rig.post(0, source, 1, 3);
        rig.worker(0).turn(0);
        rig.post(1, new TestSource(), 1, 1);
        rig.worker(1).turn(0);
        rig.post(1, source, 1, 1);
        rig.clock.advance(5 * ManualClock.MS);

        rig.pool.sampleLoads(rig.clock.nanoTime());

        assertEquals(new WorkerLoad(0, 225, 75), rig.pool.load(0), "busy for 15 of 20 ms, three of four events");
        assertEquals(new WorkerLoad(600, 0, 25), rig.pool.load(1));
        assertEquals(625, rig.pool.load(1).points());
    }

    @Test
    void shouldTellTheLoadsOfTheLastSampleWhenAskedLater() {
        Rig rig = new Rig(1, 16);
        rig.post(0, new TestSource(), 1, 1);
        assertEquals(0, rig.pool.load(0).points(), "nobody has looked since");
        rig.pool.sampleLoads(rig.clock.nanoTime());
        rig.run();
        assertEquals(600, rig.pool.load(0).points());
    }
}
