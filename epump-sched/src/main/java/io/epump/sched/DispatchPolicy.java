package io.epump.sched;

/**
 * Chooses the worker of a new source. A pure decision: called from several pumps at once, keeps no state.
 */
@FunctionalInterface
public interface DispatchPolicy {
    /** Least load among those that are not stalled, if there are any; within 10 points the fewest live pinned sources; then rotate. */
    DispatchPolicy LEAST_LOAD = DispatchPolicy::leastLoad;

    /**
     * Chooses.
     *
     * @param loads the workers as they stand
     * @return the chosen worker's number, 0 up to {@code loads.workers()} exclusive
     */
    int choose(WorkerLoads loads);

    private static int leastLoad(WorkerLoads loads) {
        final int nearPoints = 10;
        int workers = loads.workers();
        int least = Integer.MAX_VALUE;
        boolean allStalled = true;
        for (int i = 0; i < workers; i++) {
            allStalled &= loads.isStalled(i);
        }
        for (int i = 0; i < workers; i++) {
            if (allStalled || !loads.isStalled(i)) {
                least = Math.min(least, loads.load(i));
            }
        }
        int chosen = -1;
        for (int i = 0; i < workers; i++) {
            int candidate = (loads.rotation() + i) % workers;
            boolean near = (allStalled || !loads.isStalled(candidate)) && loads.load(candidate) <= least + nearPoints;
            if (near && (chosen < 0 || loads.pinned(candidate) < loads.pinned(chosen))) {
                chosen = candidate;
            }
        }
        return chosen;
    }
}
