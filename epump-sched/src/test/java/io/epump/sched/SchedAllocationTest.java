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
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WINDOWS = 6;
    private static final int ROUNDS = 100_000;
    private static final int ALL_ROUNDS = WINDOWS * ROUNDS;
    private static final int WORKERS = 3;
    private static final int SOURCES = 16;
    private static final int NOBODY = -1;

    private final Rig rig = new Rig(WORKERS, 256);
    private final Dispatcher dispatcher = rig.newDispatcher();
    private final CountingSource[] sources = new CountingSource[SOURCES];
    private final IOEvent taken = new IOEvent();

    @BeforeEach
    void shouldBeAbleToMeasureWhenTestsStart() {
        assumeTrue(THREADS.isThreadAllocatedMemorySupported() && THREADS.isThreadAllocatedMemoryEnabled());
        for (int i = 0; i < SOURCES; i++) {
            sources[i] = new CountingSource();
        }
    }

    @Test
    void shouldAllocateNothingWhenPinnedEventsGoFromDispatcherToCallback() {
        assertNothingAllocated(this::dispatchFlushAndRun);
        for (CountingSource source : sources) {
            assertEquals(ALL_ROUNDS, source.calls);
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
        assertEquals(ALL_ROUNDS, sources[0].calls);
    }

    @Test
    void shouldAllocateNothingWhenWorkersPostToEachOther() {
        assertNothingAllocated(round -> {
            for (int i = 0; i < WORKERS; i++) {
                rig.worker(i).post(sources[i], round, 0, this);
            }
            turnAll();
        });
        assertEquals(ALL_ROUNDS, sources[2].calls);
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
        assertEquals(ALL_ROUNDS, bell.signals);
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

    /**
     * In the quietest of some windows: the first ones warm up, and the virtual machine itself allocates a little now and
     * then; what the code allocates it allocates in every window.
     */
    private static void assertNothingAllocated(Round round) {
        long quietestBytes = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS; window++) {
            long beforeBytes = THREADS.getCurrentThreadAllocatedBytes();
            for (int number = 0; number < ROUNDS; number++) {
                round.run(number);
            }
            quietestBytes = Math.min(quietestBytes, THREADS.getCurrentThreadAllocatedBytes() - beforeBytes);
        }
        assertEquals(0, quietestBytes, "bytes allocated in " + ROUNDS + " rounds");
    }
}
