package io.epump.sched;

/**
 * How loaded a worker is, in points, and why.
 *
 * @param queuedPoints for its share of all queued events, 0 to 600
 * @param busyPoints for the share of the last window it was busy, 0 to 300
 * @param handledPoints for its share of the events handled lately, 0 to 100
 */
public record WorkerLoad(int queuedPoints, int busyPoints, int handledPoints) {
    /**
     * All of it.
     *
     * @return 0 to 1000
     */
    public int points() {
        return queuedPoints + busyPoints + handledPoints;
    }
}
