package io.epump.pump;

import io.epump.sched.Vacancy;
import io.epump.sched.WorkerPool;
import java.util.concurrent.locks.LockSupport;

/**
 * The pause of a pump before its select while every worker has work: nobody could take what the select would tell, and what is
 * in flight would have to be disarmed only to be armed again a moment later, two system calls for each event. A pump that holds
 * until a worker has finished its batch finds these callbacks ended, the interest of their devices is what it was, and the
 * select tells more devices at once.
 *
 * <p>Threading: the pump's own. It sleeps by the pump's doorbell, so that whatever wakes a sleeping pump ends the pause; a worker
 * that runs dry ends it too ({@link Vacancy}).
 *
 * <p>Bounds: {@code holdNs} of the setup, and never beyond the next deadline. A pause that nobody has ended was in vain: workers are
 * busy with long callbacks, and there is no other until one of these has ended.
 */
final class HoldPhase {
    private final Pump pump;
    private final WorkerPool workers;
    private final Vacancy.Waiter waiter;
    private final long holdNs;

    // pump
    private boolean inVain;

    /** Written by the pump before its announcement, read by whoever rings: whether it sleeps here or in its select. */
    private volatile boolean holding;

    HoldPhase(Pump pump, PumpSetup setup) {
        this.pump = pump;
        workers = setup.workers();
        holdNs = setup.holdNs();
        waiter = workers.vacancy().newWaiter(pump.doorbell());
    }

    /** Whether a signal to the pump is to end this pause. Any thread. */
    boolean isHolding() {
        return holding;
    }

    /** A callback has ended: holding may help again. */
    void onProgress() {
        inVain = false;
    }

    /**
     * Waits for a worker to become free if none is.
     *
     * @param untilNs how long the pump has nothing else to do
     * @return whether there was a pause
     */
    boolean run(long untilNs) {
        long limitNs = Math.min(holdNs, untilNs);
        if (inVain || limitNs <= 0 || !workers.isSaturated()) {
            return false;
        }
        holding = true;
        waiter.announce();
        if (workers.isSaturated() && !pump.hasArrivals()) {
            LockSupport.parkNanos(this, limitNs);
            inVain = pump.doorbell().isSleeping();
        }
        waiter.end();
        holding = false;
        pump.onAwake();
        return true;
    }
}
