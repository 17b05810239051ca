package io.epump.pump;

import io.epump.metrics.PumpCounter;
import io.epump.sched.Counters;
import io.epump.sched.Dispatcher;
import io.epump.sched.Doorbell;
import io.epump.sched.EventFifo;
import io.epump.sched.EventQueue;
import io.epump.sched.EventSource;
import io.epump.sched.IOEvent;
import io.epump.sched.Owner;
import io.epump.sched.WorkerPool;
import io.epump.timer.TimerNode;
import io.epump.timer.TimerTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A pump: owns one notifier, one timer tree and the devices they belong to; turns readiness and deadlines into events and
 * hands these to the workers, or runs them itself when there are none.
 *
 * <p>One turn: hold while every worker is busy ({@link HoldPhase}), select and raise, expire timers, evaluate hooks, run the own
 * events (only without workers), take the mailbox, publish and
 * wake. The mailbox comes after the own events so that what callbacks have just opened, changed or closed is reconciled
 * before the next select instead of costing a select of its own.
 *
 * <p>Threading: all methods are the pump's own unless they say otherwise.
 *
 * <p>Lifecycle: {@link #requestDrain} gives every device up with INVALID_DEV and drops the timers; {@link #isDrained}
 * when all are gone; {@link #requestStop} then ends the loop. {@link #close} releases the notifier.
 *
 * <p>Bounds: {@value #TIMER_LIMIT} timers, {@value Hooks#LIMIT} hooks, {@value #MAILBOX_LIMIT} mailbox entries and the own events that were there at
 * the start of their phase, each turn.
 */
public final class Pump extends Owner {
    static final int TIMER_LIMIT = 1024;
    static final int MAILBOX_LIMIT = 4096;
    private static final int INITIAL_FIFO_SLOTS = 256;

    private final Notifier notifier;
    private final WorkerPool workers;
    private final Dispatcher dispatcher;
    private final PumpSetup setup;
    private final Counters<PumpCounter> pumpCounters = new Counters<>(PumpCounter.class);
    private final PumpLoad load;
    private final TimerTree.ExpiryHandler onExpired = this::onExpired;
    private final Mailbox mailbox = new Mailbox();
    private final EventQueue inbox = new EventQueue();

    // pump
    private final TimerTree timers = new TimerTree();
    private final DeviceTable devices = new DeviceTable();
    private final EventFifo fifo = new EventFifo(INITIAL_FIFO_SLOTS);
    private final IOEvent event = new IOEvent();
    private final SelectPhase selecting;
    private final HoldPhase holding;
    private final Hooks hooks;
    private final AfterSelect retirement = new AfterSelect(this, PumpedDevice::dispose);
    private final AfterSelect departures = new AfterSelect(this, PumpedDevice::depart);
    private PumpedSource mailboxRest;
    private long nowNs;
    private long lastEventEndNs;
    private int lastReady;
    private boolean draining;

    /** Written by whoever stops the system, read by the pump. */
    private volatile boolean drainRequested;

    /** Written by the pump when nothing is left to do, read by whoever waits for that. */
    private volatile boolean drained;

    /**
     * A pump that has not run yet.
     *
     * @param index its number, from 0
     * @param name for people
     * @param setup what it is given
     * @param notifier watches its devices; closed by {@link #close}
     */
    public Pump(int index, String name, PumpSetup setup, Notifier notifier) {
        super(index, name, setup.owners());
        this.setup = setup;
        this.notifier = notifier;
        selecting = new SelectPhase(this, notifier, this::onReady);
        hooks = new Hooks(setup.hookIntervalNs());
        workers = setup.workers();
        dispatcher = workers == null ? null : new Dispatcher(workers, counters());
        holding = workers == null ? null : new HoldPhase(this, setup);
        nowNs = clock().nanoTime();
        load = new PumpLoad(nowNs);
    }

    @Override
    protected int onTurn(long maxWaitNs) {
        final long startNs = clock().nanoTime();
        final int ready = select(hold(startNs, maxWaitNs), maxWaitNs);
        final long selectedNs = clock().nanoTime();
        nowNs = selectedNs;
        retirement.onSelected();
        departures.onSelected();
        final int expired = expireTimers();
        final int fired = hooks.isEmpty() ? 0 : hooks.evaluate();
        final long expiredNs = expired == 0 && hooks.isEmpty() ? selectedNs : clock().nanoTime();
        final int ran = runOwnEvents(expiredNs);
        final long ranNs = ran == 0 ? expiredNs : lastEventEndNs;
        runAtCallbackEnd(); // of whatever ran on this pump outside a callback, such as a failure handler
        final int taken = takeMailbox();
        runAtCallbackEnd(); // of what closing a channel has told the program
        if (drainRequested) {
            drain();
        }
        if (dispatcher != null) {
            dispatcher.flush();
        }
        wakeNoted();
        boolean quiet = ready + taken == 0; // then no time worth measuring has passed
        account(startNs, selectedNs, expiredNs, ranNs, quiet ? ranNs : clock().nanoTime());
        return ready + expired + fired + ran + taken;
    }

    private void account(long startNs, long selectedNs, long expiredNs, long ranNs, long endNs) {
        pumpCounters.add(PumpCounter.SELECT_NS, selectedNs - startNs);
        pumpCounters.add(PumpCounter.TIMERS_NS, expiredNs - selectedNs);
        pumpCounters.add(PumpCounter.CALLBACKS_NS, ranNs - expiredNs);
        pumpCounters.add(PumpCounter.MAILBOX_NS, endNs - ranNs);
        pumpCounters.max(PumpCounter.LONGEST_TURN_NS, endNs - selectedNs);
        publishLoad(endNs);
    }

    private void publishLoad(long atNs) {
        load.publish(atNs, devices.size(), timers.size(), pumpCounters.get(PumpCounter.RAISED));
    }

    // -- hold and select

    /** Lets busy workers get on when there is nothing else to do; answers the time afterwards. */
    private long hold(long startNs, long maxWaitNs) {
        if (holding == null || lastReady == 0 || draining || hasWorkLeft()) {
            return startNs;
        }
        if (!holding.run(Math.min(maxWaitNs, untilNextDue(startNs)))) {
            return startNs;
        }
        pumpCounters.increment(PumpCounter.HOLDS);
        takeMailbox();
        runAtCallbackEnd();
        dispatcher.flush(); // what the mailbox has raised, such as the end of a connect, must not wait for the select
        wakeNoted();
        long endNs = clock().nanoTime();
        publishLoad(endNs); // the select that follows may last
        return endNs;
    }

    /** Whether whoever wakes the pump finds it waiting for a worker and not in its select. Any thread. */
    boolean isHolding() {
        return holding != null && holding.isHolding();
    }

    private int select(long startNs, long maxWaitNs) {
        nowNs = startNs;
        lastReady = selecting.run(startNs, hasWorkLeft() ? 0 : Math.min(maxWaitNs, untilNextDue(startNs)));
        return lastReady;
    }

    /** A sleep has ended: an interrupt that did it must not meet a callback. */
    void onAwake() {
        clearInterrupt();
    }

    /** Whether others have brought something since it was last looked for. */
    boolean hasArrivals() {
        return !mailbox.isEmpty() || !inbox.isEmpty() || isStopRequested() || (drainRequested && !draining);
    }

    private boolean hasWorkLeft() {
        return fifo.size() > 0
                || mailboxRest != null
                || !retirement.isEmpty()
                || !departures.isEmpty()
                || !inbox.isEmpty();
    }

    /** How long there is nothing to do unless somebody brings it. */
    private long untilNextDue(long atNs) {
        long untilNs = timers.isEmpty() ? Long.MAX_VALUE : timers.earliestDeadlineNs() - atNs;
        return hooks.isEmpty() ? untilNs : Math.min(untilNs, hooks.sleepNs());
    }

    private void onReady(PumpedDevice device, int ready) {
        try {
            pumpCounters.increment(PumpCounter.READY);
            if (ready == -1) {
                giveUp(device);
            } else {
                device.onReady(ready);
            }
        } catch (Throwable failure) { // of one device: the others must not suffer
            onFailure(device, failure);
            giveUp(device);
        }
    }

    // -- raise

    /** Sends an event on its way to the owner of {@code source}. */
    void raise(PumpedSource source, int code, long stamp) {
        pumpCounters.increment(PumpCounter.RAISED);
        if (source.isServedByPump()) {
            raiseHere(source, code, stamp);
        } else {
            dispatcher.dispatch(source, source.pinned(), code, stamp, nowNs);
        }
    }

    /** Without workers the owner is the pump of the source's device, which may be another by now than that of its timer. */
    private void raiseHere(PumpedSource source, int code, long stamp) {
        Pump owner = source.pinned().pump();
        if (owner == this) {
            fifo.add(source, code, stamp);
        } else {
            owner.post(source, code, stamp, null);
        }
    }

    /** Sends an event of a source that is never pinned; answers the worker chosen, -1 without workers. */
    int raiseUnpinned(PumpedSource source, int code, long stamp, int avoidWorker) {
        pumpCounters.increment(PumpCounter.RAISED);
        if (dispatcher == null) {
            fifo.add(source, code, stamp);
            return -1;
        }
        return dispatcher.dispatchUnpinned(source, code, stamp, nowNs, avoidWorker);
    }

    void count(PumpCounter what) {
        pumpCounters.increment(what);
    }

    /** Gives a device up: its owner delivers INVALID_DEV and closes it. */
    void giveUp(PumpedDevice device) {
        pumpCounters.increment(PumpCounter.GIVEN_UP);
        raise(device, EventCodes.INVALID_DEV, 0);
    }

    // -- timers

    private int expireTimers() {
        if (!timers.hasDue(nowNs)) {
            return 0;
        }
        int expired = timers.expire(nowNs, TIMER_LIMIT, onExpired);
        pumpCounters.add(PumpCounter.TIMERS_EXPIRED, expired);
        return expired;
    }

    private void onExpired(TimerNode node, long atNs) {
        try {
            ((PumpTimer) node).onExpired(atNs);
        } catch (Throwable failure) { // of one timer: the others must not suffer
            onFailure(null, failure);
        }
    }

    TimerTree timers() {
        return timers;
    }

    Hooks hooks() {
        return hooks;
    }

    // -- own events

    private int runOwnEvents(long batchStartNs) {
        int count = fifo.size();
        if (count == 0 && inbox.isEmpty()) {
            return 0;
        }
        startBatch(batchStartNs);
        long atNs = batchStartNs;
        int done = 0;
        for (; done < count && fifo.poll(event); done++) {
            atNs = fire(event, atNs);
        }
        for (long waiting = inbox.size(); waiting > 0 && inbox.poll(event); waiting--) {
            atNs = fire(event, atNs);
            done++;
        }
        event.clear();
        lastEventEndNs = atNs;
        endBatch(batchStartNs, atNs, done);
        return done;
    }

    // -- mailbox

    private int takeMailbox() {
        PumpedSource source = mailboxRest != null ? mailboxRest : mailbox.takeAll();
        int taken = 0;
        while (source != null && taken < MAILBOX_LIMIT) {
            PumpedSource next = source.nextInMailbox;
            source.nextInMailbox = null;
            source.clearDirty();
            try {
                if (source.pump() == this) {
                    source.onMailbox();
                } else {
                    source.markDirty(); // re-bound since it was sent here
                }
            } catch (Throwable failure) { // of one source: the others must not suffer
                onFailure(source, failure);
            }
            source = next;
            taken++;
        }
        mailboxRest = source;
        if (taken > 0 && holding != null) {
            holding.onProgress();
        }
        pumpCounters.add(PumpCounter.MAILBOX_TAKEN, taken);
        return taken;
    }

    /**
     * Begins to watch a device.
     *
     * @throws IOException when the system refuses; the device is in the table all the same, to be given up
     */
    void adopt(PumpedDevice device, int interest) throws IOException {
        devices.add(device);
        if (device.isWatchable()) {
            notifier.add(device, interest);
        }
    }

    Notifier notifier() {
        return notifier;
    }

    /**
     * Ends a device that its owner has let go: out of the table, no longer watched, its channel closed after the next
     * select, since only there NIO gives the descriptor back.
     */
    void retire(PumpedDevice device) {
        devices.remove(device);
        if (device.registration == null) {
            device.dispose();
            return;
        }
        notifier.remove(device);
        retirement.add(device);
    }

    /** Watches a device no longer, since another pump will: after the next select, which ends its key. */
    void letGo(PumpedDevice device) {
        devices.remove(device);
        if (device.registration != null) {
            notifier.remove(device);
        }
        departures.add(device);
    }

    // -- end

    /** Asks the pump to give all its devices up and drop its timers. Any thread. */
    public void requestDrain() {
        drainRequested = true;
        wake();
    }

    /**
     * Whether a drain was asked for. Any thread.
     *
     * @return true after {@link #requestDrain}
     */
    public boolean isDraining() {
        return drainRequested;
    }

    /**
     * Whether, after {@link #requestDrain}, no device and no hook is left. Any thread. They are counted here and not by the pump,
     * because one that is given up while it is being opened never reaches the pump and would not wake it; and a device that
     * does reach it is only uncounted in a turn after one that was not drained.
     *
     * @return true when the workers may be stopped
     */
    public boolean isDrained() {
        return drained && load.devicesAssigned() == 0 && hooks.registered() == 0;
    }

    private void drain() {
        if (!draining) {
            draining = true; // no choice of a worker can fail here: LoadMeter sees to that
            devices.forEach(this::giveUp);
            hooks.forEach(PumpedHook::raiseInvalid);
        }
        while (timers.pollEarliest() != null) {
            // dropped: nothing fires any more
        }
        drained =
                retirement.isEmpty() && fifo.size() == 0 && mailbox.isEmpty() && mailboxRest == null && inbox.isEmpty();
    }

    @Override
    public boolean isFinished() {
        return isStopRequested()
                && !awaitsUserEvents()
                && hooks.registered() == 0
                && load.devicesAssigned() == 0 // a callback that outlasts the stop may still hold one
                && retirement.isEmpty()
                && mailboxRest == null
                && mailbox.isEmpty()
                && inbox.isEmpty()
                && fifo.size() == 0;
    }

    /**
     * Closes the channels of whatever is left, then the notifier. On the pump's thread, after its last turn.
     */
    public void close() {
        List<PumpedDevice> left = new ArrayList<>();
        devices.forEach(left::add);
        for (PumpedDevice device : left) {
            retire(device);
        }
        retirement.onSelected();
        try {
            notifier.close();
        } catch (IOException e) {
            onFailure(null, e);
        }
    }

    // -- others

    @Override
    public void post(EventSource source, int code, long stamp, Object payload) {
        inbox.add(source, code, stamp, payload);
        if (Owner.current() != this) {
            doorbell().ring();
        }
    }

    @Override
    public void wake() {
        doorbell().ring();
    }

    Doorbell doorbell() {
        return selecting.doorbell();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /**
     * The workers. Any thread.
     *
     * @return the pool, or null when pumps run the callbacks themselves
     */
    public WorkerPool workers() {
        return workers;
    }

    /**
     * Whether workers run the callbacks. Any thread.
     *
     * @return false when the pump does
     */
    public boolean hasWorkers() {
        return workers != null;
    }

    /**
     * What it was given. Any thread.
     *
     * @return the settings
     */
    public PumpSetup setup() {
        return setup;
    }

    /**
     * How loaded it is. Any thread.
     *
     * @return figures published at the end of each turn
     */
    public PumpLoad load() {
        return load;
    }

    /**
     * Its counters besides those of every owner. Any thread may read them.
     *
     * @return the counters
     */
    public Counters<PumpCounter> pumpCounters() {
        return pumpCounters;
    }

    /**
     * Asks the pump to describe itself and its devices. Any thread.
     *
     * @param maxDevices how many devices to list
     * @return the description, once the pump has come to it
     */
    public CompletableFuture<String> description(int maxDevices) {
        Description description = new Description(this, maxDevices);
        description.request();
        return description.text();
    }

    /** Describes the state of this pump and its devices. */
    void describe(StringBuilder into, int maxDevices) {
        into.append(String.format(
                "%s: devices=%d timers=%d hooks=%d fifo=%d %s%n  %s%n  %s%n",
                name(),
                devices.size(),
                timers.size(),
                hooks.registered(),
                fifo.size(),
                load,
                counters(),
                pumpCounters));
        if (dispatcher != null) {
            into.append(String.format("  loads of the workers as last seen: %s%n", dispatcher.describeLoads()));
        }
        devices.describe(into, maxDevices);
    }
}
