package io.epump.metrics;

/** A worker as JMX shows it. */
public interface WorkerView {
    /**
     * Its name.
     *
     * @return the name
     */
    String getName();

    /**
     * How loaded it is.
     *
     * @return points, 0 to 1000: the sum of the next three
     */
    int getLoad();

    /**
     * For its share of all queued events.
     *
     * @return points, 0 to 600
     */
    int getLoadQueued();

    /**
     * For the share of the last tenth of a second it was busy.
     *
     * @return points, 0 to 300
     */
    int getLoadBusy();

    /**
     * For its share of the events handled lately.
     *
     * @return points, 0 to 100
     */
    int getLoadHandled();

    /**
     * Events on their way to it.
     *
     * @return the count
     */
    long getQueued();

    /**
     * Callbacks it has run.
     *
     * @return the count
     */
    long getEventsHandled();

    /**
     * Live devices pinned to it.
     *
     * @return the count
     */
    int getPinned();

    /**
     * The share of the time since the start that it has spent in callbacks.
     *
     * @return 0 to 1
     */
    double getBusyShare();

    /**
     * Its longest callback.
     *
     * @return nanoseconds
     */
    long getLongestCallbackNs();

    /**
     * Events that found its ring full.
     *
     * @return the count
     */
    long getSpilled();
}
