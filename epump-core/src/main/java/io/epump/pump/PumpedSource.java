package io.epump.pump;

import io.epump.sched.EventSource;
import io.epump.sched.Owner;
import io.epump.sched.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A source that has a pump: the way by which its wishes reach that pump.
 *
 * <p>Threading: any thread may change what a subclass keeps for its pump and then call {@link #markDirty}; the pump clears
 * the dirty bit <em>first</em> and reads the wishes afterwards ({@link #onMailbox}). So whoever changes a wish after the
 * pump has read it finds the bit clear and sends the source again; no change is lost, and the source is in the mailbox at
 * most once.
 */
public abstract class PumpedSource extends EventSource {
    private static final VarHandle DIRTY;

    static {
        try {
            DIRTY = MethodHandles.lookup().findVarHandle(PumpedSource.class, "dirty", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Pump pump;

    /** Link in the mailbox: written by whoever set the dirty bit, then read by the pump; the mailbox orders it. */
    PumpedSource nextInMailbox;

    /** Set by any thread that changes a wish, cleared by the pump; both volatile exchanges, see above. */
    @SuppressWarnings("unused") // through DIRTY
    private volatile int dirty;

    /**
     * Whether the pump runs the callbacks itself though there are workers. Written before the source is handed over, and
     * published by the mailbox that hands it over; others get the source from the program, which publishes it to them.
     */
    private boolean servedByPump;

    /**
     * A source of one pump.
     *
     * @param pump its pump for life
     */
    protected PumpedSource(Pump pump) {
        this.pump = pump;
    }

    /**
     * The pump that watches this source. Safe from any thread.
     *
     * @return the pump
     */
    public final Pump pump() {
        return pump;
    }

    /**
     * Makes the pump look at this source's wishes soon. Safe from any thread. The pump is woken at the end of the batch when
     * the running worker is the source's own: if a later callback of the batch blocks, only this worker's sources wait. For
     * any other source, such as a connection just accepted, it is woken at once.
     */
    protected final void markDirty() {
        if ((int) DIRTY.getAndSet(this, 1) != 0) {
            return;
        }
        pump.mailbox().push(this);
        Owner current = Owner.current();
        if (current == pump) {
            return; // awake, and looks before it sleeps
        }
        if (current != null && current == pinned().pin() && !wakesAtOnce()) {
            current.wakeAtEnd(pump.doorbell());
        } else {
            pump.wake();
        }
    }

    /** Whether the pump must not wait for the end of the owner's batch to learn of a change. Any thread. */
    protected boolean wakesAtOnce() {
        return false;
    }

    /** The pump takes this source out of the mailbox: from here on a further change sends it again. */
    final void clearDirty() {
        DIRTY.getAndSet(this, 0);
    }

    /** The pump looks at the wishes of this source. Pump only. */
    abstract void onMailbox();

    /**
     * Whose pin decides where this source's events go: itself, or the device it belongs to.
     *
     * @return the source to pin
     */
    protected EventSource pinned() {
        return this;
    }

    /** The pump shall run the callbacks itself, also when there are workers. On the thread that opens the source. */
    protected final void serveByPump() {
        servedByPump = true;
    }

    /** Whether the pump runs the callbacks: it was asked to, or there is no worker. Safe from any thread. */
    protected final boolean isServedByPump() {
        return !pump.hasWorkers() || (pinned() instanceof PumpedSource source && source.servedByPump);
    }

    /**
     * Who runs the callbacks of this source; chooses a worker when there are some and none is pinned yet. Safe from any
     * thread.
     *
     * @return the worker it is pinned to, or the pump that serves it
     */
    protected final Owner owner() {
        if (isServedByPump()) {
            return pump;
        }
        EventSource pinned = pinned();
        Worker worker = pinned.pin();
        return worker != null
                ? worker
                : pinned.pinOnce(pump.workers().chooseForeign(pump.clock().nanoTime()));
    }

    /**
     * Whether the calling thread runs the owner's turn. Safe from any thread.
     *
     * @return true on the owner
     */
    protected final boolean isOnOwner() {
        Owner current = Owner.current();
        return current != null && current == (isServedByPump() ? pump : pinned().pin());
    }
}
