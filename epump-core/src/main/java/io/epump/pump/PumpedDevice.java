package io.epump.pump;

import io.epump.sched.Owner;
import io.epump.sched.Worker;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;

/**
 * A device as far as it is a matter between its owner and its pump: what it wants to hear, what is in flight, what is
 * armed, and how it ends.
 *
 * <pre>
 *                 callback that opened it returns
 *      NEW ───────────────────────────────▶ OPEN          registered by the pump, events flow
 *       │ close()                            │ close()     any thread, once
 *       ▼                                    ▼
 *    CLOSING ◀────────────────────────── CLOSING          no callback starts; the release task is on its way to the owner
 *                                            │ owner: queue, buffers, timers released
 *                                            ▼
 *                                        RELEASED          in the mailbox
 *                                            │ pump: key cancelled, one select, channel closed
 *                                            ▼
 *                                         CLOSED
 * </pre>
 *
 * <p>Interest: {@code wanted} is what the owner wants to hear, {@code inFlight} what was raised and not yet handled,
 * {@code armed} what the notifier watches. With workers, armed is always wanted minus in flight, so that a
 * level-triggered notifier does not tell again what is being handled; without workers armed is wanted, since every event
 * is handled before the next select. Whoever changes wanted or in flight marks the device dirty; the pump alone arms.
 *
 * <p>Threading: each field says whose it is.
 */
public abstract class PumpedDevice extends PumpedSource {
    private static final int NEW = 0;
    private static final int OPEN = 1;
    private static final int CLOSING = 2;
    private static final int RELEASED = 3;
    private static final int CLOSED = 4;

