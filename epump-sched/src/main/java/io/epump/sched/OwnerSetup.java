package io.epump.sched;

/**
 * What all owners of one system have in common. Immutable.
 *
 * @param clock the time
 * @param failureHandler where failed callbacks are reported
 * @param maxUserEvents how many user events may be under way to one owner, at least 1
 */
public record OwnerSetup(NanoClock clock, FailureHandler failureHandler, int maxUserEvents) {
    /**
     * Hands a failure to the handler. Any thread.
     *
     * @param owner on which it happened, or null
     * @param source with which, or null
     * @param failure what was thrown
     * @return false when the handler has failed itself, which ends nothing
     */
    public boolean report(Owner owner, EventSource source, Throwable failure) {
        try {
            failureHandler.onFailure(owner, source, failure);
            return true;
        } catch (Throwable ignored) { // whoever counts failures counts this one by the answer
            return false;
        }
    }
}
