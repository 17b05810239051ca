package io.epump;

import com.sun.management.UnixOperatingSystemMXBean;
import io.epump.pump.Pump;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many descriptors the devices of one system may have open, each of them one. The pumps count the devices, from their
 * making until their channels are closed; nothing is counted here but what was refused.
 *
 * <p>Threading: any thread. Whoever opens a device lets it be counted first and asks then, so that of two who open the last
 * one at the same time both may be refused, but never are both let in.
 *
 * <p>Bounds: a channel that is refused is open for the moment between.
 */
final class DescriptorLimit {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final int max;
    private final List<Pump> pumps;
    private final AtomicLong refused = new AtomicLong();

    /** At most so many; 0 for no limit but that of the process. */
    DescriptorLimit(int max, List<Pump> pumps) {
        this.max = max;
        this.pumps = pumps;
    }

    /** Refuses a setting that the process has not the descriptors for. Costs nothing when there is no such setting. */
    static void check(int max) {
        if (max > 0) {
            check(max, ofProcess());
        }
    }

    static void check(int max, long ofProcess) {
        if (max > ofProcess) {
            throw new IllegalArgumentException("maxDescriptors=" + max + " is more than the " + ofProcess
                    + " descriptors that this process may have: allow it more before it starts (ulimit -n " + max
                    + ", LimitNOFILE=" + max + " in a systemd unit), or set less");
        }
    }

    /** The soft limit, which the JVM raises to the hard one when it starts; as good as none where it is not told. */
    static long ofProcess() {
        try {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? unix.getMaxFileDescriptorCount()
                    : UNKNOWN;
        } catch (NoClassDefFoundError e) { // a runtime without jdk.management
            return UNKNOWN;
        }
    }

    /**
     * Before something is opened that can wait.
     *
     * @throws IOException when there is no room
     */
    void checkRoom() throws IOException {
        if (max > 0 && devices() >= max) {
            throw refuse();
        }
    }

    /**
     * After something was opened and counted.
     *
     * @param opened not handed over yet; ended when there are too many
     * @throws IOException then
     */
    void abandonIfExceeded(List<? extends IODevice> opened) throws IOException {
        if (max > 0 && devices() > max) {
            opened.forEach(IODevice::abandonOpening);
            throw refuse();
        }
    }

    private IOException refuse() {
        refused.incrementAndGet();
        return new IOException("maxDescriptors=" + max + " are open");
    }

    private int devices() {
        int devices = 0;
        for (Pump pump : pumps) {
            devices += pump.load().devicesAssigned();
        }
        return devices;
    }

    /** How often that has been. */
    long refused() {
        return refused.get();
    }
}
