package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of ring and overflow, one by one. */
class EventRingTest {
    private final EventSource source = new TestSource();
    private final IOEvent taken = new IOEvent();

    @Test
    void shouldHoldNothingWhenNew() {
        EventRing ring = new EventRing(4);
        assertTrue(ring.isEmpty());
        assertFalse(ring.hasWork());
        assertFalse(ring.poll(taken));
        assertEquals(0, ring.queued());
        assertEquals(0, ring.spilled());
        assertEquals(4, ring.size());
    }

    @Test
    void shouldCarryEverythingWhenAnEventGoesThroughRingOrOverflow() {
        EventRing ring = new EventRing(1);
        Object payload = new Object();
        for (int i = 0; i < 2; i++) {
            assertEquals(i == 0, ring.publish(source, 7 + i, 1L << 40, payload));
        }
        for (int i = 0; i < 2; i++) {
            assertTrue(ring.poll(taken));
            assertSame(source, taken.source());
            assertEquals(7 + i, taken.code());
            assertEquals(1L << 40, taken.stamp());
            assertSame(payload, taken.payload());
        }
    }

    @Test
    void shouldOverflowAndKeepTheOrderWhenTheRingIsFull() {
        EventRing ring = new EventRing(2);
        assertTrue(publish(ring, 1));
        assertTrue(publish(ring, 2));
        assertFalse(publish(ring, 3));
        assertFalse(publish(ring, 4));

        assertEquals(4, ring.queued());
        assertEquals(2, ring.spilled());
        assertEquals(List.of(1, 2, 3, 4), takeAll(ring));
    }

    @Test
    void shouldFreeNoSlotWhenTheBatchGoesOn() {
        EventRing ring = new EventRing(2);
        publish(ring, 1);
        publish(ring, 2);
        assertTrue(ring.poll(taken));
        assertTrue(ring.poll(taken));

        assertFalse(publish(ring, 3), "a slot was free before the release");
        assertEquals(3, ring.queued(), "the running batch counts");
        assertFalse(ring.isEmpty());
        assertEquals(List.of(3), takeAll(ring));

        ring.release();
        assertTrue(ring.isEmpty());
        assertTrue(publish(ring, 4));
        assertTrue(publish(ring, 5));
    }

    @Test
    void shouldFollowIntoTheOverflowWhenTheRingHasRoomButTheOverflowIsNotEmpty() {
        EventRing ring = new EventRing(2);
        publish(ring, 1);
        publish(ring, 2);
        assertFalse(publish(ring, 3));
        assertTrue(ring.poll(taken));
        assertTrue(ring.poll(taken));
        ring.release();

        assertFalse(publish(ring, 4), "4 overtakes 3, which waits in the overflow");
        assertEquals(List.of(3, 4), takeAll(ring));
        assertTrue(publish(ring, 5), "the overflow is empty again");
        assertEquals(List.of(5), takeAll(ring));
    }

    @Test
    void shouldTellWhatSpilledWhenABatchIsLargerThanTheRing() {
        EventRing ring = new EventRing(4);
        EventBatch batch = batch(1, 10);
        assertEquals(6, ring.publish(batch));
        assertEquals(6, ring.spilled());
        assertEquals(10, ring.queued());
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), takeAll(ring));
    }

    @Test
    void shouldFillTheRingWhenABatchFitsInPart() {
        EventRing ring = new EventRing(4);
        publish(ring, 1);
        assertEquals(2, ring.publish(batch(2, 5)));
        assertEquals(List.of(1, 2, 3, 4, 5, 6), takeAll(ring));
    }

    @Test
    void shouldSpillTheWholeBatchWhenTheOverflowIsNotEmpty() {
        EventRing ring = new EventRing(2);
        ring.publish(batch(1, 3));
        assertTrue(ring.poll(taken));
        assertTrue(ring.poll(taken));
        ring.release();

        assertEquals(2, ring.publish(batch(4, 2)));
        assertEquals(List.of(3, 4, 5), takeAll(ring));
    }

    @Test
    void shouldLeaveTheBatchClearWhenItWasPublished() {
        EventRing ring = new EventRing(2);
        EventBatch batch = batch(1, 4);
        ring.publish(batch);
        for (int i = 0; i < 4; i++) {
            IOEvent left = new IOEvent();
            batch.moveTo(left, i);
            assertNull(left.source(), "staged event " + i);
        }
    }

    @Test
    void shouldTakeNothingPastASlotWhenItIsClaimedButNotPublished() {
        EventRing ring = new EventRing(4);
        publish(ring, 1);
        ClaimedSlot.leaveIn(ring::publish);
        publish(ring, 3);

        assertTrue(ring.poll(taken));
        assertEquals(1, taken.code());
        assertFalse(ring.poll(taken), "went around the claimed slot");
        assertFalse(ring.hasWork(), "a worker would spin until the slot's producer goes on");
        assertFalse(ring.isEmpty());
        ring.release();
        assertEquals(2, ring.queued());
    }

    @Test
    void shouldHoldTheOverflowBackWhenASlotBeforeItIsNotPublished() {
        EventRing ring = new EventRing(2);
        ClaimedSlot.leaveIn(ring::publish);
        assertTrue(publish(ring, 2));
        assertFalse(publish(ring, 3));

        assertTrue(ring.hasWork(), "the worker has not looked yet");
        assertFalse(ring.poll(taken), "3 overtakes 2, which waits behind the claimed slot");
        assertFalse(ring.poll(taken));
        assertFalse(ring.hasWork());
        assertEquals(3, ring.queued());
    }

    private boolean publish(EventRing ring, int code) {
        return ring.publish(source, code, 0, null);
    }

    private EventBatch batch(int first, int count) {
        EventBatch batch = new EventBatch(count);
        for (int i = 0; i < count; i++) {
            batch.add(source, first + i, 0, null);
        }
        assertTrue(batch.isFull());
        return batch;
    }

    private List<Integer> takeAll(EventRing ring) {
        List<Integer> codes = new ArrayList<>();
        while (ring.poll(taken)) {
            codes.add(taken.code());
        }
        ring.release();
        assertFalse(ring.hasWork());
        assertTrue(ring.isEmpty());
        return codes;
    }
}
