package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The unbounded queue against {@link ArrayDeque}, and with real producers. */
class EventQueueTest {
    private static final int STEPS = 200_000;
    private static final int PRODUCERS = 4;
    private static final int EVENTS_PER_PRODUCER = 20_000;

    private final EventQueue queue = new EventQueue();
    private final TestSource source = new TestSource();
    private final IOEvent taken = new IOEvent();

    @Test
    void shouldHoldNothingWhenNew() {
        assertTrue(queue.isEmpty());
        assertFalse(queue.hasNext());
        assertFalse(queue.poll(taken));
        assertEquals(0, queue.size());
        assertEquals(0, queue.added());
    }

    @Test
    void shouldCarryEverythingWhenAnEventPasses() {
        Object payload = new Object();
        queue.add(source, 5, 1L << 50, payload);
        assertTrue(queue.poll(taken));
        assertSame(source, taken.source());
        assertEquals(5, taken.code());
        assertEquals(1L << 50, taken.stamp());
        assertSame(payload, taken.payload());
    }

    /** The seed is printed; {@code -Dseed=} runs the same history again. */
    @Test
    void shouldEqualTheModelWhenAddsAndPollsMixAtRandom() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("EventQueueTest -Dseed=" + seed);
        Random random = new Random(seed);
        Deque<Integer> model = new ArrayDeque<>();
        long added = 0;
        int addsInEight = 4;
        for (int step = 0; step < STEPS; step++) {
            if (step % 500 == 0) {
                addsInEight = 2 + random.nextInt(5);
            }
            if (random.nextInt(8) < addsInEight) {
                queue.add(source, step, step, null);
                model.add(step);
                added++;
            } else {
                pollBoth(model, "seed=" + seed + " step=" + step);
            }
            assertEquals(model.isEmpty(), queue.isEmpty());
            assertEquals(!model.isEmpty(), queue.hasNext());
            assertEquals(model.size(), queue.size());
            assertEquals(added, queue.added());
        }
    }

    private void pollBoth(Deque<Integer> model, String where) {
        Integer expected = model.poll();
        assertEquals(expected != null, queue.poll(taken), where);
        if (expected != null) {
            assertEquals(expected, taken.code(), where);
        }
    }

    @Test
    void shouldKeepNothingAliveWhenItWasTaken() {
        List<WeakReference<Object>> references = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TestSource passing = new TestSource();
            Object payload = new Object();
            references.add(new WeakReference<>(passing));
            references.add(new WeakReference<>(payload));
            queue.add(passing, i, 0, payload);
        }
        while (queue.poll(taken)) {
            // into the same event again and again
        }
        taken.clear();
        Await.collected("what was taken", references);
        assertTrue(queue.isEmpty());
    }

    @Test
    void shouldKeepEachProducersOrderWhenSeveralAdd() {
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            long producer = i;
            producers.add(new Thread(
                    () -> {
                        for (int number = 0; number < EVENTS_PER_PRODUCER; number++) {
                            queue.add(source, number, producer, null);
                        }
                    },
                    "producer-" + i));
        }
        producers.forEach(Thread::start);
        int[] next = new int[PRODUCERS];
        for (int all = 0; all < PRODUCERS * EVENTS_PER_PRODUCER; all++) {
            Await.until("an event of some producer", () -> queue.poll(taken));
            int producer = (int) taken.stamp();
            assertEquals(next[producer]++, taken.code(), () -> "event of producer " + producer);
        }
        producers.forEach(Await::ended);
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.size());
        assertEquals(PRODUCERS * EVENTS_PER_PRODUCER, queue.added());
    }
}
