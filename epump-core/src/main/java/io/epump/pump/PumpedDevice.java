package io.epump.pump;

import io.epump.metrics.PumpCounter;
import io.epump.sched.Owner;
import io.epump.sched.OwnerCounter;
import io.epump.sched.Worker;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;

/**
 * A device as far as it is a matter between its owner and its pump: what it wants to hear, what is in flight and what is
 * armed.
 *
 * <p>Interest: {@code wanted} is what the owner wants to hear, {@code inFlight} what was raised and not yet handled,
 * {@code armed} what the notifier watches. With workers, armed is always wanted minus in flight, so that a
 * level-triggered notifier does not tell again what is being handled; without workers armed is wanted, since every event
 * is handled before the next select. Whoever changes wanted or in flight marks the device dirty; the pump alone arms.
 *
 * <p>Threading: each field says whose it is.
 */
public abstract class PumpedDevice extends MovableDevice {
    private static final VarHandle WANTED;

    static {
        try {
            WANTED = MethodHandles.lookup().findVarHandle(PumpedDevice.class, "wanted", byte.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;

    // pump
    /** Null for a device that is still looking for its channel, or has given it away. */
    private SelectableChannel channel;

    /** What the notifier knows the device by; null while it does not watch it. */
    Object registration;

    /** Bits of {@link Interest}, as narrow as they are: there are very many devices. */
    private byte armed;

    private boolean adopted;
    private boolean introduced;

    /** Written by the owner with release, read by the pump after it has cleared the dirty bit. */
    private volatile byte wanted;

    /**
     * A device that its pump does not know yet.
     *
     * @param pump its pump
     * @param id unique in its system
     * @param channel what is watched; closed by the pump; null for devices of a simulated notifier, and for those that get it
     *     later ({@link #take})
     * @param wanted what it wants to hear at first, bits of {@link Interest}
     */
    protected PumpedDevice(Pump pump, long id, SelectableChannel channel, int wanted) {
        super(pump);
        this.id = id;
        this.channel = channel;
        this.wanted = (byte) wanted;
        pump.load().onAssigned();
    }

    /** Whether the notifier can watch the device at all. Pump only. */
    protected boolean isWatchable() {
        return true;
    }

    @Override
    final void onLeft() {
        pump().letGo(this);
        adopted = false;
        armed = 0;
    }

    @Override
    protected boolean isMovable() {
        return (inFlight() & Interest.CONNECT) == 0;
    }

    /** The notifier shall watch the device no longer, though it is not closed yet. Pump only. */
    protected final void unwatch() {
        if (registration != null) {
            pump().notifier().remove(this);
        }
    }

    /**
     * Gives the channel away, with the place it has at the notifier. Pump only.
     *
     * @return the channel, which this device neither watches nor closes any more
     */
    protected final SelectableChannel surrender() {
        SelectableChannel given = channel;
        channel = null;
        registration = null;
        return given;
    }

    /**
     * Takes the channel that another device of this pump has surrendered; nothing is armed at first. Pump only, on a device
     * without a channel.
     *
     * @param given the channel; closed with this device from now on, also when this fails
     * @throws IOException when the system refuses to watch it
     */
    protected final void take(SelectableChannel given) throws IOException {
        channel = given;
        armed = 0;
        pump().notifier().add(this, 0);
    }

    /** Has the owner give the device up: INVALID_DEV, then close. Pump only. */
    protected final void requestGiveUp() {
        pump().giveUp(this);
    }

    /** Nothing is told of the device any more, though the notifier still watches it. Pump only. */
    protected final void disarm() {
        arm(0);
    }

    // -- the pump's side

    @Override
    final void onWish() {
        if (isUnderWay()) {
            return; // its new pump looks at everything
        }
        if (adopted) {
            arm(interest());
        } else {
            adopt();
        }
        onMove();
    }

    private void adopt() {
        adopted = true;
        try {
            int interest = interest();
            pump().adopt(this, interest);
            armed = (byte) interest;
            if (pump().isDraining() || isBroken()) {
                pump().giveUp(this);
            } else if (!introduced) {
                introduced = true;
                onAdopted();
            } else if (registration == null) {
                onUnwatched(interest); // readiness may have been told to the pump it comes from
            }
        } catch (Throwable failure) { // also of memory for the key: the device must not stay deaf
            pump().onFailure(this, failure);
            pump().giveUp(this);
        }
    }

    /** The first pump watches the device from now on. Pump only. */
    protected void onAdopted() {}

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
        if (registration == null) {
            onUnwatched(interest);
            return;
        }
        if (interest == armed) {
            return;
        }
        armed = (byte) interest;
        if (!pump().notifier().arm(this, interest)) {
            pump().giveUp(this);
        }
    }

    /**
     * There is something to arm, and no notifier that watches the device. One whose readiness another thread tells, by marking
     * it dirty, looks here whether it is ready for that, and raises what is due; so the mailbox is its notifier. Pump only.
     *
     * @param interest bits of {@link Interest}
     */
    protected void onUnwatched(int interest) {}

    /** Arms afresh after something that {@link #interest} depends on has changed. Pump only. */
    protected final void rearm() {
        if (isOpen() && adopted) {
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

    /**
     * Raises one event, unless one of its type is in flight. Pump only.
     *
     * @param bit what the device is ready for, one bit of {@link Interest}, or 0 for nothing
     * @param code the event of that bit
     */
    protected final void raiseReady(int bit, int code) {
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
        if (isSentAfter(owner, code, stamp, payload)) {
            return;
        }
        switch (code) {
            case EventCodes.RELEASE -> release(owner);
            case EventCodes.INVALID_DEV -> giveUp(owner);
            case EventCodes.ACCEPT -> onAccept(owner, stamp);
            case EventCodes.READ, EventCodes.WRITE -> onReadiness(owner, code, Interest.ofEvent(code));
            case EventCodes.CONNECTED, EventCodes.CONNFAIL -> onConnectResult(owner, code);
            default -> onUser(owner, code, payload);
        }
    }

    /**
     * Calls user code for a coalesced event, unless it is not wanted any more.
     *
     * @param owner the running owner
     * @param code what happened
     * @param bit the bit of {@link Interest} for it
     */
    protected final void onReadiness(Owner owner, int code, int bit) {
        try {
            if (isOpen() && (wanted & bit) != 0) {
                call(owner, code, null);
            } else {
                owner.counters().increment(OwnerCounter.STALE);
            }
        } finally {
            settle(bit);
            if (pump().hasWorkers() || registration == null) { // without workers the pump's own field: it is the owner
                markDirty();
            }
        }
    }

    private void onConnectResult(Owner owner, int code) {
        try {
            if (isOpen()) {
                call(owner, code, null);
            } else {
                owner.counters().increment(OwnerCounter.STALE);
            }
        } finally {
            settle(Interest.CONNECT);
            markDirty();
        }
    }

    private void onUser(Owner owner, int code, Object payload) {
        owner.releaseUserEvent();
        try {
            if (isOpen()) {
                call(owner, code, payload);
            } else {
                owner.counters().increment(OwnerCounter.STALE);
            }
        } finally {
            onUserDone(owner);
        }
    }

    /**
     * An ACCEPT event. Only what accepts gets one.
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
            WANTED.setRelease(this, (byte) bits);
            if (isOpen()) {
                markDirty();
            }
        }
    }

    // -- the end

    @Override
    final void onReleased() {
        pump().retire(this);
    }

    /** Closes the channel, after which the descriptor is free. */
    @Override
    final void dispose() {
        if (channel != null) {
            try {
                closeChannel();
            } catch (Throwable failure) { // also of a channel of the program's own: a stop waits for what follows
                pump().onFailure(this, failure);
            }
        }
        Worker worker = pin();
        if (worker != null) {
            worker.addPinned(-1);
        }
        dropHeld();
        pump().load().onUnassigned();
        onClosed();
    }

    /**
     * Closes the channel. Pump only, or the thread that opens the device; once.
     *
     * @throws IOException when the system reports a failure
     */
    protected void closeChannel() throws IOException {
        channel.close();
    }

    /** The channel is closed. Pump only, once. */
    protected void onClosed() {}

    @Override
    protected final void onPinned(Worker worker) {
        worker.addPinned(1);
    }

    // -- views

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
     * @return the channel, null for a simulated device or one without a channel
     */
    protected SelectableChannel channel() {
        return channel;
    }

    final String describe() {
        return this + " " + describeLife() + " wanted=" + Interest.describe(wanted) + " inFlight="
                + Interest.describe(inFlight()) + " armed=" + Interest.describe(armed) + " owner="
                + (pin() == null ? pump().hasWorkers() ? "-" : pump().name() : pin().name());
    }
}
