package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An {@link EventRing} beside the simplest thing that does the same, two lists: each step is done to both, and all that can
 * be asked is compared. Besides, each producer's events must come out in the order they went in, which is the promise that
 * the lists only happen to keep.
 */
final class RingModel {
    private record Event(int producer, int number) {}

    private final EventRing ring;
    private final int size;
    private final List<TestSource> producers = new ArrayList<>();
    private final IOEvent taken = new IOEvent();

    private final Deque<Event> inRing = new ArrayDeque<>();
    private final Deque<Event> inOverflow = new ArrayDeque<>();
    private final int[] published;
    private final int[] polled;
    private int unreleased;
    private long spilled;

    RingModel(int size, int producerCount) {
        this.size = size;
        ring = new EventRing(size);
        published = new int[producerCount];
        polled = new int[producerCount];
        for (int i = 0; i < producerCount; i++) {
            producers.add(new TestSource());
        }
    }

    /** One event by itself, as workers and foreign threads send them. */
    void publish(int producer) {
        boolean fits = add(producer);
        TestSource source = producers.get(producer);
        assertEquals(fits, ring.publish(source, published[producer]++, producer, null), "goes into the ring");
        compare();
    }

    /** Several events at once, as pumps send them. */
    void publishBatch(int producer, int count) {
        EventBatch batch = new EventBatch(count);
        int expectedSpilled = 0;
        for (int i = 0; i < count; i++) {
            expectedSpilled += add(producer, published[producer]) ? 0 : 1;
            batch.add(producers.get(producer), published[producer]++, producer, null);
        }
        assertEquals(expectedSpilled, ring.publish(batch), "events of the batch that went to the overflow");
        compare();
    }

    private boolean add(int producer) {
        return add(producer, published[producer]);
    }

    private boolean add(int producer, int number) {
        boolean fits = inOverflow.isEmpty() && inRing.size() + unreleased < size;
        (fits ? inRing : inOverflow).add(new Event(producer, number));
        spilled += fits ? 0 : 1;
        return fits;
    }

    boolean poll() {
        boolean expectsOne = !inRing.isEmpty() || !inOverflow.isEmpty();
        assertEquals(expectsOne, ring.hasWork(), "has work");
        assertEquals(expectsOne, ring.poll(taken), "polls one");
        if (expectsOne) {
            boolean fromRing = !inRing.isEmpty();
            Event expected = fromRing ? inRing.remove() : inOverflow.remove();
            unreleased += fromRing ? 1 : 0;
            int producer = (int) taken.stamp();
            assertEquals(polled[producer]++, taken.code(), "next event of producer " + producer);
            assertEquals(expected, new Event(producer, taken.code()));
            assertSame(producers.get(producer), taken.source());
        }
        compare();
        return expectsOne;
    }

    /** The end of a batch. */
    void release() {
        ring.release();
        unreleased = 0;
        compare();
    }

    /** Takes what is left: nothing may be missing. */
    void drain() {
        while (poll()) {
            // compared in poll
        }
        release();
        for (int i = 0; i < published.length; i++) {
            assertEquals(published[i], polled[i], "events of producer " + i + " that came out");
        }
        assertEquals(0, ring.queued());
    }

    private void compare() {
        assertEquals(inRing.size() + unreleased + inOverflow.size(), ring.queued(), "queued");
        assertEquals(inRing.isEmpty() && unreleased == 0 && inOverflow.isEmpty(), ring.isEmpty(), "empty");
        assertEquals(spilled, ring.spilled(), "spilled");
    }

    long spilled() {
        return spilled;
    }
}
