package io.epump;

import io.epump.pump.Pump;
import io.epump.sched.Owner;
import io.epump.sched.OwnerSetup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Stops a system in the order that loses nothing:
 *
 * <ol>
 *   <li>listeners let the program accept what is queued, and close;
 *   <li>the program is told, and may drain its connections;
 *   <li>pumps give up what is left, with INVALID_DEV;
 *   <li>workers run what they have, and end;
 *   <li>pumps close everything, and end.
 * </ol>
 *
 * Each step is gone into when the one before is done or its time is up: for the first two that is when little enough of the
 * deadline is left for the others ({@link #drainNs}).
 *
 * <p>Threading: any thread; carried out by one at a time, others wait for it as long as their own deadline allows. A thread
 * of the system, or one that is just carrying it out, only requests.
 */
final class StopOrder {
    private static final long CLOSING_NS = 1_000_000_000L;

    private final EPump system;
    private final OwnerSetup owners;
    private final List<Pump> pumps;
    private final SystemThreads threads;
    private final ReentrantLock lock = new ReentrantLock();

    // under the lock
    private boolean programTold;
    private boolean goesOn;

    /** Set once by the first stop, or a start that fails; read by whoever opens something. */
    private volatile boolean stopping;

    StopOrder(EPump system, OwnerSetup owners, List<Pump> pumps, SystemThreads threads) {
        this.system = system;
        this.owners = owners;
        this.pumps = pumps;
        this.threads = threads;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Nothing is opened from now on, as the start has failed. */
    void refuseOpenings() {
        stopping = true;
    }

    boolean stop(Duration deadline) {
        long limitNs = Math.max(0, SystemThreads.saturatedNs(deadline)); // without time left it is begun all the same
        stopping = true;
        if (lock.isHeldByCurrentThread()) {
            return false; // called by the program's stop handler: it is going on
        }
        Owner current = Owner.current();
        if (threads.isOneOfThem(Thread.currentThread())
                || (current != null && system.owners().contains(current))) {
            threads.newStopThread(() -> stopAll(limitNs)).start();
            return false;
        }
        return stopAll(limitNs);
    }

    private boolean stopAll(long limitNs) {
        long startNs = System.nanoTime();
        if (!isLockTaken(limitNs)) {
            return false;
        }
        try {
            threads.startLate();
            stopInOrder(startNs, limitNs);
            return threads.isEnded() && devices() == 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLockTaken(long limitNs) {
        long startNs = System.nanoTime();
        boolean interrupted = false;
        boolean taken = false;
        long leftNs = limitNs;
        while (!taken && leftNs >= 0) {
            try {
                taken = lock.tryLock(leftNs, TimeUnit.NANOSECONDS);
                leftNs = taken ? leftNs : -1;
            } catch (InterruptedException e) {
                interrupted = true;
                leftNs = limitNs - (System.nanoTime() - startNs);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return taken;
    }

    private void stopInOrder(long startNs, long limitNs) {
        long drainNs = drainNs(limitNs);
        Waiting.until(this::isListeningClosed, startNs, drainNs);
        tellProgram(startNs, drainNs);
        pumps.forEach(Pump::requestDrain);
        if (!Waiting.until(() -> pumps.stream().allMatch(Pump::isDrained), startNs, limitNs)) {
            goOnLater();
            return;
        }
        threads.requestWorkersStop();
        Waiting.until(threads::areWorkersEnded, startNs, limitNs);
        threads.requestPumpsStop();
        system.onEnding();
        Waiting.until(threads::isEnded, startNs, limitNs);
    }

    /**
     * How much of a stop's time the program has to finish what is under way. What comes after that waits for nobody but the
     * callbacks that run just then, and closes everything in milliseconds: a second is enough for it, however much time there
     * is, and a quarter when there is little.
     *
     * @param limitNs the time of the whole stop
     * @return the time from its beginning until the rest is given up
     */
    static long drainNs(long limitNs) {
        return limitNs - Math.min(limitNs / 4, CLOSING_NS);
    }

    /** A callback outlasts the stop: what it has opened needs its pump, and a worker, until it is closed. */
    private void goOnLater() {
        if (!goesOn) {
            threads.newStopThread(() -> stopAll(SystemThreads.FOR_EVER_NS)).start();
            goesOn = true; // only now: without a thread the next stop tries again
        }
    }

    /** Closes again each time it looks: a group that was being opened may have come since. */
    private boolean isListeningClosed() {
        List<OpenListener> left = system.listening();
        left.forEach(OpenListener::close);
        return left.isEmpty();
    }

    private void tellProgram(long startNs, long limitNs) {
        if (system.config().stopHandler() == null || programTold) {
            return;
        }
        programTold = true;
        BooleanSupplier asked = system.config().stopReady();
        try {
            system.config().stopHandler().accept(system);
            Waiting.until(() -> devices() == 0 || (asked != null && asked.getAsBoolean()), startNs, limitNs);
        } catch (Throwable failure) { // of the program: the rest is stopped all the same
            owners.report(null, null, failure);
        }
    }

    private int devices() {
        return pumps.stream().mapToInt(pump -> pump.load().devicesAssigned()).sum();
    }
}
