package io.epump.sched;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who runs callbacks: a worker, or, in a system without workers, a pump. An owner is an object with a {@link #turn}; a
 * thread of its own only repeats it, and a test can drive many owners on one thread.
 *
 * <p>Threading: a turn runs on one thread at a time. While it runs, {@link #current} answers this owner on that thread;
 * whoever asks "am I the owner?" asks that, never the thread.
 *
 * <p>Lifecycle: {@link #requestStop} from any thread; the owner finishes what is queued, then {@link #isFinished}.
 *
 * <p>Bounds: {@code maxUserEvents} user events under way, more are refused.
 */
public abstract class Owner {
    private static final ThreadLocal<Owner[]> RUNNING = ThreadLocal.withInitial(() -> new Owner[1]);

    private final int index;
    private final String name;
    private final NanoClock clock;
    private final OwnerSetup setup;
    private final int maxUserEvents;
    private final Gauge gauge = new Gauge();
    private final Counters<OwnerCounter> counters = new Counters<>(OwnerCounter.class);

    /** Added to by whoever posts, subtracted from by the owner. */
    private final AtomicInteger userEvents = new AtomicInteger();

    // owner
    private final WakeList wakeList = new WakeList(counters);
    private Object attachment;
    private EventSource[] atCallbackEnd = new EventSource[16];
    private int atCallbackEndCount;

    /** The thread of the last turn; written by it, read by whoever wakes or watches this owner. */
    private volatile Thread thread;

    /** Set once by {@link #requestStop}, read by the owner's loop. */
    private volatile boolean stopRequested;

    /**
     * An owner that has not run yet.
     *
     * @param index its place among its kind, from 0
     * @param name for people
     * @param setup what all owners of a system have in common
     */
    protected Owner(int index, String name, OwnerSetup setup) {
        this.index = index;
        this.name = name;
        this.clock = setup.clock();
        this.setup = setup;
        this.maxUserEvents = setup.maxUserEvents();
    }

    /**
     * The owner whose turn runs on the calling thread. Safe from any thread.
     *
     * @return the owner, or null outside every turn
     */
    public static Owner current() {
        return RUNNING.get()[0];
    }

    /**
     * One turn: does what is there to do, a bounded amount of it.
     *
     * @param maxWaitNs how long it may wait when there is nothing to do; 0 never blocks
     * @return how much was done; 0 means nothing
     */
    public final int turn(long maxWaitNs) {
        Owner[] running = RUNNING.get();
        Owner outer = running[0];
        running[0] = this;
        if (thread != Thread.currentThread()) {
            thread = Thread.currentThread();
        }
        try {
            clearInterrupt();
            counters.increment(OwnerCounter.TURNS);
            return onTurn(maxWaitNs);
        } finally {
            running[0] = outer;
        }
    }

    /**
     * The turn itself.
     *
     * @param maxWaitNs how long it may wait, 0 for not at all
     * @return how much was done
     */
    protected abstract int onTurn(long maxWaitNs);

    /**
     * Sends one event to this owner and wakes it. Any thread.
     *
     * @param source to whom it happened
     * @param code what happened
     * @param stamp the epoch it is raised for
     * @param payload what a user event carries, may be null
     */
    public abstract void post(EventSource source, int code, long stamp, Object payload);

    /** Wakes this owner if it sleeps. Any thread. */
    public abstract void wake();

    /**
     * Whether the owner has been asked to stop and has nothing left to do.
     *
     * @return true when its loop may end
     */
    public abstract boolean isFinished();

    /** Asks the owner to finish what is queued and end. Any thread. */
    public final void requestStop() {
        stopRequested = true;
        wake();
    }

    /**
     * Whether a stop was asked for. Any thread.
     *
     * @return true after {@link #requestStop}
     */
    public final boolean isStopRequested() {
        return stopRequested;
    }

    /**
     * Runs one callback under watch: its start is published, what it throws is reported, what it put off is done.
     *
     * @param event whom to call; the slot may be used again by the callback
     * @param startNs the time now
     * @return the time at its end
     */
    protected final long fire(IOEvent event, long startNs) {
        EventSource source = event.source();
        gauge.onCallbackStart(source, startNs);
        try {
            source.onEvent(this, event.code(), event.stamp(), event.payload());
        } catch (Throwable failure) {
            onFailure(source, failure);
        }
        if (atCallbackEndCount > 0) {
            runAtCallbackEnd();
        }
        clearInterrupt();
        long endNs = clock.nanoTime();
        gauge.onCallbackEnd(startNs, endNs);
        return endNs;
    }

    /**
     * Puts work of {@code source} off until the running callback has returned. Owner only.
     *
     * @param source whose {@link EventSource#onCallbackEnd} is to run
     */
    public final void atCallbackEnd(EventSource source) {
        assert current() == this : "owner=" + name;
        if (atCallbackEndCount == atCallbackEnd.length) {
            atCallbackEnd = Arrays.copyOf(atCallbackEnd, atCallbackEndCount * 2);
        }
        atCallbackEnd[atCallbackEndCount++] = source;
    }

    /**
     * Notes a sleeper that was brought work, to be woken at the end of the batch. Owner only.
     *
     * @param doorbell the sleeper's
     */
    public final void wakeAtEnd(Doorbell doorbell) {
        wakeList.add(doorbell);
    }

    /** Wakes all that were noted. Owner only, at the end of a batch. */
    protected final void wakeNoted() {
        wakeList.wakeAll();
    }

    /**
     * The source whose callback runs, on the owner itself.
     *
     * @return the source, null between batches
     */
    public final EventSource runningSource() {
        return gauge.running();
    }

    /**
     * What the module above keeps for each owner, such as its buffer pool. Set before the first turn.
     *
     * @return what was attached
     */
    public final Object attachment() {
        return attachment;
    }

    /**
     * Attaches what the module above keeps for each owner. Before the first turn only.
     *
     * @param newAttachment what to keep
     */
    public final void attach(Object newAttachment) {
        attachment = newAttachment;
    }

    /** Does what was put off; more may be put off meanwhile, and is done too. Owner only. */
    protected final void runAtCallbackEnd() {
        for (int i = 0; i < atCallbackEndCount; i++) {
            EventSource source = atCallbackEnd[i];
            atCallbackEnd[i] = null;
            try {
                source.onCallbackEnd(this);
            } catch (Throwable failure) {
                onFailure(source, failure);
            }
        }
        atCallbackEndCount = 0;
    }

    /**
     * Counts a failure and hands it to the configured handler. Owner only.
     *
     * @param source whose callback threw, or null
     * @param failure what was thrown
     */
    public final void onFailure(EventSource source, Throwable failure) {
        counters.increment(OwnerCounter.FAILURES);
        if (!setup.report(this, source, failure)) {
            counters.increment(OwnerCounter.FAILURES);
        }
    }

    /** An interrupt makes select spin and closes shared file channels, and the library never sends one: clear it. */
    protected final void clearInterrupt() {
        if (Thread.interrupted()) {
            counters.increment(OwnerCounter.INTERRUPTS_CLEARED);
        }
    }

    /**
     * Takes one of this owner's places for user events. Any thread. Whoever has one must post its event: the owner does not
     * end before. The place is counted first and the stop flag read afterwards; the owner reads the flag first and the count
     * afterwards. So either the owner sees the place or this sees the flag, both being volatile.
     *
     * @return false when all are taken, or the owner is stopping
     */
    public final boolean reserveUserEvent() {
        if (userEvents.incrementAndGet() > maxUserEvents || stopRequested) {
            userEvents.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Whether a user event is on its way, or about to be posted. To be asked after {@link #isStopRequested}. */
    protected final boolean awaitsUserEvents() {
        return userEvents.get() > 0;
    }

    /** Gives a place for a user event back, when the event is taken or dropped. Any thread. */
    public final void releaseUserEvent() {
        userEvents.decrementAndGet();
    }

    /**
     * Its place among its kind.
     *
     * @return from 0
     */
    public final int index() {
        return index;
    }

    /**
     * Its name, for people.
     *
     * @return for example {@code epump-worker-0}
     */
    public final String name() {
        return name;
    }

    /**
     * The clock it was given.
     *
     * @return the clock
     */
    public final NanoClock clock() {
        return clock;
    }

    /**
     * The thread of the last turn. Any thread.
     *
     * @return the thread, null before the first turn
     */
    public final Thread thread() {
        return thread;
    }

    /**
     * Its counters. Written by the owner, read by any thread.
     *
     * @return the counters
     */
    public final Counters<OwnerCounter> counters() {
        return counters;
    }

    /**
     * Events handled since the start. Any thread.
     *
     * @return the count
     */
    public final long eventsHandled() {
        return gauge.eventsHandled();
    }

    /**
     * Time spent in batches of callbacks until {@code nowNs}. Any thread.
     *
     * @param nowNs the time now
     * @return nanoseconds
     */
    public final long busyNs(long nowNs) {
        return gauge.busy(nowNs);
    }

    /**
     * The longest callback so far. Any thread.
     *
     * @return nanoseconds
     */
    public final long longestCallbackNs() {
        return gauge.longestCallback();
    }

    /**
     * User events under way. Any thread; a snapshot.
     *
     * @return the count
     */
    public final int userEventsPending() {
        return Math.max(0, userEvents.get());
    }

    /**
     * Marks the start of a batch of callbacks. Owner only.
     *
     * @param nowNs the time now
     */
    protected final void startBatch(long nowNs) {
        gauge.onBatchStart(nowNs);
    }

    /**
     * Marks the end of a batch. Owner only.
     *
     * @param startNs what {@link #startBatch} was given
     * @param endNs the time now
     * @param events how many callbacks it had
     */
    protected final void endBatch(long startNs, long endNs, int events) {
        gauge.onBatchEnd(startNs, endNs, events);
    }

    final Gauge gauge() {
        return gauge;
    }

    @Override
    public String toString() {
        return name;
    }
}
