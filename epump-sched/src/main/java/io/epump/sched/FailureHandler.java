package io.epump.sched;

/** Where the failures of callbacks go. Called on the owner that ran the callback; must not throw. */
@FunctionalInterface
public interface FailureHandler {
    /**
     * A callback has thrown.
     *
     * @param owner the pump or worker that ran it; goes on with the next event; null when it happened on no owner
     * @param source whose callback it was; null when it was the loop itself
     * @param failure what was thrown
     */
    void onFailure(Owner owner, EventSource source, Throwable failure);
}
