package io.epump;

import io.epump.pump.EventCodes;
import io.epump.sched.EventSource;
import io.epump.sched.Owner;
import java.util.Objects;

/**
 * An address on one worker or pump that user events can be posted to, when there is no device to post them to.
 *
 * <p>Threading: everything from any thread. The callback runs on the worker or pump the port was opened on, one at a time, in
 * the order in which each sender has posted, to whichever ports and devices of that owner. One on a pump must not block: all
 * its devices would wait.
 *
 * <p>Lifecycle: {@link EPump#portToWorker} and {@link EPump#portToPump}; {@link #close} or the end of the system. A port holds
 * nothing, so one that is dropped needs no close. What its callback throws is reported, and the port stays open.
 *
 * <p>Bounds: {@code maxUserEvents} under way to each owner, more are refused. Posting allocates nothing.
 */
public final class EventPort extends EventSource implements IOSource {
    private final EPump system;
    private final long id;
    private final Owner owner;
    private final UserEventHandler handler;
    private final Object context;

    /** Set by whoever closes the port, read by senders and by the owner. Volatile: no callback starts after its close there. */
    private volatile boolean closed;

    EventPort(EPump system, Owner owner, UserEventHandler handler, Object context) {
        this.system = system;
        this.id = system.nextPortId();
        this.owner = owner;
        this.handler = Objects.requireNonNull(handler, "handler");
        this.context = context;
    }

    /**
     * Sends a user event. None is merged with another.
     *
     * @param code the program's, from 10000
     * @param payload what to send, may be null
     * @return true when it will be handled, unless the port is closed before; false when the port is closed, the system stops,
     *     or too many user events are under way to the owner
     */
    public boolean post(int code, Object payload) {
        EventCodes.checkUser(code);
        if (closed || system.isDraining() || !owner.reserveUserEvent()) {
            return false;
        }
        owner.post(this, code, 0, payload);
        return true;
    }

    @Override
    protected void onEvent(Owner running, int code, long stamp, Object payload) {
        running.releaseUserEvent();
        if (closed) {
            return;
        }
        try {
            handler.onUserEvent(context, this, code, payload);
        } catch (Throwable failure) { // of the program: what is posted next is handled all the same
            running.onFailure(this, failure);
        }
    }

    /** Refuses what is posted from now on, and drops what is under way. Safe from any thread. */
    @Override
    public void close() {
        closed = true;
    }

    /**
     * Whether somebody has closed the port.
     *
     * @return true from {@link #close} on
     */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Object context() {
        return context;
    }

    @Override
    public String toString() {
        return "port " + id + " to " + owner;
    }
}
