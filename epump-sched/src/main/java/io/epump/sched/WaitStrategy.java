package io.epump.sched;

/** How a worker waits for its next event. */
public enum WaitStrategy {
    /** Parks at once: right when pumps and workers together fill the cores. */
    PARK,
    /** Looks a bounded number of times more, some tens of microseconds, then parks. */
    SPIN_THEN_PARK,
    /** Never parks, yields between looks: a core for latency, shared with whoever wants it. */
    YIELD,
    /** Never parks nor yields: a core for itself. */
    SPIN
}
