package io.epump.pump;

import io.epump.sched.EventQueue;

/**
 * A device on its way from one pump to another.
 *
 * <pre>
 *   owner:     re-bound; from here on user events are held back, if the owner moves with the pump
 *   old pump:  no user event is left that was sent before; watched no longer; one select, so that its key is gone
 *              the device's pump is the new one; into that one's mailbox
 *   new pump:  watches it; runs what was held back, in order; when nothing is left, nothing is held back any more
 * </pre>
 *
 * <p>What is ready meanwhile the kernel remembers. Events of the device that are on their way in the old pump go to the new one
 * after it ({@link PumpedSource#owner}); of these only user events have an order among themselves to keep, hence the holding back.
 * With workers the owner stays, and nothing is held back.
 *
 * <p>Threading: {@link #left} is the old pump's, {@link #held} any thread's to add to and the new pump's to take from.
 */
final class Move {
    /** How many of the events held back one look of the new pump lets go on. */
    static final int HELD_LIMIT = 64;

    final Pump to;

    /** User events posted since the move began. */
    final EventQueue held = new EventQueue();

    /** The old pump watches it no longer. */
    boolean left;

    Move(Pump to) {
        this.to = to;
    }
}
