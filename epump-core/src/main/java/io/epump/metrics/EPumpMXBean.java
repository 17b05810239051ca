package io.epump.metrics;

import java.util.List;

/**
 * A system as JMX shows it: {@code io.epump:type=EPump,name="<its name>"}. A second system of the same name gets {@code -2}
 * behind it, and so on. Each attribute is taken when it is asked for.
 *
 * <p>Threading: any thread.
 */
public interface EPumpMXBean {
    /**
     * The name of the system.
     *
     * @return the name
     */
    String getName();

    /**
     * Since when the system is there.
     *
     * @return milliseconds
     */
    long getUpMs();

    /**
     * Devices of all pumps, those about to be watched or closed included.
     *
     * @return the count
     */
    int getDevices();

    /**
     * Deadlines of all pumps.
     *
     * @return the count
     */
    int getTimers();

    /**
     * Buffers in use, all pools together.
     *
     * @return the count
     */
    long getBuffersInUse();

    /**
     * Readiness that found an event of its type under way already.
     *
     * @return the count
     */
    long getCoalesced();

    /**
     * Events dropped because they had become void on their way.
     *
     * @return the count
     */
    long getStale();

    /**
     * Events that found a worker's ring full.
     *
     * @return the count
     */
    long getSpilled();

    /**
     * Sleepers woken, each by a system call.
     *
     * @return the count
     */
    long getWakeups();

    /**
     * Times a listener was paused, mostly for want of descriptors.
     *
     * @return the count
     */
    long getAcceptPauses();

    /**
     * Times that {@code maxDescriptors} was in the way of opening or accepting.
     *
     * @return the count
     */
    long getOpeningsRefused();

    /**
     * Callbacks that threw.
     *
     * @return the count
     */
    long getFailures();

    /**
     * Callbacks reported as slow.
     *
     * @return the count
     */
    long getSlowCallbacks();

    /**
     * The pumps.
     *
     * @return one for each
     */
    List<PumpView> getPumps();

    /**
     * The workers.
     *
     * @return one for each, none in the fast model
     */
    List<WorkerView> getWorkers();

    /**
     * The whole state as text. Asks each pump and waits up to a second for it.
     *
     * @return several lines
     */
    String dump();
}
