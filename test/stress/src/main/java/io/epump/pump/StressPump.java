package io.epump.pump;

import io.epump.sched.DispatchPolicy;
import io.epump.sched.OwnerCounter;
import io.epump.sched.OwnerSetup;
import io.epump.sched.WaitStrategy;
import io.epump.sched.Worker;
import io.epump.sched.WorkerPool;

/**
 * A pump, and perhaps workers, without threads: actors run their turns. An arbiter may run all of them, since it comes
 * after the actors.
 */
final class StressPump {
    static final long ACCEPT_RETRY_NS = 100;
    static final long HOOK_INTERVAL_NS = 1_000_000;
    private static final int RING_SIZE = 4;
    private static final int ROUNDS_TO_SETTLE = 8;

    final StressClock clock;
    final WorkerPool workers;
    final Pump pump;

    StressPump(int workerCount, Notifier notifier) {
        this(new StressClock(), workerCount, notifier);
    }

    private StressPump(StressClock clock, int workerCount, Notifier notifier) {
        this(clock, workerCount == 0 ? null : newWorkers(workerCount, clock), notifier);
    }

    /** Another pump of the same system. */
    StressPump(StressPump other, Notifier notifier) {
        this(other.clock, other.workers, notifier);
    }

    private StressPump(StressClock clock, WorkerPool workers, Notifier notifier) {
        this.clock = clock;
        this.workers = workers;
        PumpSetup setup = new PumpSetup(owners(clock), workers, 0, ACCEPT_RETRY_NS, ACCEPT_RETRY_NS, HOOK_INTERVAL_NS);
        pump = new Pump(0, "pump", setup, notifier);
    }

    private static WorkerPool newWorkers(int count, StressClock clock) {
        return new WorkerPool(count, "worker-", RING_SIZE, WaitStrategy.PARK, DispatchPolicy.LEAST_LOAD, owners(clock));
    }

    /** Failures are counted, see {@link #settle}. */
    private static OwnerSetup owners(StressClock clock) {
        return new OwnerSetup(clock, (owner, source, failure) -> {}, 8);
    }

    /**
     * Runs pump and workers until all that is under way has come to rest. A failure that an owner has swallowed and counted
     * is none of a test's outcomes: it ends the test.
     */
    void settle() {
        for (int i = 0; i < ROUNDS_TO_SETTLE; i++) {
            pump.turn(0);
            runWorkers();
        }
        long failures = pump.counters().get(OwnerCounter.FAILURES);
        for (int i = 0; workers != null && i < workers.size(); i++) {
            failures += workers.worker(i).counters().get(OwnerCounter.FAILURES);
        }
        if (failures != 0) {
            throw new IllegalStateException("failures=" + failures);
        }
    }

    void runWorkers() {
        for (int i = 0; workers != null && i < workers.size(); i++) {
            workers.worker(i).turn(0);
        }
    }

    Worker worker(int index) {
        return workers.worker(index);
    }

    /** Moves the clock, then settles. */
    void settleAt(long sinceStartNs) {
        clock.setSinceStart(sinceStartNs);
        settle();
    }
}
