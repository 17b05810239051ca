package io.epump.pump;

import io.epump.metrics.PumpCounter;
import io.epump.sched.Owner;
import io.epump.sched.OwnerCounter;

/**
 * A hook as far as it is a matter between its pump, which asks the condition, and its owner, which runs the callback:
 *
 * <pre>
 *                 pump: the condition is met
 *      WATCHED ─────────────────────────────▶ IN FLIGHT      nobody asks the condition
 *         ▲                                       │
 *         └───── owner: the callback has ended ───┘           and demands that it be asked again
 * </pre>
 *
 * The in-flight bit says which: a volatile read-modify-write on both sides. So condition and callback never run at the same time,
 * and each sees what the other has written.
 *
 * <p>Threading: {@link #demand} from any thread. It goes by the mailbox, whose dirty bit the pump clears before it looks: a
 * demand that comes while the condition is being asked sends the hook again and leads to another round.
 */
public abstract class PumpedHook extends ClosableSource {
    private static final int FIRED_BIT = 1;

    // pump
    /** Where the pump's list has it. */
    int place;

    private boolean adopted;
    private boolean invalid;

    /** Written by the pump before it raises the event, read and cleared by the owner before it settles the bit. */
    private Object met;

    /**
     * A hook that its pump does not know yet.
     *
     * @param pump its pump
     */
    protected PumpedHook(Pump pump) {
        super(pump);
        pump.hooks().onRegistered();
    }

    // -- the pump's side

    /** Makes the pump ask the condition soon. Any thread. */
    protected final void demand() {
        markDirty();
    }

    @Override
    final void onWish() {
        if (!adopted) {
            adopted = true;
            pump().hooks().add(this);
            if (pump().isDraining()) {
                raiseInvalid();
            }
        }
        pump().hooks().demand();
    }

    /** Asks the condition unless the callback is on its way; true when it is met, and the callback now is. */
    final boolean evaluateNow() {
        if (!isOpen() || invalid || inFlight() != 0) {
            return false;
        }
        pump().count(PumpCounter.HOOKS_EVALUATED);
        Object answer;
        try {
            answer = evaluate();
        } catch (Throwable failure) { // of one hook: the pump and the other hooks must not suffer
            pump().onFailure(this, failure);
            raiseInvalid();
            return true;
        }
        if (answer == null) {
            return false;
        }
        pump().count(PumpCounter.HOOKS_FIRED);
        met = answer;
        raise(FIRED_BIT);
        pump().raise(this, EventCodes.USER, 0);
        return true;
    }

    /** Gives the hook up: its owner delivers INVALID_DEV and closes it. */
    final void raiseInvalid() {
        invalid = true;
        pump().raise(this, EventCodes.INVALID_DEV, 0);
    }

    /**
     * The condition. Pump only.
     *
     * @return what the callback gets; null when it is not met
     * @throws Exception whatever user code throws
     */
    protected abstract Object evaluate() throws Exception;

    // -- the owner's side

    @Override
    protected final void onEvent(Owner owner, int code, long stamp, Object payload) {
        switch (code) {
            case EventCodes.RELEASE -> release(owner);
            case EventCodes.INVALID_DEV -> giveUp(owner);
            default -> onFired(owner);
        }
    }

    private void onFired(Owner owner) {
        try {
            if (isOpen()) {
                fire(EventCodes.USER, met);
            } else {
                owner.counters().increment(OwnerCounter.STALE);
            }
        } catch (Throwable failure) {
            owner.onFailure(this, failure);
            giveUp(owner);
        } finally {
            met = null;
            settle(FIRED_BIT);
            demand(); // it may be met still
        }
    }

    /**
     * What the condition has answered. Owner only.
     *
     * @return the answer, null outside the callback
     */
    protected final Object met() {
        return met;
    }

    // -- the end

    @Override
    final void onReleased() {
        if (adopted) {
            pump().hooks().remove(this);
        }
        dispose();
        onEnded();
    }

    @Override
    final void dispose() {
        pump().hooks().onEnded();
    }

    /** A hook that was handed to its pump has ended. Pump only, once. */
    protected abstract void onEnded();
}
