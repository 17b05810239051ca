package io.epump.pump;

import io.epump.sched.Owner;
import io.epump.sched.OwnerCounter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A timer as far as it is a matter between whoever starts and stops it, its pump and its owner. One atomic long, an epoch
 * and a state, decides every race:
 *
 * <pre>
 *            start()                      start() done           pump: due            owner: takes it up
 *   IDLE ──────────────▶ STARTING ─────────────────▶ ARMED ─────────────▶ QUEUED ─────────────▶ RUNNING
 *     ▲   next epoch                                   │                     │                     │
 *     ├────────── stop(), next epoch ──────────────────┴─────────────────────┘                     │
 *     └────────── the callback has returned (a periodic timer starts itself again) ────────────────┘
 * </pre>
 *
 * <p>The pump's node and the queued event carry the epoch they were made for; whoever comes with an old one loses its
 * compare and set and does nothing. So after {@link #stopNow} has answered true the callback never runs, and a timer that was
 * started again never fires for its old deadline. The tree follows through the mailbox.
 *
 * <p>STARTING lasts for one store; whoever starts or stops the timer meanwhile waits for its end.
 *
 * <p>Units: nanoseconds of the system's clock. Bounds: one TIMEOUT under way; periods missed meanwhile are skipped and
 * counted.
 */
public abstract class PumpedTimer extends PumpedSource {
    private static final int IDLE = 0;
    private static final int STARTING = 1;
    private static final int ARMED = 2;
    private static final int QUEUED = 3;
    private static final int RUNNING = 4;
    private static final int STATE_BITS = 3;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;
    private static final int TIMEOUT_BIT = 1;
    private static final int SPINS_BEFORE_YIELD = 100;

    private static final VarHandle STATE;
    private static final VarHandle DEADLINE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(PumpedTimer.class, "state", long.class);
            DEADLINE = lookup.findVarHandle(PumpedTimer.class, "deadlineNs", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Node node = new Node();

    /** 0 for a one-shot timer; set before the first start. */
    private final long periodNs;

    // pump
    private long nodeEpoch;

    // owner
    private long periodsSkipped;

    /** Epoch and state; every change is a compare and set. */
    private volatile long state;

    /** Written by whoever holds STARTING (opaque), published by the change to ARMED; read by the pump, then checked. */
    @SuppressWarnings("UnusedVariable") // through DEADLINE
    private long deadlineNs;

    private final class Node extends PumpTimer {
        @Override
        void onExpired(long nowNs) {
            PumpedTimer.this.onExpired();
        }
    }

    /**
     * An idle timer.
     *
     * @param pump whose tree it uses
     * @param periodNs 0 for a one-shot timer
     */
    protected PumpedTimer(Pump pump, long periodNs) {
        super(pump);
        this.periodNs = periodNs;
    }

    private static long next(long seen, int newState) {
        return (((seen >>> STATE_BITS) + 1) << STATE_BITS) | newState;
    }

    private static long same(long seen, int newState) {
        return (seen & ~STATE_MASK) | newState;
    }

    private static int stateOf(long seen) {
        return (int) seen & STATE_MASK;
    }

    /**
     * Starts the timer, or starts it again with a new deadline. Safe from any thread. Reads the clock afresh, so it never
     * fires early.
     *
     * @param delayNs from now
     */
    protected final void startAfter(long delayNs) {
        long newDeadlineNs = pump().clock().nanoTime() + delayNs;
        while (true) {
            long seen = settledState();
            if (startFrom(seen, newDeadlineNs)) {
                return;
            }
        }
    }

    /** Starts the timer unless it is no longer as it was seen. */
    private boolean startFrom(long seen, long newDeadlineNs) {
        long starting = next(seen, STARTING);
        if (!STATE.compareAndSet(this, seen, starting)) {
            return false;
        }
        // As the writer of a sequence lock: STARTING is visible before the new deadline, so that a pump which reads the
        // new deadline under the old state sees at its second look that the state has changed.
        VarHandle.releaseFence();
        DEADLINE.setOpaque(this, newDeadlineNs);
        STATE.setVolatile(this, same(starting, ARMED)); // nobody else changes STARTING
        announce();
        return true;
    }

    /**
     * The state, once nobody is between STARTING and ARMED, which is one store long. Nobody may pass that thread: it would
     * write its deadline over that of a later start.
     */
    @SuppressWarnings("ThreadPriorityCheck") // for a starter that has lost its core in between
    private long settledState() {
        long seen = state;
        for (int looks = 0; stateOf(seen) == STARTING; looks++) {
            if (looks < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
            seen = state;
        }
        return seen;
    }

    /** Tells the pump; a subclass may put that off until its device is handed over. */
    protected void announce() {
        markDirty();
    }

    /**
     * Stops the timer. Safe from any thread.
     *
     * @return true when its callback will not run; false when it was not started, or its callback runs or ran. A periodic
     *     timer whose callback runs now does not run again.
     */
    protected final boolean stopNow() {
        while (true) {
            long seen = settledState();
            int was = stateOf(seen);
            if (was == IDLE || (was == RUNNING && periodNs == 0)) {
                return false;
            }
            if (STATE.compareAndSet(this, seen, next(seen, IDLE))) {
                if (was == ARMED) {
                    markDirty();
                }
                return was != RUNNING;
            }
        }
    }

    @Override
    final void onMailbox() {
        long seen = state;
        switch (stateOf(seen)) {
            case ARMED -> {
                long deadline = (long) DEADLINE.getOpaque(this);
                VarHandle.acquireFence(); // the deadline is read before the state is read again
                if (state == seen) { // else whoever changed it sends the timer again
                    nodeEpoch = seen >>> STATE_BITS;
                    pump().timers().restart(node, deadline);
                }
            }
            case IDLE -> pump().timers().stop(node);
            default -> {
                // STARTING: its starter sends it again; QUEUED, RUNNING: the node left the tree when it expired
            }
        }
    }

    private void onExpired() {
        long armed = (nodeEpoch << STATE_BITS) | ARMED;
        // One TIMEOUT is under way at most: one that was raised for an earlier start serves for this one too.
        if (STATE.compareAndSet(this, armed, same(armed, QUEUED)) && raise(TIMEOUT_BIT)) {
            pump().raise(this, EventCodes.TIMEOUT, 0);
        }
    }

    @Override
    protected final void onEvent(Owner owner, int code, long stamp, Object payload) {
        if (isSentAfter(owner, code, stamp, payload)) {
            return;
        }
        settle(TIMEOUT_BIT); // before the state is read: whoever queues it after that raises another event
        long seen = state;
        long running = same(seen, RUNNING);
        if (stateOf(seen) != QUEUED || !STATE.compareAndSet(this, seen, running)) {
            owner.counters().increment(OwnerCounter.STALE); // stopped, or started again, since it was queued
            return;
        }
        try {
            fireTimeout(owner);
        } finally {
            onFired(running);
        }
    }

    private void onFired(long running) {
        if (periodNs == 0) {
            STATE.compareAndSet(this, running, same(running, IDLE));
            return;
        }
        long nextNs = (long) DEADLINE.getOpaque(this) + periodNs;
        long lateNs = pump().clock().nanoTime() - nextNs;
        if (lateNs >= 0) {
            long missed = lateNs / periodNs + 1;
            nextNs += missed * periodNs;
            // Unless it was stopped, or started with another deadline, since its callback began.
            if (startFrom(running, nextNs)) {
                periodsSkipped += missed;
            }
        } else {
            startFrom(running, nextNs);
        }
    }

    /**
     * The deadline has come: calls the handler. Owner only.
     *
     * @param owner the running owner
     */
    protected abstract void fireTimeout(Owner owner);

    /**
     * Whether the timer is started and its callback does not run yet. Safe from any thread.
     *
     * @return true while a TIMEOUT is to come
     */
    public final boolean isStarted() {
        int now = stateOf(state);
        return now == STARTING || now == ARMED || now == QUEUED;
    }

    /**
     * Whether the timer is neither started nor running. Safe from any thread.
     *
     * @return true when nothing will happen
     */
    public final boolean isIdle() {
        return stateOf(state) == IDLE;
    }

    /**
     * Periods that passed while the callback of an earlier one was still to run. Owner only.
     *
     * @return the count, 0 for a one-shot timer
     */
    public final long periodsSkipped() {
        return periodsSkipped;
    }
}
