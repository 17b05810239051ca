package io.epump.pump;

import io.epump.sched.Owner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A source that is opened, handed to its pump and closed, by whom and in which order:
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
 * <p>Threading: {@link #close} from any thread; everything else as it says.
 */
public abstract class ClosableSource extends PumpedSource {
    private static final int NEW = 0;
    private static final int OPEN = 1;
    private static final int CLOSING = 2;
    private static final int RELEASED = 3;
    private static final int CLOSED = 4;

    private static final VarHandle LIFE;
    private static final VarHandle INVALIDATED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LIFE = lookup.findVarHandle(ClosableSource.class, "life", int.class);
            INVALIDATED = lookup.findVarHandle(ClosableSource.class, "invalidated", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Set once, by compare and set: a listener has several owners, and two of them may give it up at the same time. Volatile, so
     * that one which comes after INVALID_DEV sees it.
     */
    @SuppressWarnings("UnusedVariable") // through INVALIDATED
    private volatile boolean invalidated;

    /** Changed by compare and set only: NEW and OPEN to CLOSING by any thread, the rest as drawn above. */
    @SuppressWarnings("FieldMayBeFinal") // through LIFE
    private volatile int life = NEW;

    /**
     * A source that its pump does not know yet.
     *
     * @param pump its pump
     */
    protected ClosableSource(Pump pump) {
        super(pump);
    }

    // -- opening

    /**
     * Hands the source to its pump: at the end of the running callback when there is one, until when the running owner may
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
     * Whether a callback has found the source beyond use, so that it is to be given up. Asked on the owner when that callback
     * ends, and on the pump when the callback that did so was the one that opened the source.
     */
    protected boolean isBroken() {
        return false;
    }

    @Override
    final void onMailbox() {
        switch (life) {
            case OPEN -> onWish();
            case CLOSING -> onClosing();
            case RELEASED -> {
                if (LIFE.compareAndSet(this, RELEASED, CLOSED)) {
                    onReleased();
                }
            }
            case CLOSED -> onLate();
            default -> {
                // NEW: will be handed over
            }
        }
    }

    /** The source is closed, and somebody has come too late. Pump only. */
    void onLate() {}

    /** The source is open and was marked dirty: the pump looks at what it wishes. Pump only. */
    abstract void onWish();

    /** The source is closing and was marked dirty. Pump only. */
    protected void onClosing() {}

    /** The owner has let the source go: the pump forgets it. Pump only, once. */
    abstract void onReleased();

    // -- the end

    /**
     * Gives the source up on its owner: INVALID_DEV as its last event, then close. Does nothing on a source that is closed.
     *
     * @param owner the running owner
     */
    protected final void giveUp(Owner owner) {
        if (life == OPEN && INVALIDATED.compareAndSet(this, false, true)) {
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
     * Closes the source. Safe from any thread, idempotent. On the owner no callback of the source starts afterwards; from
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
        // A NEW source is on the list of the callback that opened it, which releases it at its end.
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
        } catch (Throwable failure) { // also an error: the descriptor must be given back, and a stop waits for that
            owner.onFailure(this, failure);
        }
        LIFE.setVolatile(this, RELEASED);
        markDirty();
    }

    /** The subclass lets go of queue, buffers, file ranges and timers. Owner only, once. */
    protected void onRelease() {}

    /** Ends a source that was never handed to its pump. On the thread that opens it. */
    protected final void abandon() {
        LIFE.setVolatile(this, CLOSED);
        dispose();
    }

    /** Gives back what the system has lent. Pump only, or the thread that opens the source; once. */
    abstract void dispose();

    // -- views

    /**
     * Whether the source was handed over and nobody has closed it. Safe from any thread.
     *
     * @return true while events flow
     */
    public final boolean isOpen() {
        return life == OPEN;
    }

    /**
     * Whether the source is not handed to its pump yet: it was opened by the running callback.
     *
     * @return true until that callback returns
     */
    protected final boolean isNew() {
        return life == NEW;
    }

    /**
     * Whether the source was given up with INVALID_DEV. Any thread.
     *
     * @return true after its last event
     */
    protected final boolean isInvalidated() {
        return invalidated;
    }

    /**
     * Whether somebody has closed the source. Safe from any thread.
     *
     * @return true from {@link #close} on
     */
    public final boolean isClosed() {
        return life >= CLOSING;
    }

    final String describeLife() {
        String[] lives = {"new", "open", "closing", "released", "closed"};
        return lives[life];
    }
}