    private static final VarHandle LIFE;
    private static final VarHandle WANTED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LIFE = lookup.findVarHandle(PumpedDevice.class, "life", int.class);
            WANTED = lookup.findVarHandle(PumpedDevice.class, "wanted", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;
    private final SelectableChannel channel;

    // pump
    /** What the notifier knows the device by; null while it does not watch it. */
    Object registration;

    private int armed;
    private boolean adopted;

    // owner
    private boolean invalidated;

    /** Changed by compare and set only: NEW and OPEN to CLOSING by any thread, the rest as drawn above. */
    @SuppressWarnings("FieldMayBeFinal") // through LIFE
    private volatile int life = NEW;

    /** Written by the owner with release, read by the pump after it has cleared the dirty bit. */
    private volatile int wanted;

    /**
     * A device that its pump does not know yet.
     *
     * @param pump its pump
     * @param id unique in its system
     * @param channel what is watched; closed by the pump; null for devices of a simulated notifier
     * @param wanted what it wants to hear at first, bits of {@link Interest}
     */
    protected PumpedDevice(Pump pump, long id, SelectableChannel channel, int wanted) {
        super(pump);
        this.id = id;
        this.channel = channel;
        this.wanted = wanted;
        pump.load().onAssigned();
    }

    // -- opening

    /**
     * Hands the device to its pump: at the end of the running callback when there is one, until when the running owner may
     * still prepare it, else at once.
     */
    protected final void handOver() {
        Owner current = Owner.current();
        if (current == null) {
            onHandOver();
        } else {
            current.atCallbackEnd(this);
        }
    }

    private void onHandOver() {
        if (LIFE.compareAndSet(this, NEW, OPEN)) {
            markDirty();
        }
    }

    @Override
    protected final void onCallbackEnd(Owner owner) {
        if (life == NEW && LIFE.compareAndSet(this, NEW, OPEN)) {
            markDirty(); // from here on it may belong to another owner
            return;
        }
        if (life == OPEN && isBroken()) {
            giveUp(owner);
        }
        if (life == CLOSING) {
            release(owner);
        }
    }

    /**
     * Whether a callback has found the device beyond use, so that it is to be given up. Asked on the owner when that callback
     * ends, and on the pump when the callback that did so was the one that opened the device.
     */
    protected boolean isBroken() {
        return false;
    }

    /** Whether the notifier can watch the device at all. Pump only. */
    protected boolean isWatchable() {
        return true;
    }

    /** The notifier shall watch the device no longer, though it is not closed yet. Pump only. */
    protected final void unwatch() {
        if (registration != null) {
            pump().notifier().remove(this);
        }
    }

    // -- the pump's side

    @Override
    final void onMailbox() {
        switch (life) {
            case OPEN -> {
                if (!adopted) {
                    adopt();
                } else {
                    arm(interest());
                }
            }
            case CLOSING -> onClosing();
            case RELEASED -> {
                if (LIFE.compareAndSet(this, RELEASED, CLOSED)) {
                    pump().retire(this);
                }
            }
            default -> {
                // NEW: will be handed over; CLOSED: nothing is left to do
            }
        }
    }

    private void adopt() {
        adopted = true;
        try {
            int interest = interest();
            pump().adopt(this, interest);
            armed = interest;
            if (pump().isDraining() || isBroken()) {
                pump().giveUp(this);
            } else {
                onAdopted();
            }
        } catch (IOException | RuntimeException e) {
            pump().onFailure(this, e);
            pump().giveUp(this);
        }
    }

    /** The pump watches the device from now on. Pump only. */
    protected void onAdopted() {}

    /** The device is closing and was marked dirty. Pump only. */
    protected void onClosing() {}

    /**
     * What is to be armed now. Pump only.
     *
     * @return wanted, less what is in flight; nothing while CONNECTED or CONNFAIL is
     */
    protected int interest() {
        int inFlight = inFlight();
        if ((inFlight & Interest.CONNECT) != 0) {
            return 0;
        }
        return pump().hasWorkers() ? wanted & ~inFlight : wanted;
    }

    private void arm(int interest) {
        if (interest == armed || registration == null) {
            return;
        }
        armed = interest;
        if (!pump().notifier().arm(this, interest)) {
            pump().giveUp(this);
        }
    }

    /** Arms afresh after something that {@link #interest} depends on has changed. Pump only. */
    protected final void rearm() {
        if (life == OPEN && adopted) {
            arm(interest());
        }
    }

    /**
     * The notifier has told this device ready: raises its events, in the order CONNECTED or CONNFAIL, READ, WRITE. Pump
     * only.
     *
     * @param ready bits of {@link Interest}
     */
    protected void onReady(int ready) {
        raiseReady(ready & Interest.READ, EventCodes.READ);
        raiseReady(ready & Interest.WRITE, EventCodes.WRITE);
        if (pump().hasWorkers()) {
            arm(armed & ~ready);
        }
    }

    private void raiseReady(int bit, int code) {
        if (bit == 0) {
            return;
        }
        if (raise(bit)) {
            pump().raise(this, code, 0);
        } else {
            pump().count(PumpCounter.COALESCED);
        }
    }

    /**
     * Raises CONNECTED or CONNFAIL; nothing is armed until its callback has ended. Pump only.
     *
     * @param code which of the two
     */
    protected final void raiseConnectResult(int code) {
        if (raise(Interest.CONNECT)) {
            pump().raise(this, code, 0);
        }
        rearm();
    }

    // -- the owner's side

    @Override
    protected final void onEvent(Owner owner, int code, long stamp, Object payload) {
        switch (code) {
            case EventCodes.RELEASE -> release(owner);
            case EventCodes.INVALID_DEV -> giveUp(owner);
            case EventCodes.ACCEPT -> onAccept(owner, stamp);
            case EventCodes.READ, EventCodes.WRITE -> onReadiness(owner, code, Interest.ofEvent(code));
            case EventCodes.CONNECTED, EventCodes.CONNFAIL -> onConnectResult(owner, code);
            default -> onUser(owner, code, payload);
        }
    }

    private void onReadiness(Owner owner, int code, int bit) {
        try {
            if (life == OPEN && (wanted & bit) != 0) {
                call(owner, code, null);
            }
        } finally {
            settle(bit);
            if (pump().hasWorkers()) {
                markDirty();
            }
        }
    }

    private void onConnectResult(Owner owner, int code) {
        try {
            if (life == OPEN) {
                call(owner, code, null);
            }
        } finally {
            settle(Interest.CONNECT);
            markDirty();
        }
    }

    private void onUser(Owner owner, int code, Object payload) {
        owner.releaseUserEvent();
        if (life == OPEN) {
            call(owner, code, payload);
        }
    }

    /**
     * An ACCEPT event. Only listeners get one.
     *
     * @param owner the running owner
     * @param ticket which ACCEPT of this listener it is
     */
    protected void onAccept(Owner owner, long ticket) {
        throw new IllegalStateException("ACCEPT for " + this);
    }

    /**
     * Calls user code; an exception of it gives the device up.
     *
     * @param owner the running owner
     * @param code what happened
     * @param payload what a user event carries
     */
    protected final void call(Owner owner, int code, Object payload) {
        try {
            fire(code, payload);
        } catch (Throwable failure) {
            owner.onFailure(this, failure);
            giveUp(owner);
        }
    }

    /**
     * Gives the device up on its owner: INVALID_DEV as its last event, then close. Does nothing on a device that is closed.
     *
     * @param owner the running owner
     */
    protected final void giveUp(Owner owner) {
        if (life == OPEN && !invalidated) {
            invalidated = true;
            try {
                fire(EventCodes.INVALID_DEV, null);
            } catch (Throwable failure) {
                owner.onFailure(this, failure);
            }
        }
        close();
    }

    /**
     * Calls the handler.
     *
     * @param code what happened
     * @param payload what a user event carries
     * @throws Exception whatever user code throws
     */
    protected abstract void fire(int code, Object payload) throws Exception;

    /**
     * What the owner wants to hear. Any thread may read it.
     *
     * @return bits of {@link Interest}
     */
    protected final int wanted() {
        return wanted;
    }

    /**
     * Changes what the device wants to hear. Owner only.
     *
     * @param bits bits of {@link Interest}
     */
    protected final void want(int bits) {
        if (bits != wanted) {
            WANTED.setRelease(this, bits);
            if (life == OPEN) {
                markDirty();
            }
        }
    }

    // -- closing

    /**
     * Closes the device. Safe from any thread, idempotent. On the owner no callback of the device starts afterwards; from
     * elsewhere a running callback ends normally and none starts once the owner has seen it.
     */
    public final void close() {
        int seen;
        do {
            seen = life;
            if (seen >= CLOSING) {
                return;
            }
        } while (!LIFE.compareAndSet(this, seen, CLOSING));
        if (seen == OPEN) {
            requestRelease();
        }
        // A NEW device is on the list of the callback that opened it, which releases it at its end.
    }

    /** Sends the release task to the owner, where it runs after what is queued before it. */
    protected void requestRelease() {
        Owner owner = owner();
        if (Owner.current() == owner) {
            owner.atCallbackEnd(this);
        } else {
            owner.post(this, EventCodes.RELEASE, 0, null);
        }
    }

    /**
     * Lets go of everything the owner holds for this device.
     *
     * @param owner the running owner
     */
    protected final void release(Owner owner) {
        if (life != CLOSING) {
            return; // released already, by a task that came before
        }
        try {
            onRelease();
        } catch (RuntimeException e) {
            owner.onFailure(this, e);
        }
        LIFE.setVolatile(this, RELEASED);
        markDirty();
    }

    /** The subclass lets go of queue, buffers, file ranges and timers. Owner only, once. */
    protected void onRelease() {}

    /** Closes the channel, after which the descriptor is free. Pump only. */
    final void closeChannel() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                pump().onFailure(this, e);
            }
        }
        Worker worker = pin();
        if (worker != null) {
            worker.addPinned(-1);
        }
        pump().load().onUnassigned();
        onClosed();
    }

    /** The channel is closed. Pump only, once. */
    protected void onClosed() {}

    @Override
    protected final void onPinned(Worker worker) {
        worker.addPinned(1);
    }

    /** Ends a device that was never handed to its pump. On the thread that opens it. */
    protected final void abandon() {
        LIFE.setVolatile(this, CLOSED);
        closeChannel();
    }

    // -- views

    /**
     * Whether the device was handed over and nobody has closed it. Safe from any thread.
     *
     * @return true while events flow
     */
    public final boolean isOpen() {
        return life == OPEN;
    }

    /**
     * Whether the device is not handed to its pump yet: it was opened by the running callback.
     *
     * @return true until that callback returns
     */
    protected final boolean isNew() {
        return life == NEW;
    }

    /**
     * Whether the device was given up with INVALID_DEV. Read by the pump after the owner has closed it.
     *
     * @return true after its last event
     */
    protected final boolean isInvalidated() {
        return invalidated;
    }

    /**
     * Whether somebody has closed the device. Safe from any thread.
     *
     * @return true from {@link #close} on
     */
    public final boolean isClosed() {
        return life >= CLOSING;
    }

    /**
     * The device's number, unique in its system, from 100. Safe from any thread.
     *
     * @return the number
     */
    public final long id() {
        return id;
    }

    /**
     * What is watched.
     *
     * @return the channel, null for a simulated device
     */
    protected final SelectableChannel channel() {
        return channel;
    }

    final String describe() {
        String[] lives = {"new", "open", "closing", "released", "closed"};
        return this + " " + lives[life] + " wanted=" + Interest.describe(wanted) + " inFlight="
                + Interest.describe(inFlight()) + " armed=" + Interest.describe(armed) + " owner="
                + (pin() == null ? pump().hasWorkers() ? "-" : pump().name() : pin().name());
    }
}
