package io.epump.pump;

/**
 * A notifier of simulated devices: it never blocks, and tells, level-triggered, for what its one device is said to be
 * ready.
 *
 * <p>Threading: the pump's own, but {@link #wakeup}.
 */
class StressNotifier implements Notifier {
    private PumpedDevice watched;
    private int interest;

    /** What the device is ready for; -1 when it can no longer be watched. */
    int ready;

    @Override
    public int select(long timeoutMs, ReadyHandler handler) {
        if (watched == null || (ready & interest) == 0) {
            return 0;
        }
        handler.onReady(watched, ready == -1 ? -1 : ready & interest);
        return 1;
    }

    @Override
    public void wakeup() {}

    @Override
    public void add(PumpedDevice device, int newInterest) {
        watched = device;
        interest = newInterest;
        device.registration = this;
    }

    @Override
    public boolean arm(PumpedDevice device, int newInterest) {
        interest = newInterest;
        return true;
    }

    @Override
    public void remove(PumpedDevice device) {
        watched = null;
        device.registration = null;
    }

    boolean watches(PumpedDevice device) {
        return watched == device;
    }

    @Override
    public String rebuild() {
        throw new IllegalStateException("nothing spins here");
    }

    @Override
    public void close() {}
}
