package io.epump;

import io.epump.pump.EventCodes;
import io.epump.pump.Interest;
import io.epump.pump.Pump;
import io.epump.pump.PumpedDevice;
import io.epump.sched.FlightRecording;
import io.epump.sched.Owner;
import io.epump.sched.Worker;
import io.epump.sched.WorkerPool;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.util.Objects;

/**
 * Something with a file descriptor under watch.
 *
 * <p>Threading: {@link #close}, {@link #post}, {@link #isClosed} and {@link #id} from any thread; everything else on the
 * device's owner, that is, in its callbacks. A device opened inside a callback belongs to that callback until it returns.
 *
 * <p>Lifecycle: opened by {@link EPump} or accepted; ended by {@link #close}, after which no callback starts on the owner.
 *
 * <p>Bounds: what one event may read, write and accept is bounded by the configuration; what is left comes with the next.
 */
@SuppressWarnings("exports") // PumpedDevice is the inside of a device; what it has for programs is public here
public abstract sealed class IODevice extends PumpedDevice implements IOSource
        permits StreamListener, StreamDevice, UdpDevice, ChannelDevice, StandardDevice {
    static {
        if (FlightRecording.isPossible()) {
            CloseEvent.load();
            ConnectEvent.load();
        }
    }

    private final EPump system;
    private final FdType fdType;
    private final IOHandler handler;

    // owner
    private Object context;
    private IOException ioError;
    private IOTimer timers;
    private IOTimer sweep;
    private IdleWatch idle;

    // whoever opens the device, then its pump
    private IOTimer withheldTimers;

    IODevice(EPump system, Pump pump, SelectableChannel channel, Opening opening, int wanted) {
        super(pump, system.nextDeviceId(), channel, wanted);
        this.system = system;
        this.fdType = opening.fdType;
        this.handler = Objects.requireNonNull(opening.handler, "handler");
        this.context = opening.context;
    }

    /** What every device is opened with. */
    record Opening(FdType fdType, IOHandler handler, Object context) {
        Opening {
            Objects.requireNonNull(handler, "handler");
        }
    }

    @Override
    protected final void fire(int code, Object payload) throws Exception {
        if (!beforeEvent(code)) {
            return;
        }
        if (code >= EventCodes.USER) {
            handler.onUserEvent(context, this, code, payload);
        } else {
            handler.onEvent(context, this, IOEventType.ofCode(code), fdType);
        }
    }

    /** An event's leave to read, write or accept begins anew; false when the event is done with already. */
    abstract boolean beforeEvent(int code);

    // -- interest

    /**
     * Wants to hear of an event type from now on. Owner only.
     *
     * @param event READ, WRITE or ACCEPT
     * @throws IllegalArgumentException when it is another one, or one that does not occur on this kind of device
     */
    public final void addNotify(IOEventType event) {
        checkOwner();
        int bit = interestOf(event);
        if ((bit & possibleInterest()) == 0) {
            throw new IllegalArgumentException("event=" + event + " does not occur on " + this);
        }
        if (!isLingering()) {
            want(wanted() | (bit & ~refusedInterest()));
        }
    }

    /**
     * Wants to hear of an event type no longer. Owner only. An event that is under way is dropped.
     *
     * @param event READ, WRITE or ACCEPT
     */
    public final void delNotify(IOEventType event) {
        checkOwner();
        int bits = interestOf(event);
        if (!isLingering()) {
            want(wanted() & ~bits);
        }
    }

    private static int interestOf(IOEventType event) {
        return switch (event) {
            case READ -> Interest.READ;
            case WRITE -> Interest.WRITE;
            case ACCEPT -> Interest.ACCEPT;
            default -> throw new IllegalArgumentException("event=" + event + " cannot be asked for");
        };
    }

    /** What can happen to this kind of device at all, bits of {@link Interest}. */
    int possibleInterest() {
        return Interest.READ | Interest.WRITE;
    }

    /** What must not be armed again, such as READ after the end of the stream. */
    int refusedInterest() {
        return 0;
    }

    // -- idle timeouts

    /**
     * Has the device's handler told, by TIMEOUT with this device as its source and its {@link FdType}, when nothing was read,
     * nothing written, or neither, for so long; {@link #idleKind} tells which. It is told again after each further such time.
     * All three count from this call on. Owner only; may be changed at any time. Reading and writing cost a reading of the clock
     * more, and no timer is touched.
     *
     * @param readMs in milliseconds, 0 for never
     * @param writeMs in milliseconds, 0 for never; what waits in the queue is not written
     * @param bothMs in milliseconds, 0 for never
     * @throws UnsupportedOperationException on a listener, which neither reads nor writes
     */
    public final void idleTimeout(long readMs, long writeMs, long bothMs) {
        checkOwner();
        IOTimer.checkDelay("readMs", readMs);
        IOTimer.checkDelay("writeMs", writeMs);
        IOTimer.checkDelay("bothMs", bothMs);
        if (this instanceof StreamListener) {
            throw new UnsupportedOperationException("idleTimeout on " + this + ": a listener neither reads nor writes");
        }
        endIdleWatch();
        if (readMs + writeMs + bothMs > 0 && !isOver()) {
            idle = new IdleWatch(this, readMs, writeMs, bothMs);
        }
    }

    /**
     * What the TIMEOUT of this device that runs, or ran last, is about. Owner only.
     *
     * @return null when there was none since {@link #idleTimeout}
     */
    public final IdleKind idleKind() {
        return idle == null ? null : idle.told();
    }

    final void noteRead() {
        if (idle != null) {
            idle.onRead();
        }
    }

    final void noteWritten() {
        if (idle != null) {
            idle.onWritten();
        }
    }

    final void tellIdle() {
        call(Owner.current(), EventCodes.TIMEOUT, null);
    }

    final boolean isWatchedBy(IdleWatch watch) {
        return idle == watch && !isOver();
    }

    /** Whether an event of one of these types is on its way to the owner. */
    final boolean awaits(int bits) {
        return (inFlight() & bits) != 0;
    }

    private void endIdleWatch() {
        if (idle != null) {
            idle.stop();
            idle = null;
        }
    }

    // -- timers

    /**
     * Starts a timer of this device: it fires on the device's owner and ends with the device. Owner only.
     *
     * @param delayMs from now, in milliseconds
     * @param commandId the program's number for what is to be done
     * @param attachment for the program, may be null
     * @param timerHandler called with TIMEOUT and the device's context
     * @return the timer, which can be started again
     */
    public final IOTimer startTimer(long delayMs, int commandId, Object attachment, IOHandler timerHandler) {
        return startTimer(delayMs, new IOTimer.Timing(0, commandId, attachment), timerHandler);
    }

    /**
     * Starts a periodic timer of this device. Owner only. Deadlines do not drift; periods missed are skipped.
     *
     * @param periodMs in milliseconds, at least 1
     * @param commandId the program's number for what is to be done
     * @param attachment for the program, may be null
     * @param timerHandler called with TIMEOUT and the device's context
     * @return the timer
     */
    public final IOTimer startPeriodicTimer(long periodMs, int commandId, Object attachment, IOHandler timerHandler) {
        EPump.checkPeriod(periodMs);
        return startTimer(periodMs, new IOTimer.Timing(periodMs, commandId, attachment), timerHandler);
    }

    private IOTimer startTimer(long delayMs, IOTimer.Timing timing, IOHandler timerHandler) {
        checkOwner();
        IOTimer timer = new IOTimer(system, pump(), this, timing, timerHandler, null);
        timer.start(delayMs);
        return timer;
    }

    /**
     * Remembers a timer that was started, to stop it when the device ends. Looks at two others each time and forgets those
     * that are not started, so that the list grows no longer than to twice those that are.
     */
    final void link(IOTimer timer) {
        if (timer.linked || !mayTouch()) {
            return;
        }
        for (int looks = 0; looks < 2 && timers != null; looks++) {
            IOTimer seen = sweep == null ? timers : sweep;
            sweep = seen.nextOfDevice;
            if (seen.isIdle()) {
                unlink(seen);
            }
        }
        timer.linked = true;
        timer.nextOfDevice = timers;
        if (timers != null) {
            timers.previousOfDevice = timer;
        }
        timers = timer;
    }

    private void unlink(IOTimer timer) {
        if (timer.previousOfDevice == null) {
            timers = timer.nextOfDevice;
        } else {
            timer.previousOfDevice.nextOfDevice = timer.nextOfDevice;
        }
        if (timer.nextOfDevice != null) {
            timer.nextOfDevice.previousOfDevice = timer.previousOfDevice;
        }
        timer.previousOfDevice = null;
        timer.nextOfDevice = null;
        timer.linked = false;
    }

    /** Keeps back a timer that was started before the device was handed over. On the thread that opens it. */
    final void withhold(IOTimer timer) {
        if (!timer.withheld) {
            timer.withheld = true;
            timer.nextWithheld = withheldTimers;
            withheldTimers = timer;
        }
    }

    @Override
    protected void onAdopted() {
        for (IOTimer timer = withheldTimers; timer != null; timer = timer.nextWithheld) {
            timer.onDeviceAdopted();
        }
        withheldTimers = null;
    }

    @Override
    protected void onRelease() {
        if (FlightRecording.isOn()) {
            CloseEvent.commit(this);
        }
        endTimers();
    }

    /** Stops all timers, that of the idle timeouts among them. */
    final void endTimers() {
        endIdleWatch();
        while (timers != null) {
            timers.stop();
            unlink(timers);
        }
        sweep = null;
    }

    /** Why it ends, asked on its owner when that lets it go. */
    CloseReason closeReason() {
        if (isInvalidated()) {
            return pump().isDraining() ? CloseReason.SYSTEM_STOP : CloseReason.GIVEN_UP;
        }
        return CloseReason.PROGRAM;
    }

    final void abandonOpening() {
        abandon();
    }

    final boolean isBeingOpened() {
        return isNew();
    }

    final void giveUpOn(Owner owner) {
        giveUp(owner);
    }

    // -- owner

    /**
     * Chooses the worker that runs this device's callbacks. Only before the device is handed to its pump, that is, in the
     * callback that opens it; without workers there is nothing to choose.
     *
     * @param worker its number, from 0
     * @throws IllegalStateException when the device is handed over already, or has a worker
     */
    public final void pinTo(int worker) {
        WorkerPool workers = pump().workers();
        int count = workers == null ? 0 : workers.size();
        if (worker < 0 || worker >= count) {
            throw new IllegalArgumentException("worker=" + worker + " is none of " + count);
        }
        if (!isNew()) {
            throw new IllegalStateException("device=" + this + " is handed to its pump: its worker stays");
        }
        Worker chosen = workers.worker(worker);
        if (pinOnce(chosen) != chosen) {
            throw new IllegalStateException("device=" + this + " has worker=" + pin().index());
        }
    }

    /**
     * Has the pump itself run this device's callbacks, also when there are workers: for callbacks that never block and compute
     * little, such as those of the resolver. Only before the device is handed to its pump, as {@link #pinTo}.
     *
     * @throws IllegalStateException when the device is handed over already, or has a worker, or is a listener, whose events are
     *     for whoever is free
     */
    public final void pinToPump() {
        if (this instanceof StreamListener) {
            throw new IllegalStateException("device=" + this + " is a listener: nobody in particular serves it");
        }
        if (!isNew()) {
            throw new IllegalStateException("device=" + this + " is handed to its pump: who serves it stays");
        }
        if (pin() != null) {
            throw new IllegalStateException("device=" + this + " has worker=" + pin().index());
        }
        serveByPump();
    }

    /**
     * Has another pump watch this device. Owner only. What is ready meanwhile, and what is posted, is told afterwards; the events of
     * each sender stay in order. Without workers the callbacks move too: those that start after this one has returned run on the
     * new pump as soon as it watches the device. With workers they stay where they are. Timers stay in the old pump's tree and fire
     * on the owner.
     *
     * @param bind ONE, GIVEN or CURRENT
     * @return false when the device is closed or not yet handed to its pump, or on its way from an earlier call still
     * @throws UnsupportedOperationException for a listener, or sockets that several pumps watch
     */
    public final boolean rebind(Bind bind) {
        checkOwner();
        Pump target = system.binding().one(bind);
        if (!isAlone()) {
            throw new UnsupportedOperationException(
                    "rebind of " + this + ": close it and open another where it shall be");
        }
        return !isOver() && moveTo(target);
    }

    /** Whether the device alone has its channel, and events in an order. */
    boolean isAlone() {
        return true;
    }

    // -- user events

    /**
     * Sends a user event to this device. Safe from any thread. Events of one sender arrive in order; none is merged.
     *
     * @param code the program's, from 10000
     * @param payload what to send, may be null
     * @return false when the device is closed or not yet handed to its pump, the system stops, or too many user events are
     *     under way to its owner
     */
    public final boolean post(int code, Object payload) {
        EventCodes.checkUser(code);
        if (!isOpen() || isLingering() || pump().isDraining()) {
            return false;
        }
        return postUser(code, payload);
    }

    // -- views

    @Override
    public final Object context() {
        return context;
    }

    /**
     * Attaches something else to the device. Owner only.
     *
     * @param newContext handed to each callback from now on
     */
    public final void setContext(Object newContext) {
        checkOwner();
        context = newContext;
    }

    /**
     * What kind of device it is. Safe from any thread.
     *
     * @return the type it was opened as, LINGER_CLOSE once it lingers
     */
    public final FdType fdType() {
        return isLingering() ? FdType.LINGER_CLOSE : fdType;
    }

    /** Whether it is closed to the program, though not yet to its peer. Any thread. */
    boolean isLingering() {
        return false;
    }

    /** Whether the program hears of it no more. */
    final boolean isOver() {
        return isClosed() || isLingering();
    }

    /** Whether a timer of this device is to fire no more. Any thread; the last word is the owner's. */
    boolean isOverFor(IOTimer timer) {
        return isClosed();
    }

    /**
     * The address of this side. Safe from any thread.
     *
     * @return the address, null when there is none (any more)
     */
    public abstract SocketAddress localAddress();

    /**
     * The address of the peer. Safe from any thread.
     *
     * @return the address, null when there is none (any more)
     */
    public abstract SocketAddress remoteAddress();

    /**
     * Why connecting, reading, writing or accepting has failed. Owner only.
     *
     * @return the last error, null when there was none
     */
    public final IOException ioError() {
        return ioError;
    }

    final void onIoError(IOException error) {
        ioError = error;
    }

    /**
     * The system the device belongs to. Safe from any thread.
     *
     * @return the system
     */
    public final EPump system() {
        return system;
    }

    /** Whether the calling thread may touch what belongs to the owner: on the owner, or while the device is prepared. */
    boolean mayTouch() {
        return isNew() || isOnOwner();
    }

    final void checkOwner() {
        assert mayTouch() : this + " touched by " + Owner.current() + ", not by its owner";
    }

    @Override
    public String toString() {
        return fdType().name().toLowerCase(java.util.Locale.ROOT) + " " + id();
    }
}
