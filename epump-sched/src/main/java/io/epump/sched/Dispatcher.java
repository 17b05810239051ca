package io.epump.sched;

/**
 * A pump's way to the workers: pins a source at its first event, gathers what one turn has raised for each worker, and
 * publishes it with one claim and at most one wake-up per worker.
 *
 * <p>Threading: the pump's own. Lifecycle: {@link #flush} at the end of each raise phase; nothing may stay staged while
 * the pump sleeps. Bounds: {@value #STAGED_LIMIT} staged events per worker, then they are published early.
 */
public final class Dispatcher {
    private static final int STAGED_LIMIT = 256;

    private final WorkerPool pool;
    private final LoadMeter meter;
    private final Counters<OwnerCounter> counters;
    private final EventBatch[] staged;
    private final int[] stagedWorkers;
    private int stagedWorkersCount;

    /**
     * A dispatcher with nothing staged.
     *
     * @param pool the workers
     * @param counters where wake-ups sent and spilled events are counted: the pump's
     */
    public Dispatcher(WorkerPool pool, Counters<OwnerCounter> counters) {
        this.pool = pool;
        this.counters = counters;
        meter = pool.newMeter();
        staged = new EventBatch[pool.size()];
        for (int i = 0; i < staged.length; i++) {
            staged[i] = new EventBatch(STAGED_LIMIT);
        }
        stagedWorkers = new int[staged.length];
    }

    /**
     * Stages an event for the worker that its source, or the device the source belongs to, is pinned to; pins if need be.
     *
     * @param source to whom it happened
     * @param pinned whose pin decides: the source itself, or its device
     * @param code what happened
     * @param stamp the epoch it is raised for
     * @param nowNs the time of this turn
     */
    public void dispatch(EventSource source, EventSource pinned, int code, long stamp, long nowNs) {
        Worker worker = pinned.pin();
        if (worker == null) {
            worker = pinned.pinOnce(pool.worker(meter.choose(nowNs)));
        }
        stage(worker.index(), source, code, stamp);
    }

    /**
     * Stages an event of a source that is never pinned, such as a listener.
     *
     * @param source to whom it happened
     * @param code what happened
     * @param stamp the epoch it is raised for
     * @param nowNs the time of this turn
     * @param avoid the number of a worker not to choose when there is another, or -1
     * @return the number of the chosen worker
     */
    public int dispatchUnpinned(EventSource source, int code, long stamp, long nowNs, int avoid) {
        int index = meter.choose(nowNs);
        if (index == avoid) {
            index = (index + 1) % pool.size();
        }
        stage(index, source, code, stamp);
        return index;
    }

    private void stage(int index, EventSource source, int code, long stamp) {
        EventBatch batch = staged[index];
        if (batch.size() == 0) {
            stagedWorkers[stagedWorkersCount++] = index;
        } else if (batch.isFull()) {
            publish(index);
        }
        batch.add(source, code, stamp, null);
    }

    private void publish(int index) {
        int spilled = pool.worker(index).publish(staged[index]);
        staged[index].reset();
        counters.add(OwnerCounter.SPILLED, spilled);
    }

    /** Publishes all that is staged, then wakes each of these workers that is parked. */
    public void flush() {
        for (int i = 0; i < stagedWorkersCount; i++) {
            publish(stagedWorkers[i]);
        }
        for (int i = 0; i < stagedWorkersCount; i++) {
            if (pool.worker(stagedWorkers[i]).ring()) {
                counters.increment(OwnerCounter.WAKEUPS_SENT);
            }
        }
        stagedWorkersCount = 0;
    }

    /**
     * The loads as this dispatcher saw them last.
     *
     * @return for people
     */
    public String describeLoads() {
        return meter.toString();
    }
}
