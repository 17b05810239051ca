package io.epump.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Workers that the test drives on its own thread, turn by turn, under a clock that it moves. */
final class Rig {
    static final int MAX_USER_EVENTS = 3;
    private static final int MANY_TURNS = 100_000;

    /** One report to the failure handler. */
    record Failure(Owner owner, EventSource source, Throwable thrown) {}

    final ManualClock clock = new ManualClock();
    final List<Failure> failures = new ArrayList<>();
    final Counters<OwnerCounter> producerCounters = new Counters<>(OwnerCounter.class);
    final WorkerPool pool;

    Rig(int workers, int ringSize) {
        this(workers, ringSize, WaitStrategy.PARK, DispatchPolicy.LEAST_LOAD);
    }

    Rig(int workers, int ringSize, WaitStrategy waitStrategy, DispatchPolicy policy) {
        FailureHandler keep = (owner, source, thrown) -> failures.add(new Failure(owner, source, thrown));
        pool = new WorkerPool(
                workers, "worker-", ringSize, waitStrategy, policy, new OwnerSetup(clock, keep, MAX_USER_EVENTS));
    }

    /** Starts real threads, for what cannot be driven turn by turn. */
    static List<Thread> start(WorkerPool pool, ThreadFactory factory) {
        List<Thread> threads = pool.newThreads(factory);
        threads.forEach(Thread::start);
        return threads;
    }

    Worker worker(int index) {
        return pool.worker(index);
    }

    Dispatcher newDispatcher() {
        return new Dispatcher(pool, producerCounters);
    }

    /** Runs all workers until none has anything left to do. */
    int run() {
        int all = 0;
        for (int turns = 0; turns < MANY_TURNS; turns++) {
            int done = 0;
            for (int i = 0; i < pool.size(); i++) {
                done += pool.worker(i).turn(0);
            }
            if (done == 0) {
                return all;
            }
            all += done;
        }
        throw new AssertionError("the workers do not come to rest, done=" + all);
    }

    /** Sends {@code count} events of {@code source} to one worker, with the codes {@code first}, {@code first + 1}, ... */
    void post(int worker, EventSource source, int first, int count) {
        for (int i = 0; i < count; i++) {
            pool.worker(worker).post(source, first + i, 0, null);
        }
    }
}
