package io.epump.sched;

/** What a {@link DispatchPolicy} sees of the workers at the moment of a choice. Valid only during that call. */
public interface WorkerLoads {
    /**
     * How many workers there are.
     *
     * @return at least 1; they are numbered from 0
     */
    int workers();

    /**
     * The load of a worker.
     *
     * @param worker its number
     * @return points, 0 to 1000: 600 for its share of all queued events, 300 for the share of the last window it was busy,
     *     100 for its share of the events handled lately
     */
    int load(int worker);

    /**
     * How many live sources are pinned to a worker.
     *
     * @param worker its number
     * @return the count
     */
    int pinned(int worker);

    /**
     * Whether a worker's running callback has lasted for a whole window: whatever is given to it now may wait for long.
     *
     * @param worker its number
     * @return true to choose it only when all are so
     */
    default boolean isStalled(int worker) {
        return false;
    }

    /**
     * The worker after the one chosen last: where a policy that finds several equally good begins to look, so that it
     * rotates.
     *
     * @return a worker's number
     */
    int rotation();
}
