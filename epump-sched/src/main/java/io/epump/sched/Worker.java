package io.epump.sched;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread's worth of callbacks: takes events from its ring, in order, and calls their sources.
 *
 * <p>Threading: {@link #turn} by one thread; {@link #post} and {@link #wake} by any. It consumes the ring by itself, not
 * through a BatchEventProcessor, so that a turn can be driven step by step.
 *
 * <p>Lifecycle: after {@link #requestStop} it runs what ring and overflow still hold and then {@link #isFinished}.
 *
 * <p>Bounds: at most {@value #BATCH_LIMIT} events a batch, because the ring's slots are freed at its end.
 */
public final class Worker extends Owner {
    /** Events in one batch. */
    public static final int BATCH_LIMIT = 64;

    private static final int SPINS_BEFORE_PARK = 2_000;
    private static final int SPINS_PER_CLOCK_READING = 64;

    static {
        if (FlightRecording.isPossible()) {
            RingFullEvent.load();
        }
    }

    private final EventRing ring;
    private final WaitStrategy waitStrategy;
    private final Doorbell doorbell = new ParkedThread();
    private final Vacancy vacancy;

    /** Live sources pinned here: added to by whoever pins, subtracted from where a source ends. Not once per event. */
    private final AtomicInteger pinned = new AtomicInteger();

    // worker
    private final IOEvent event = new IOEvent();

    private final class ParkedThread extends Doorbell {
        @Override
        protected void signal() {
            LockSupport.unpark(thread());
        }
    }

    Worker(int index, String name, OwnerSetup setup, int ringSize, WaitStrategy waitStrategy, Vacancy vacancy) {
        super(index, name, setup);
        this.vacancy = vacancy;
        this.ring = new EventRing(ringSize);
        this.waitStrategy = waitStrategy;
    }

    @Override
    protected int onTurn(long maxWaitNs) {
        int done = runBatch();
        if (done == 0 && maxWaitNs > 0) {
            await(maxWaitNs);
            clearInterrupt(); // it may be what has ended the wait
            done = runBatch();
        }
        return done;
    }

    private int runBatch() {
        if (!ring.poll(event)) {
            return 0;
        }
        final long startNs = clock().nanoTime();
        startBatch(startNs);
        long nowNs = startNs;
        int done = 0;
        do {
            nowNs = fire(event, nowNs);
            done++;
        } while (done < BATCH_LIMIT && ring.poll(event));
        event.clear();
        ring.release();
        wakeNoted();
        if (ring.isEmpty()) {
            vacancy.onDry();
        }
        endBatch(startNs, nowNs, done);
        return done;
    }

    private void await(long maxWaitNs) {
        switch (waitStrategy) {
            case PARK -> park(maxWaitNs);
            case SPIN_THEN_PARK -> {
                for (int i = 0; i < SPINS_BEFORE_PARK; i++) {
                    if (ring.hasWork()) {
                        return;
                    }
                    Thread.onSpinWait();
                }
                park(maxWaitNs);
            }
            case YIELD, SPIN -> stayAwake(maxWaitNs);
        }
    }

    private void park(long maxWaitNs) {
        doorbell.announce();
        if (!ring.hasWork() && !isStopRequested()) {
            counters().increment(OwnerCounter.SLEEPS);
            if (maxWaitNs == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, maxWaitNs);
            }
        }
        doorbell.awake();
    }

    @SuppressWarnings("ThreadPriorityCheck") // whoever configures YIELD asks for just that
    private void stayAwake(long maxWaitNs) {
        long startNs = clock().nanoTime();
        int looks = 0;
        while (!ring.hasWork() && !isStopRequested()) {
            if (waitStrategy == WaitStrategy.YIELD) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
            if (++looks % SPINS_PER_CLOCK_READING == 0 && clock().nanoTime() - startNs >= maxWaitNs) {
                return;
            }
        }
    }

    @Override
    public void post(EventSource source, int code, long stamp, Object payload) {
        if (!ring.publish(source, code, stamp, payload)) {
            onSpilled(1);
        }
        doorbell.ring();
    }

    /** Publishes what a pump has raised for this worker; the pump wakes the worker afterwards. */
    int publish(EventBatch batch) {
        int spilled = ring.publish(batch);
        if (spilled > 0) {
            onSpilled(spilled);
        }
        return spilled;
    }

    /** On any thread. Told is only the first to wait beside the ring, not each that follows it. */
    private void onSpilled(int count) {
        if (FlightRecording.isOn() && ring.overflowing() <= count) {
            RingFullEvent.commit(this);
        }
    }

    /** Wakes the worker if it is parked; true when that cost a system call. */
    boolean ring() {
        return doorbell.ring();
    }

    @Override
    public void wake() {
        doorbell.ring();
    }

    @Override
    public boolean isFinished() {
        return isStopRequested() && !awaitsUserEvents() && ring.isEmpty();
    }

    /**
     * A source was pinned here (1), or a pinned one has ended (-1). Any thread.
     *
     * @param change 1 or -1
     */
    public void addPinned(int change) {
        pinned.addAndGet(change);
    }

    /**
     * Live sources pinned to this worker. Any thread; a snapshot.
     *
     * @return the count
     */
    public int pinnedSources() {
        return pinned.get();
    }

    /**
     * Events on their way to this worker. Any thread; a snapshot.
     *
     * @return the count, those of the running batch included
     */
    public long queued() {
        return ring.queued();
    }

    /**
     * Events that ever found this worker's ring full. Any thread.
     *
     * @return the count
     */
    public long spilled() {
        return ring.spilled();
    }

    /**
     * The ring's size.
     *
     * @return slots
     */
    public int ringSize() {
        return ring.size();
    }
}
