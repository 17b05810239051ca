package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The queue of an owner that sends events to itself, against {@link ArrayDeque}. */
class EventFifoTest {
    private static final int STEPS = 200_000;
    private static final int EXHAUSTIVE_STEPS = 16;

    private final TestSource source = new TestSource();
    private final IOEvent taken = new IOEvent();

    @Test
    void shouldRefuseASizeWhenItIsNoPowerOfTwo() {
        for (int slots : new int[] {0, 3, 12, 1023}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> new EventFifo(slots), "initialSlots=" + slots);
            assertTrue(refused.getMessage().contains("initialSlots=" + slots), refused.getMessage());
        }
    }

    @Test
    void shouldCarrySourceCodeAndStampWhenAnEventPasses() {
        EventFifo fifo = new EventFifo(1);
        fifo.add(source, 5, 1L << 50);
        assertTrue(fifo.poll(taken));
        assertSame(source, taken.source());
        assertEquals(5, taken.code());
        assertEquals(1L << 50, taken.stamp());
    }

    @Test
    void shouldLeaveTheTargetAloneWhenItIsEmpty() {
        taken.set(source, 1, 2, null);
        assertFalse(new EventFifo(1).poll(taken));
        assertSame(source, taken.source());
    }

    /** Every history of sixteen adds and polls; with one slot at first, growth meets every place of the head. */
    @Test
    void shouldEqualTheModelWhenAddsAndPollsComeInEveryOrder() {
        for (int history = 0; history < 1 << EXHAUSTIVE_STEPS; history++) {
            EventFifo fifo = new EventFifo(1);
            Deque<Integer> model = new ArrayDeque<>();
            for (int step = 0; step < EXHAUSTIVE_STEPS; step++) {
                doStep(fifo, model, (history & 1 << step) != 0, step);
            }
            drain(fifo, model);
        }
    }

    /** The seed is printed; {@code -Dseed=} runs the same history again. */
    @Test
    void shouldEqualTheModelWhenItGrowsAndWrapsAtRandom() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("EventFifoTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int initialSlots = 1; initialSlots <= 64; initialSlots *= 4) {
            EventFifo fifo = new EventFifo(initialSlots);
            Deque<Integer> model = new ArrayDeque<>();
            int addsInEight = 4;
            for (int step = 0; step < STEPS; step++) {
                if (step % 1_000 == 0) {
                    addsInEight = 2 + random.nextInt(5);
                }
                doStep(fifo, model, random.nextInt(8) < addsInEight, step);
            }
            drain(fifo, model);
        }
    }

    @Test
    void shouldKeepNothingAliveWhenItWasTaken() {
        EventFifo fifo = new EventFifo(2);
        List<WeakReference<Object>> sources = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TestSource passing = new TestSource();
            sources.add(new WeakReference<>(passing));
            fifo.add(passing, i, 0);
        }
        for (int i = 0; i < 5; i++) {
            assertTrue(fifo.poll(taken));
        }
        taken.clear();
        Await.collected("a source that was taken", sources);
        assertEquals(0, fifo.size());
    }

    private void doStep(EventFifo fifo, Deque<Integer> model, boolean adds, int code) {
        if (adds) {
            fifo.add(source, code, 0);
            model.add(code);
        } else {
            Integer expected = model.poll();
            assertEquals(expected != null, fifo.poll(taken));
            if (expected != null) {
                assertEquals(expected, taken.code());
            }
        }
        assertEquals(model.size(), fifo.size());
    }

    private void drain(EventFifo fifo, Deque<Integer> model) {
        while (!model.isEmpty()) {
            doStep(fifo, model, false, 0);
        }
        doStep(fifo, model, false, 0);
    }
}
