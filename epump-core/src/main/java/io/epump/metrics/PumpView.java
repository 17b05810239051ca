package io.epump.metrics;

/** A pump as JMX shows it: times in nanoseconds since the start. */
public interface PumpView {
    /**
     * Its name.
     *
     * @return the name
     */
    String getName();

    /**
     * Devices under watch.
     *
     * @return the count
     */
    int getDevices();

    /**
     * Deadlines in its tree.
     *
     * @return the count
     */
    int getTimers();

    /**
     * Turns of its loop.
     *
     * @return the count
     */
    long getTurns();

    /**
     * Callbacks it has run itself.
     *
     * @return the count
     */
    long getEventsHandled();

    /**
     * Time in select, waiting included.
     *
     * @return nanoseconds
     */
    long getSelectNs();

    /**
     * Time running events: only in a system without workers.
     *
     * @return nanoseconds
     */
    long getEventsNs();

    /**
     * Time expiring timers and evaluating hooks.
     *
     * @return nanoseconds
     */
    long getTimersNs();

    /**
     * Time with the mailbox.
     *
     * @return nanoseconds
     */
    long getMailboxNs();

    /**
     * The longest turn, waiting excluded.
     *
     * @return nanoseconds
     */
    long getLongestTurnNs();
}
