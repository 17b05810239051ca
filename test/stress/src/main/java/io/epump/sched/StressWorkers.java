package io.epump.sched;

/** Workers without threads: actors run their turns. */
final class StressWorkers {
    private StressWorkers() {}

    static Worker worker(int index, int ringSize, int maxUserEvents) {
        OwnerSetup setup = new OwnerSetup(() -> 1_000, StressWorkers::onFailure, maxUserEvents);
        return new Worker(index, "worker-" + index, setup, ringSize, WaitStrategy.PARK, new Vacancy());
    }

    /** Only counted by the owner: {@link #check} finds it. */
    private static void onFailure(Owner owner, EventSource source, Throwable failure) {}

    /** A failure that the worker has swallowed and counted is none of a test's outcomes: it ends the test. */
    static void check(Worker worker) {
        long failures = worker.counters().get(OwnerCounter.FAILURES);
        if (failures != 0) {
            throw new IllegalStateException("failures=" + failures + " of " + worker);
        }
    }
}
