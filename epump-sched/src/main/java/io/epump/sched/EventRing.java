package io.epump.sched;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;

@SuppressWarnings("unused") // padding
abstract class EventRingPadBefore {
    private int p00; // fills the gap behind the object's header, where a small field would be put otherwise
    private long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15, p16;
}

/** The worker's own. */
abstract class EventRingConsumer extends EventRingPadBefore {
    long next;
    long barrier;
}

/**
 * The way to one worker: a Disruptor ring and, beside it, an {@link EventQueue} for what finds the ring full. Nobody
 * ever waits on it and nothing is dropped.
 *
 * <p>Threading: {@link #publish} from any thread; {@link #poll}, {@link #hasWork} and {@link #release} by the worker.
 *
 * <p>Order: what one producer publishes comes out in that order. A producer uses the ring only while the overflow is
 * empty, so as long as one of its events waits there all later ones follow it. The worker, in turn, takes an overflow
 * event only after the ring up to the cursor that it read <em>after</em> it had seen that event: whatever that event's
 * producer had put into the ring before is at or below this cursor.
 *
 * <p>Bounds: the ring's slots are freed at the end of a batch ({@link #release}), so a batch must be bounded.
 */
@SuppressWarnings("unused") // padding
final class EventRing extends EventRingConsumer {
    private static final long NO_BARRIER = -1;

    // The consumer's fields change with every event; producers read those below with every publish.
    private long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16;

    private final RingBuffer<IOEvent> ring;
    private final Sequence consumed = new Sequence();
    private final EventQueue overflow = new EventQueue();
    private final int size;

    EventRing(int size) {
        // The wait strategy is never used: the worker parks by itself, after announcing it.
        this.ring = RingBuffer.createMultiProducer(IOEvent::new, size, new BusySpinWaitStrategy());
        this.size = size;
        ring.addGatingSequences(consumed);
        next = ring.getCursor() + 1;
        barrier = NO_BARRIER;
    }

    int size() {
        return size;
    }

    /**
     * Puts one event in.
     *
     * @return false when it had to go to the overflow
     */
    boolean publish(EventSource source, int code, long stamp, Object payload) {
        if (overflow.isEmpty() && ring.hasAvailableCapacity(1)) {
            long sequence = tryClaim(1);
            if (sequence >= 0) {
                ring.get(sequence).set(source, code, stamp, payload);
                ring.publish(sequence);
                return true;
            }
        }
        overflow.add(source, code, stamp, payload);
        return false;
    }

    /**
     * Puts a whole batch in, with one claim when it fits.
     *
     * @return how many events had to go to the overflow
     */
    int publish(EventBatch batch) {
        int count = batch.size();
        int from = 0;
        while (from < count && overflow.isEmpty()) {
            int fits = Math.min(count - from, size);
            if (!ring.hasAvailableCapacity(fits)) {
                fits = (int) Math.min(fits, ring.remainingCapacity());
            }
            long last = fits > 0 ? tryClaim(fits) : -1;
            if (last < 0) {
                break;
            }
            long first = last - fits + 1;
            for (int i = 0; i < fits; i++) {
                batch.moveTo(ring.get(first + i), from + i);
            }
            ring.publish(first, last);
            from += fits;
        }
        int spilled = count - from;
        for (; from < count; from++) {
            batch.moveTo(overflow, from);
        }
        return spilled;
    }

    /** The highest sequence claimed, or -1 when others were quicker to take the last free slots. */
    private long tryClaim(int slots) {
        try {
            return ring.tryNext(slots);
        } catch (InsufficientCapacityException full) { // preallocated by the Disruptor, without a stack
            return -1;
        }
    }

    /** Worker: moves the next event into {@code into}; false when none can be taken now. */
    boolean poll(IOEvent into) {
        if (barrier == NO_BARRIER) {
            if (pollRing(into)) {
                return true;
            }
            if (!overflow.hasNext()) {
                return false;
            }
            barrier = ring.getCursor();
        }
        if (next <= barrier) {
            // A slot that is claimed but not yet published ends the batch; its producer wakes us.
            return pollRing(into);
        }
        barrier = NO_BARRIER;
        return overflow.poll(into);
    }

    private boolean pollRing(IOEvent into) {
        if (!ring.isAvailable(next)) {
            return false;
        }
        into.moveFrom(ring.get(next));
        next++;
        return true;
    }

    /** Worker: whether {@link #poll} has something to look at; asked after announcing that it will park. */
    boolean hasWork() {
        if (ring.isAvailable(next)) {
            return true;
        }
        return overflow.hasNext() && (barrier == NO_BARRIER || next > barrier);
    }

    /** Worker: gives the slots of the finished batch back to the producers. */
    void release() {
        consumed.set(next - 1);
    }

    /** Whether nothing is on the way. Any thread; a snapshot. */
    boolean isEmpty() {
        return overflow.isEmpty() && ring.getCursor() == consumed.get();
    }

    /** Events in ring and overflow, those of the running batch included. Any thread; a snapshot. */
    long queued() {
        return Math.max(0, ring.getCursor() - consumed.get()) + overflow.size();
    }

    /** Events that wait beside the ring. Any thread; a snapshot. */
    long overflowing() {
        return overflow.size();
    }

    /** Events that ever found the ring full. Any thread. */
    long spilled() {
        return overflow.added();
    }
}
