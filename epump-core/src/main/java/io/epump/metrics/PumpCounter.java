package io.epump.metrics;

/** What a pump counts besides what every owner does. Times are in nanoseconds. */
public enum PumpCounter {
    /** Devices told ready by the notifier. */
    READY,
    /** Events raised. */
    RAISED,
    /** Readiness that found an event of its type in flight already. */
    COALESCED,
    /** Times it has waited for a worker before its select. */
    HOLDS,
    /** Timers expired. */
    TIMERS_EXPIRED,
    /** Hooks whose condition was asked. */
    HOOKS_EVALUATED,
    /** Hooks whose condition was met. */
    HOOKS_FIRED,
    /** Devices, timers and hooks taken from the mailbox. */
    MAILBOX_TAKEN,
    /** ACCEPT events that no worker took up in time and that were raised again. */
    ACCEPTS_RAISED_AGAIN,
    /** Times a listener was paused because accept failed, mostly for want of descriptors. */
    ACCEPT_PAUSES,
    /** Devices given up with INVALID_DEV by the pump. */
    GIVEN_UP,
    /** Selectors replaced because they spun. */
    REBUILDS,
    /** Time in select, waiting included. */
    SELECT_NS,
    /** Time expiring timers and evaluating hooks. */
    TIMERS_NS,
    /** Time running callbacks: only in a system without workers. */
    CALLBACKS_NS,
    /** Time with the mailbox, registering and closing included. */
    MAILBOX_NS,
    /** The longest turn, waiting excluded. */
    LONGEST_TURN_NS
}
