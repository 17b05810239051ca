package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of an event allocates nothing once it is warm. */
class SchedAllocationTest {
    private static final int ROUNDS = 100_000;
    private static final int WORKERS = 3;
    private static final int SOURCES = 16;
    private static final int NOBODY = -1;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Rig rig = new Rig(WORKERS, 256);
    private final Dispatcher dispatcher = rig.newDispatcher();
    private final CountingSource[] sources = new CountingSource[SOURCES];
    private final IOEvent taken = new IOEvent();

    @BeforeEach
    void shouldBeAbleToMeasureWhenTestsStart() {
        assumeTrue(threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled());
        for (int i = 0; i < SOURCES; i++) {
            sources[i] = new CountingSource();
        }
    }

    @Test
    void shouldAllocateNothingWhenPinnedEventsGoFromDispatcherToCallback() {
        assertNothingAllocated(this::dispatchFlushAndRun);
        for (CountingSource source : sources) {
            assertEquals(2L * ROUNDS, source.calls);
        }
        assertEquals(0, rig.producerCounters.get(OwnerCounter.SPILLED));
    }

    private void dispatchFlushAndRun(int round) {
        rig.clock.advance(10_000);
        for (CountingSource source : sources) {
            dispatcher.dispatch(source, source, round, round, rig.clock.nanoTime());
        }
        dispatcher.flush();
        turnAll();
    }

    @Test
    void shouldAllocateNothingWhenUnpinnedEventsAreDispatched() {
        assertNothingAllocated(round -> {
            rig.clock.advance(100_000); // with a computation every tenth round, a window every hundredth
            dispatcher.dispatchUnpinned(sources[0], round, round, rig.clock.nanoTime(), NOBODY);
            dispatcher.flush();
            turnAll();
        });
        assertEquals(2L * ROUNDS, sources[0].calls);
    }

    @Test
    void shouldAllocateNothingWhenWorkersPostToEachOther() {
        assertNothingAllocated(round -> {
            for (int i = 0; i < WORKERS; i++) {
                rig.worker(i).post(sources[i], round, 0, this);
            }
            turnAll();
        });
        assertEquals(2L * ROUNDS, sources[2].calls);
    }

    @Test
    void shouldAllocateNothingWhenCallbacksPutWorkOffAndNoteSleepers() {
        CountingBell bell = new CountingBell();
        EventSource busy = new EventSource() {
            @Override
            protected void onEvent(Owner owner, int code, long stamp, Object payload) {
                owner.atCallbackEnd(this);
                owner.wakeAtEnd(bell);
                bell.announce();
            }
        };
        Worker worker = rig.worker(0);
        assertNothingAllocated(round -> {
            worker.post(busy, round, 0, null);
            worker.turn(0);
        });
        assertEquals(2 * ROUNDS, bell.signals);
    }

    @Test
    void shouldAllocateNothingWhenAMeterChooses() {
        LoadMeter meter = rig.pool.newMeter();
        int[] chosen = new int[WORKERS];
        assertNothingAllocated(round -> {
            rig.clock.advance(300_000);
            chosen[meter.choose(rig.clock.nanoTime())]++;
        });
        for (int times : chosen) {
            assertTrue(times > 0);
        }
    }

    @Test
    void shouldAllocateNothingWhenAFifoHasGrown() {
        EventFifo fifo = new EventFifo(2);
        assertNothingAllocated(round -> {
            for (int i = 0; i < 5; i++) {
                fifo.add(sources[i], round, round);
            }
            while (fifo.poll(taken)) {
                taken.clear();
            }
        });
    }

    private void turnAll() {
        for (int i = 0; i < WORKERS; i++) {
            rig.worker(i).turn(0);
        }
    }

    private interface Round {
        void run(int number);
    }

    private void assertNothingAllocated(Round round) {
        run(round);
        long beforeBytes = threads.getCurrentThreadAllocatedBytes();
        run(round);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;
        assertEquals(0, allocatedBytes, "bytes allocated in " + ROUNDS + " rounds");
    }

    private static void run(Round round) {
        for (int number = 0; number < ROUNDS; number++) {
            round.run(number);
        }
    }
}
