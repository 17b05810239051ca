package io.epump.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Something that events happen to: a device, a listener, a timer.
 *
 * <p>Threading: {@link #onEvent} and {@link #onCallbackEnd} run on the source's owner only. The pin and the in-flight
 * bits are atomic and may be asked from any thread.
 *
 * <p>Lifecycle: unpinned at first; the first event that is dispatched pins the source to a worker, and a pin never
 * changes, so that all callbacks of a source run on one owner, in order. Sources of a system without workers stay
 * unpinned: their pump is their owner.
 *
 * <p>Bounds: one bit per coalesced event type, so a source has at most one event of each such type under way.
 */
public abstract class EventSource {
    private static final VarHandle PIN;
    private static final VarHandle IN_FLIGHT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PIN = lookup.findVarHandle(EventSource.class, "pin", Worker.class);
            IN_FLIGHT = lookup.findVarHandle(EventSource.class, "inFlight", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Written once, by whoever wins {@link #pinOnce}; read by any thread that dispatches, with acquire. */
    @SuppressWarnings("UnusedVariable") // through PIN
    private volatile Worker pin;

    /**
     * A bit is set by the pump that raises (volatile read-modify-write) and cleared by the owner after the callback
     * (volatile too: what the callback wrote must be seen by the pump that reconciles interest afterwards).
     */
    private volatile int inFlight;

    /** Sources are made by the modules above this one. */
    protected EventSource() {}

    /**
     * An event of this source, on its owner. What it throws is reported and counted by the owner, and nothing else
     * happens: a source that wants more catches for itself.
     *
     * @param owner the worker or pump whose turn is running
     * @param code what happened
     * @param stamp the epoch for which it was raised
     * @param payload what a user event carries, may be null
     */
    protected abstract void onEvent(Owner owner, int code, long stamp, Object payload);

    /**
     * What was put off with {@link Owner#atCallbackEnd} until the running callback has returned.
     *
     * @param owner the worker or pump whose turn is running
     */
    protected void onCallbackEnd(Owner owner) {}

    /**
     * The worker that runs this source's callbacks. Safe from any thread.
     *
     * @return the worker, or null as long as none was chosen
     */
    public final Worker pin() {
        return (Worker) PIN.getAcquire(this);
    }

    /**
     * Pins this source to {@code worker} unless it is pinned already. Safe from any thread.
     *
     * @param worker the worker to run all callbacks from now on
     * @return the worker that the source is pinned to after the call; another one when somebody was first
     */
    public final Worker pinOnce(Worker worker) {
        Worker winner = (Worker) PIN.compareAndExchange(this, null, worker);
        if (winner != null) {
            return winner;
        }
        onPinned(worker);
        return worker;
    }

    /**
     * The source was pinned; called once, on the thread that did it.
     *
     * @param worker the worker it is pinned to
     */
    protected void onPinned(Worker worker) {}

    /**
     * Sets an in-flight bit.
     *
     * @param bit one bit
     * @return true when it was clear, that is, when the caller is to send the event
     */
    protected final boolean raise(int bit) {
        return ((int) IN_FLIGHT.getAndBitwiseOr(this, bit) & bit) == 0;
    }

    /**
     * Clears an in-flight bit.
     *
     * @param bit one bit
     */
    protected final void settle(int bit) {
        IN_FLIGHT.getAndBitwiseAnd(this, ~bit);
    }

    /**
     * The in-flight bits. Safe from any thread.
     *
     * @return one bit for each coalesced event that was raised and whose callback has not ended
     */
    protected final int inFlight() {
        return inFlight;
    }
}
