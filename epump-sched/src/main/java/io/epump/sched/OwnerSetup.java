package io.epump.sched;

/**
 * What all owners of one system have in common. Immutable.
 *
 * @param clock the time
 * @param failureHandler where failed callbacks are reported
 * @param maxUserEvents how many user events may be under way to one owner, at least 1
 */
public record OwnerSetup(NanoClock clock, FailureHandler failureHandler, int maxUserEvents) {}
