package io.ejet.access;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each of many keys may do something: a leaky bucket for each, in a table that never grows. A bucket is one number, the
 * time at which it is empty (the generic cell rate algorithm), so one whose time has passed can be forgotten without a loss.
 *
 * <pre>
 *    now           empty at        empty at        a request is let in if, before it, the bucket
 *     │──── debt ────▶│── interval ──▶│            is empty after no more than burst × interval
 * </pre>
 *
 * <p>Threading: any thread, without locks. A key belongs to a set of {@value #WAYS} slots. Slots are changed by compare and
 * set, times by that or by atomic addition, with volatile order: who finds an entry sees its key, which is final, and its latest time.
 *
 * <p>Bounds: so many slots. When all of a set are taken, a new key takes the place of the one that has been idle for longest; if
 * none is idle, of the one with the least debt, which is forgotten: refusing the newcomer instead would let anyone with many keys
 * lock all others out. That is counted.
 */
final class RateTable {
    private static final int WAYS = 8;

    private final long intervalNs;
    private final long toleranceNs;
    private final int sets;
    private final AtomicReferenceArray<Bucket> slots;
    private final LongAdder forgotten = new LongAdder();

    /** The time, of the monotonic clock, at which the bucket of a key is empty. */
    private static final class Bucket extends AtomicLong {
        private static final long serialVersionUID = 1;

        private final String key;

        Bucket(String key, long emptyNs) {
            super(emptyNs);
            this.key = key;
        }
    }

    /**
     * A table.
     *
     * @param intervalNs how long one request takes to leak away, at least 1
     * @param burst how many may be ahead of their time
     * @param entries how many keys, rounded up to whole sets
     */
    RateTable(long intervalNs, int burst, int entries) {
        this.intervalNs = intervalNs;
        this.toleranceNs = intervalNs * burst;
        this.sets = (entries + WAYS - 1) / WAYS;
        this.slots = new AtomicReferenceArray<>(sets * WAYS);
    }

    /**
     * Something wants to be done.
     *
     * @param key whose; of bounded length
     * @param nowNs the time now
     * @return 0 if it may; else after how many nanoseconds it may, and nothing is counted
     */
    long take(String key, long nowNs) {
        int first = first(key);
        while (true) {
            int oldest = first;
            Bucket replaced = null;
            for (int i = first; i < first + WAYS; i++) {
                Bucket bucket = slots.get(i);
                if (bucket != null && bucket.key.equals(key)) {
                    return take(bucket, nowNs);
                }
                if (i == first || (replaced != null && (bucket == null || bucket.get() - replaced.get() < 0))) {
                    oldest = i;
                    replaced = bucket;
                }
            }
            // Two threads with the same new key may take two slots if a third has changed the set in between. The one
            // behind is never found again, so a single request goes uncounted.
            if (slots.compareAndSet(oldest, replaced, new Bucket(key, nowNs + intervalNs))) {
                if (replaced != null && replaced.get() - nowNs > 0) {
                    forgotten.increment();
                }
                return 0;
            }
        }
    }

    private long take(Bucket bucket, long nowNs) {
        while (true) {
            long emptyNs = bucket.get();
            long debtNs = Math.max(0, emptyNs - nowNs);
            if (debtNs > toleranceNs) {
                return debtNs - toleranceNs;
            } else if (bucket.compareAndSet(emptyNs, nowNs + debtNs + intervalNs)) {
                return 0;
            }
        }
    }

    /**
     * What was let in for a key a moment ago is not done after all; of a key that is not known any more, nothing was kept. Atomic, so that
     * what others take or give back of the key meanwhile is not lost.
     */
    void giveBack(String key) {
        int first = first(key);
        for (int i = first; i < first + WAYS; i++) {
            Bucket bucket = slots.get(i);
            if (bucket != null && bucket.key.equals(key)) {
                bucket.addAndGet(-intervalNs);
                return;
            }
        }
    }

    /** The first slot of a key's set. Keys that a client makes to share a set only drive each other out. */
    private int first(String key) {
        int mixed = key.hashCode() * 0x9e3779b9;
        return (int) (((mixed & 0xffffffffL) * sets) >>> 32) * WAYS;
    }

    /** How often a key in debt had to give way: the table is too small. */
    long forgotten() {
        return forgotten.sum();
    }
}
