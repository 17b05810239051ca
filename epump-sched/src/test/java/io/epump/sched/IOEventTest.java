package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A slot gives everything away when it is taken; batches are made of slots. */
class IOEventTest {
    private final TestSource source = new TestSource();
    private final Object payload = new Object();

    @Test
    void shouldLeaveTheSlotClearWhenItsContentIsMoved() {
        IOEvent slot = new IOEvent();
        slot.set(source, 3, -1, payload);
        IOEvent taken = new IOEvent();

        taken.moveFrom(slot);

        assertNull(slot.source());
        assertNull(slot.payload());
        assertSame(source, taken.source());
        assertEquals(3, taken.code());
        assertEquals(-1, taken.stamp());
        assertSame(payload, taken.payload());
    }

    @Test
    void shouldForgetWhatItHeldWhenCleared() {
        IOEvent slot = new IOEvent();
        slot.set(source, 3, -1, payload);
        slot.clear();
        assertNull(slot.source());
        assertNull(slot.payload());
    }

    @Test
    void shouldNotPrintThePayloadWhenPrinted() {
        IOEvent slot = new IOEvent();
        slot.set(null, 3, 9, "a secret");
        assertEquals("IOEvent[source=null, code=3, stamp=9]", slot.toString());
    }

    @Test
    void shouldKeepTheOrderAndCountWhenABatchIsFilledAgainAndAgain() {
        EventBatch batch = new EventBatch(2);
        IOEvent taken = new IOEvent();
        for (int round = 0; round < 3; round++) {
            assertEquals(0, batch.size());
            batch.add(source, 10 + round, 0, null);
            assertFalse(batch.isFull());
            batch.add(source, 20 + round, 0, payload);
            assertTrue(batch.isFull());
            batch.moveTo(taken, 0);
            assertEquals(10 + round, taken.code());
            batch.moveTo(taken, 1);
            assertEquals(20 + round, taken.code());
            assertSame(payload, taken.payload());
            batch.reset();
        }
    }

    @Test
    void shouldRefuseTheEventWhenABatchIsFull() {
        EventBatch batch = new EventBatch(1);
        batch.add(source, 0, 0, null);
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> batch.add(source, 1, 0, null));
    }
}
