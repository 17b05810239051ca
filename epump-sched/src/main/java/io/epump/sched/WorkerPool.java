package io.epump.sched;

import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * The workers of one system.
 *
 * <p>Threading: all methods from any thread, but {@link #sampleLoads} from one only.
 *
 * <p>Lifecycle: {@link #newThreads} once; {@link #requestStop} lets each worker run what it has queued and end.
 */
public final class WorkerPool {
    private final Worker[] workers;
    private final DispatchPolicy policy;
    private final OwnerSetup setup;
    private final LoadMeter foreignMeter;
    private final Vacancy vacancy = new Vacancy();

    /** Of whoever calls {@link #sampleLoads}. */
    private final LoadMeter sampler;

    /** Written by whoever samples, one thread; read by any. */
    private volatile List<WorkerLoad> loads = List.of();

    /**
     * Workers that do not run yet.
     *
     * @param count how many, at least 1
     * @param namePrefix their names' beginning; the number follows
     * @param ringSize slots of each ring, a power of two
     * @param waitStrategy how they wait
     * @param policy how the worker of a new source is chosen
     * @param setup what all owners of the system have in common
     */
    public WorkerPool(
            int count,
            String namePrefix,
            int ringSize,
            WaitStrategy waitStrategy,
            DispatchPolicy policy,
            OwnerSetup setup) {
        if (count < 1) {
            throw new IllegalArgumentException("count=" + count + " is less than 1");
        }
        this.policy = policy;
        this.setup = setup;
        workers = new Worker[count];
        for (int i = 0; i < count; i++) {
            workers[i] = new Worker(i, namePrefix + i, setup, ringSize, waitStrategy, vacancy);
        }
        foreignMeter = newMeter();
        sampler = newMeter();
        sampleLoads(setup.clock().nanoTime());
    }

    /**
     * Makes one thread per worker.
     *
     * @param threads makes them
     * @return the threads, not started, in the order of the workers
     */
    public List<Thread> newThreads(ThreadFactory threads) {
        Thread[] made = new Thread[workers.length];
        for (int i = 0; i < workers.length; i++) {
            made[i] = threads.newThread(new OwnerLoop(workers[i]));
            made[i].setName(workers[i].name());
        }
        return List.of(made);
    }

    /** Asks all workers to finish what is queued and end. Any thread. */
    public void requestStop() {
        for (Worker worker : workers) {
            worker.requestStop();
        }
    }

    /**
     * How many workers there are.
     *
     * @return at least 1
     */
    public int size() {
        return workers.length;
    }

    /**
     * One of the workers.
     *
     * @param index from 0
     * @return the worker
     */
    public Worker worker(int index) {
        return workers[index];
    }

    /**
     * Whether every worker has something to do. Any thread; a snapshot.
     *
     * @return false when one of them has nothing queued and runs nothing
     */
    public boolean isSaturated() {
        for (Worker worker : workers) {
            if (worker.queued() == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * How a pump waits for one of them to run dry.
     *
     * @return the same for all pumps
     */
    public Vacancy vacancy() {
        return vacancy;
    }

    /**
     * A meter for one chooser.
     *
     * @return a new meter
     */
    public LoadMeter newMeter() {
        return new LoadMeter(workers, policy, setup);
    }

    /**
     * Chooses a worker for a source that a thread outside the system was the first to address. Any thread; under a lock,
     * since such threads have no meter of their own. Happens at most once in a source's life.
     *
     * @param nowNs the time now
     * @return the chosen worker
     */
    public Worker chooseForeign(long nowNs) {
        synchronized (foreignMeter) {
            return workers[foreignMeter.choose(nowNs)];
        }
    }

    /**
     * Computes the loads for people to look at, since choosers keep theirs to themselves. By one thread, again and again: the
     * window that a load looks back on is the time between two calls, or 10 ms if that is more.
     *
     * @param nowNs the time now
     */
    public void sampleLoads(long nowNs) {
        sampler.compute(nowNs);
        WorkerLoad[] sampled = new WorkerLoad[workers.length];
        for (int i = 0; i < sampled.length; i++) {
            sampled[i] = new WorkerLoad(sampler.queuedPoints(i), sampler.busyPoints(i), sampler.handledPoints(i));
        }
        loads = List.of(sampled);
    }

    /**
     * The load of a worker when it was last sampled. Any thread.
     *
     * @param index from 0
     * @return its load
     */
    public WorkerLoad load(int index) {
        return loads.get(index);
    }
}
