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
    private static final VarHandle PUMP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            DIRTY = lookup.findVarHandle(PumpedSource.class, "dirty", int.class);
            PUMP = lookup.findVarHandle(PumpedSource.class, "pump", Pump.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Its pump, which changes when a device is re-bound: written by the old pump with release, after all that it kept for the
     * device; read with acquire by the new one, and by whoever sends something there.
     */
    @SuppressWarnings({"FieldMayBeFinal", "UnusedVariable"}) // through PUMP
    private volatile Pump pump;

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
     * @param pump its pump
     */
    protected PumpedSource(Pump pump) {
        this.pump = pump;
    }

    /**
     * The pump that watches this source. Safe from any thread; a snapshot, if the source is re-bound meanwhile.
     *
     * @return the pump
     */
    public final Pump pump() {
        return (Pump) PUMP.getAcquire(this);
    }

    /** Gives the source to another pump. On its pump, which touches it no more. */
    final void changePump(Pump newPump) {
        PUMP.setRelease(this, newPump);
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
        Pump mine = pump(); // should it be another's by now, it sends the source on
        mine.mailbox().push(this);
        Owner current = Owner.current();
        if (current == mine) {
            return; // awake, and looks before it sleeps
        }
        if (current != null && current == pinned().pin() && !wakesAtOnce()) {
            current.wakeAtEnd(mine.doorbell());
        } else {
            mine.wake();
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
    protected PumpedSource pinned() {
        return this;
    }

    /** The pump shall run the callbacks itself, also when there are workers. On the thread that opens the source. */
    protected final void serveByPump() {
        servedByPump = true;
    }

    /** Whether the pump runs the callbacks: it was asked to, or there is no worker. Safe from any thread. */
    protected final boolean isServedByPump() {
        PumpedSource pinned = pinned();
        return pinned.servedByPump || !pinned.pump().hasWorkers();
    }

    /**
     * Who runs the callbacks of this source; chooses a worker when there are some and none is pinned yet. Safe from any
     * thread.
     *
     * @return the worker it is pinned to, or the pump that serves it
     */
    protected final Owner owner() {
        PumpedSource pinned = pinned();
        Pump mine = pinned.pump();
        if (isServedByPump()) {
            return mine;
        }
        Worker worker = pinned.pin();
        return worker != null
                ? worker
                : pinned.pinOnce(mine.workers().chooseForeign(mine.clock().nanoTime()));
    }

    /**
     * Whether the calling thread runs the owner's turn. Safe from any thread.
     *
     * @return true on the owner
     */
    protected final boolean isOnOwner() {
        Owner current = Owner.current();
        PumpedSource pinned = pinned();
        return current != null && current == (isServedByPump() ? pinned.pump() : pinned.pin());
    }

    /**
     * Sends an event after a source that has gone to another pump since it was raised. Owner only.
     *
     * @return true when {@code owner} is not the owner any more
     */
    protected final boolean isSentAfter(Owner owner, int code, long stamp, Object payload) {
        if (!isServedByPump()) {
            return false; // a worker stays the owner
        }
        Pump mine = pinned().pump();
        if (owner == mine) {
            return false;
        }
        mine.post(this, code, stamp, payload);
        return true;
    }
}
