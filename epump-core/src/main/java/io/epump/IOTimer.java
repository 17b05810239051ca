package io.epump;

import io.epump.pump.PumpedSource;
import io.epump.pump.PumpedTimer;
import io.epump.sched.Owner;
import java.util.Objects;

/**
 * One deadline, or a periodic one.
 *
 * <p>Threading: {@link #start}, {@link #stop} and {@link #close} from any thread. The callback runs on the owner of the
 * device the timer belongs to; a timer of nobody runs on the owner that started it, or on one chosen at its first
 * expiry when a foreign thread did.
 *
 * <p>Lifecycle: a device's timer ends with the device. A timer may be started again at any time, also from its callback.
 *
 * <p>Units: milliseconds here, nanoseconds inside; never early.
 */
@SuppressWarnings("exports") // PumpedTimer is the inside of a timer; what it has for programs is public here
public final class IOTimer extends PumpedTimer implements IOSource {
    private static final long NS_PER_MS = 1_000_000;
    static final long MAX_DELAY_MS = Long.MAX_VALUE / 4 / NS_PER_MS;

    private final long id;
    private final int commandId;
    private final IOHandler handler;
    private final IODevice device;
    private final Object context;
    private final Object attachment;

    // owner of the device: links in the device's list of timers
    IOTimer previousOfDevice;
    IOTimer nextOfDevice;
    boolean linked;

    // whoever opens the device, then its pump: link in the list of timers started before the device was handed over
    IOTimer nextWithheld;
    boolean withheld;

    IOTimer(EPump system, io.epump.pump.Pump pump, IODevice device, Timing timing, IOHandler handler, Object context) {
        super(pump, timing.periodMs * NS_PER_MS);
        this.id = system.nextTimerId();
        this.device = device;
        this.commandId = timing.commandId;
        this.attachment = timing.attachment;
        this.handler = Objects.requireNonNull(handler, "handler");
        this.context = context;
    }

    /** A timer that fires on the pump, also when there are workers: for what belongs to the pump. Not started yet. */
    static IOTimer servedBy(io.epump.pump.Pump pump, EPump system, int commandId, IOHandler handler) {
        IOTimer timer = new IOTimer(system, pump, null, new Timing(0, commandId, null), handler, null);
        timer.serveByPump();
        return timer;
    }

    /** What a timer is to tell, and how often. */
    record Timing(long periodMs, int commandId, Object attachment) {}

    static void checkDelay(String name, long delayMs) {
        if (delayMs < 0 || delayMs > MAX_DELAY_MS) {
            throw new IllegalArgumentException(name + "=" + delayMs + " is not between 0 and " + MAX_DELAY_MS);
        }
    }

    /**
     * Starts the timer, or starts it again with a new deadline. Safe from any thread; of a device's timer once it is linked
     * to its device, which the first start on the owner does.
     *
     * @param delayMs from now, in milliseconds, 0 or more
     */
    public void start(long delayMs) {
        checkDelay("delayMs", delayMs);
        if (device != null) {
            if (device.isOverFor(this)) {
                return;
            }
            device.link(this);
        }
        startAfter(delayMs * NS_PER_MS);
    }

    /**
     * Stops the timer. Safe from any thread.
     *
     * @return true when its callback will not run; false when it was not started, or its callback runs now or has run. A
     *     periodic timer whose callback runs now does not run again
     */
    public boolean stop() {
        return stopNow();
    }

    @Override
    public void close() {
        stopNow();
    }

    @Override
    protected void announce() {
        // Until the opening callback has returned the running owner may still prepare the device: the timer waits for
        // it.
        if (device != null && device.isBeingOpened()) {
            device.withhold(this);
        } else {
            markDirty();
        }
    }

    /** The pump has adopted the device: timers started before are announced now. */
    void onDeviceAdopted() {
        markDirty();
    }

    @Override
    protected PumpedSource pinned() {
        return device == null ? this : device;
    }

    @Override
    protected void fireTimeout(Owner owner) {
        if (device != null) {
            if (device.isOverFor(this)) {
                stop();
                return;
            }
            device.beforeEvent(IOEventType.TIMEOUT.code());
        }
        try {
            handler.onEvent(context(), this, IOEventType.TIMEOUT, FdType.TIMER);
        } catch (Throwable failure) {
            owner.onFailure(this, failure);
            if (device != null) {
                device.giveUpOn(owner);
            }
        }
    }

    /** Whether it is for this that the timer fires. */
    boolean isOf(IOHandler whose) {
        return handler == whose;
    }

    @Override
    public long id() {
        return id;
    }

    /**
     * The program's number for what is to be done.
     *
     * @return the number given at the start
     */
    public int commandId() {
        return commandId;
    }

    /**
     * What the program has attached to this timer.
     *
     * @return the attachment, may be null
     */
    public Object attachment() {
        return attachment;
    }

    /**
     * The device the timer belongs to.
     *
     * @return the device, or null
     */
    public IODevice device() {
        return device;
    }

    @Override
    public Object context() {
        return device != null ? device.context() : context;
    }

    @Override
    public String toString() {
        return "timer " + id + " command=" + commandId + (device == null ? "" : " of " + device);
    }
}
