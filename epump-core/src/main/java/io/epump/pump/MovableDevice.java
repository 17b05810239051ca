package io.epump.pump;

import io.epump.sched.IOEvent;
import io.epump.sched.Owner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The part of a device by which it goes to another pump ({@link Move}), and by which user events come to it in the order of each
 * sender, also then.
 *
 * <p>Threading: as each method says.
 *
 * <p>Memory order: {@code posts} is one word, changed by compare and set or atomic addition only. A sender that has counted itself
 * as direct keeps the device from leaving its owner until its event was run, so {@code owner()} cannot change under it; one that
 * has counted itself as held keeps the new pump from ending the holding back, so {@code move} is there for it.
 */
public abstract class MovableDevice extends ClosableSource {
    private static final long MOVING = 1;
    private static final long DIRECT = 2;
    private static final long DIRECT_MASK = 0xFFFF_FFFEL;
    private static final long HELD = 1L << 32;

    private static final VarHandle POSTS;

    static {
        try {
            POSTS = MethodHandles.lookup().findVarHandle(MovableDevice.class, "posts", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Set by the owner, cleared by the new pump, or by the old one when the system stops. */
    private volatile Move move;

    /**
     * User events on their way: MOVING, the count of those sent straight to the owner, the count of those held back. Not used
     * where a worker is the owner: it stays.
     */
    private volatile long posts;

    MovableDevice(Pump pump) {
        super(pump);
    }

    // -- any thread

    /**
     * Sends a user event to the owner. Any thread.
     *
     * @param code what happened, from {@link EventCodes#USER}
     * @param payload what it carries, may be null
     * @return false when too many are under way
     */
    protected final boolean postUser(int code, Object payload) {
        if (!isServedByPump()) {
            return isSent(owner(), code, payload);
        }
        long seen;
        long unit;
        do {
            seen = posts;
            unit = (seen & MOVING) == 0 ? DIRECT : HELD;
        } while (!POSTS.compareAndSet(this, seen, seen + unit));
        if (unit == DIRECT ? isSent(owner(), code, payload) : isHeldBack(code, payload)) {
            return true;
        }
        onPostDone(unit);
        return false;
    }

    private boolean isSent(Owner owner, int code, Object payload) {
        if (!owner.reserveUserEvent()) {
            return false;
        }
        owner.post(this, code, 0, payload);
        return true;
    }

    /**
     * The device may be closed and gone by now: then it is the old pump that gives the place with the new one back, without which
     * that would never end. So it takes a place with the old one too, lest that end before it has seen the device. A pump that
     * is to end does not sleep: it need not be woken when the place is given back.
     */
    private boolean isHeldBack(int code, Object payload) {
        Move on = move;
        Pump mine = pump();
        if (mine == on.to) { // it stays there as long as this one is counted
            return addHeld(on, code, payload);
        }
        if (!mine.reserveUserEvent()) {
            return false;
        }
        boolean held = addHeld(on, code, payload);
        mine.releaseUserEvent();
        return held;
    }

    private boolean addHeld(Move on, int code, Object payload) {
        if (!on.to.reserveUserEvent()) {
            return false;
        }
        on.held.add(this, code, 0, payload);
        markDirty();
        return true;
    }

    private void onPostDone(long unit) {
        if (((long) POSTS.getAndAdd(this, -unit) & MOVING) != 0) {
            markDirty(); // it may be what the move waits for
        }
    }

    // -- owner

    /** A user event was run, or dropped because the device is closed. */
    final void onUserDone(Owner owner) {
        if (isServedByPump()) {
            Move on = move;
            onPostDone(on != null && owner == on.to ? HELD : DIRECT);
        }
    }

    /**
     * Lets another pump watch the device. Owner only.
     *
     * @param target the other pump
     * @return false when it is closed, or on its way already
     */
    protected final boolean moveTo(Pump target) {
        if (!isOpen() || move != null) {
            return false;
        }
        if (target != pump()) {
            move = new Move(target);
            if (isServedByPump()) {
                POSTS.getAndBitwiseOr(this, MOVING);
            }
            markDirty();
        }
        return true;
    }

    // -- the pump's side

    /** Whether the old pump has let it go and the new one has not got it yet. Pump only. */
    final boolean isUnderWay() {
        Move on = move;
        return on != null && on.left && pump() != on.to;
    }

    /** Goes on with a move, if there is one. Pump only. */
    final void onMove() {
        Move on = move;
        if (on == null) {
            return;
        }
        if (pump() == on.to) {
            arrive(on);
        } else if (!on.left && isMovable() && (posts & DIRECT_MASK) == 0) {
            on.left = true;
            onLeft();
        }
    }

    /** The pump shall watch the device no longer, and forget it. Pump only. */
    abstract void onLeft();

    /** Whether nothing of the device's own binds it to its pump just now; asked again when it was marked dirty. Pump only. */
    protected abstract boolean isMovable();

    /** A select has passed since the old pump has let it go. On the old pump. */
    final void depart() {
        if (!isOpen()) {
            return; // its end goes on here
        }
        Pump from = pump();
        Pump to = move.to;
        // Counted there before it is asked whether the system stops. Whoever waits for all pumps to be drained asks the
        // other way round, and so either sees the device or is seen.
        to.load().onAssigned();
        if (from.isDraining()) {
            to.load().onUnassigned();
            from.giveUp((PumpedDevice) this);
            return;
        }
        changePump(to);
        from.load().onUnassigned();
        markDirty();
    }

    private void arrive(Move on) {
        IOEvent event = new IOEvent();
        for (int i = 0; i < Move.HELD_LIMIT && on.held.poll(event); i++) {
            on.to.post(this, event.code(), 0, event.payload()); // it has its place there since it was posted
        }
        if (on.held.hasNext()) {
            markDirty();
        } else if (!isServedByPump() || POSTS.compareAndSet(this, MOVING, 0)) {
            move = null;
        }
    }

    @Override
    final void onLate() {
        dropHeld();
    }

    /** The device is closed: gives back the places of what was held back for it. Pump only. */
    final void dropHeld() {
        Move on = move;
        IOEvent event = new IOEvent();
        while (on != null && on.held.poll(event)) {
            on.to.releaseUserEvent();
        }
    }
}
