package io.epump.pump;

import java.io.IOException;

/**
 * What tells a pump which devices are ready: a Selector today; the seam for a native notifier and for simulated devices.
 * Level-triggered: what is armed and ready is told again by every select.
 *
 * <p>Threading: the pump's own, except {@link #wakeup}.
 */
public interface Notifier {
    /** Takes what is ready. */
    @FunctionalInterface
    interface ReadyHandler {
        /**
         * A device is ready. Must not throw.
         *
         * @param device which
         * @param ready for what, bits of {@link Interest}; -1 when the device can no longer be watched
         */
        void onReady(PumpedDevice device, int ready);
    }

    /**
     * Waits until a watched device is ready, and hands on all that are.
     *
     * @param timeoutMs how long to wait in milliseconds; 0 not at all, negative without end
     * @param handler called for each ready device, on this thread
     * @return how many devices were ready
     * @throws IOException when the system refuses
     */
    int select(long timeoutMs, ReadyHandler handler) throws IOException;

    /** Ends the select that runs, or the next one. Safe from any thread. */
    void wakeup();

    /**
     * Begins to watch a device.
     *
     * @param device which
     * @param interest for what, bits of {@link Interest}
     * @throws IOException when the system refuses
     */
    void add(PumpedDevice device, int interest) throws IOException;

    /**
     * Changes what a device is watched for.
     *
     * @param device a device that was added
     * @param interest bits of {@link Interest}
     * @return false when the device can no longer be watched: somebody has closed it
     */
    boolean arm(PumpedDevice device, int interest);

    /**
     * Ceases to watch a device. The descriptor is really free only after the next select.
     *
     * @param device which
     */
    void remove(PumpedDevice device);

    /**
     * Replaces what spins by something fresh that watches the same.
     *
     * @return for people: what was watched
     * @throws IOException when the system refuses
     */
    String rebuild() throws IOException;

    /**
     * Releases everything.
     *
     * @throws IOException when the system refuses
     */
    void close() throws IOException;
}
