package io.epump.sched;

import java.util.Arrays;

/**
 * The sleepers that an owner has brought work to in this batch, each once: they are woken together at its end, so that a
 * batch costs each of them one system call at most.
 *
 * <p>Threading: the owner's own. Bounds: as many entries as there are doorbells in the system.
 */
final class WakeList {
    private final Counters<OwnerCounter> counters;
    private Doorbell[] doorbells = new Doorbell[8];
    private int count;

    WakeList(Counters<OwnerCounter> counters) {
        this.counters = counters;
    }

    /** Notes whom to wake. The list is short: a scan is quicker than a set. */
    void add(Doorbell doorbell) {
        for (int i = 0; i < count; i++) {
            if (doorbells[i] == doorbell) {
                return;
            }
        }
        if (count == doorbells.length) {
            doorbells = Arrays.copyOf(doorbells, count * 2);
        }
        doorbells[count++] = doorbell;
    }

    /** Wakes all that were noted and forgets them. */
    void wakeAll() {
        for (int i = 0; i < count; i++) {
            if (doorbells[i].ring()) {
                counters.increment(OwnerCounter.WAKEUPS_SENT);
            }
            doorbells[i] = null;
        }
        count = 0;
    }
}
