package io.epump.pump;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How loaded a pump is, for whoever chooses the pump of a new device or timer.
 *
 * <p>Threading: the figures are published by the pump whenever they may have changed and it may sleep (opaque), read by any thread; the number of
 * devices assigned is atomic, since a burst of connects must see its own choices before the pump has adopted them.
 */
public final class PumpLoad {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final VarHandle DEVICES = field("devices", int.class);
    private static final VarHandle TIMERS = field("timers", int.class);
    private static final VarHandle EVENTS = field("eventsLastSecond", long.class);
    private static final VarHandle SECOND_END = field("secondEndNs", long.class);

    private final AtomicInteger assigned = new AtomicInteger();

    // published by the pump
    @SuppressWarnings("UnusedVariable") // through DEVICES
    private int devices;

    @SuppressWarnings("UnusedVariable") // through TIMERS
    private int timers;

    @SuppressWarnings("UnusedVariable") // through EVENTS
    private long eventsLastSecond;

    private long secondEndNs;

    // pump
    private long raisedAtSecondEnd;

    PumpLoad(long nowNs) {
        secondEndNs = nowNs;
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(PumpLoad.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    void publish(long nowNs, int deviceCount, int timerCount, long raised) {
        DEVICES.setOpaque(this, deviceCount);
        TIMERS.setOpaque(this, timerCount);
        if (nowNs - secondEndNs >= SECOND_NS) {
            EVENTS.setOpaque(this, raised - raisedAtSecondEnd);
            SECOND_END.setOpaque(this, nowNs);
            raisedAtSecondEnd = raised;
        }
    }

    /** A device was made for this pump. Any thread. */
    public void onAssigned() {
        assigned.incrementAndGet();
    }

    void onUnassigned() {
        assigned.decrementAndGet();
    }

    /**
     * Devices that belong to the pump, those it has not adopted yet included. Any thread; a snapshot.
     *
     * @return the count
     */
    public int devicesAssigned() {
        return Math.max(0, assigned.get());
    }

    /**
     * Devices under watch. Any thread; a snapshot.
     *
     * @return the count
     */
    public int devices() {
        return (int) DEVICES.getOpaque(this);
    }

    /**
     * Deadlines in the tree, those of the library's own included. Any thread; a snapshot.
     *
     * @return the count
     */
    public int timers() {
        return (int) TIMERS.getOpaque(this);
    }

    /**
     * Events raised in the last second that is known. Any thread; a snapshot.
     *
     * @param nowNs the time now; figures more than two seconds old count as none
     * @return the count
     */
    public long eventsLastSecond(long nowNs) {
        boolean old = nowNs - (long) SECOND_END.getOpaque(this) > 2 * SECOND_NS;
        return old ? 0 : (long) EVENTS.getOpaque(this);
    }

    @Override
    public String toString() {
        return "assigned=" + devicesAssigned();
    }
}
