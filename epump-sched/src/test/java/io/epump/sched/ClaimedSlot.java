package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.ToIntFunction;

/**
 * What a producer leaves in a ring that stops between its claim and its publish. Staging beyond a batch's capacity throws
 * when the size is counted up already; publishing that batch throws when the slot is claimed. The slot stays so for good:
 * a producer that goes on later needs a second thread, and is tested under jcstress.
 */
final class ClaimedSlot {
    private ClaimedSlot() {}

    static void leaveIn(ToIntFunction<EventBatch> ring) {
        EventBatch broken = new EventBatch(0);
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> broken.add(new TestSource(), 0, 0, null));
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> ring.applyAsInt(broken));
    }
}
