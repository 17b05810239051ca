package io.epump.sched;

/** What every owner, pump or worker, counts. */
public enum OwnerCounter {
    /** Turns of the loop, those that did nothing included. */
    TURNS,
    /** Times it slept because there was nothing to do. */
    SLEEPS,
    /** Sleepers that it woke: each a system call. */
    WAKEUPS_SENT,
    /** Callbacks that threw. */
    FAILURES,
    /** Events dropped because they had become void on their way: of what was closed, stopped or no longer wanted by then. */
    STALE,
    /** Interrupts found set and cleared: nobody may interrupt these threads. */
    INTERRUPTS_CLEARED,
    /** Events published that found a ring full and went to its overflow queue. */
    SPILLED
}
