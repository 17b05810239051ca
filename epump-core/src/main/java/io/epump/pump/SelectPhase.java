package io.epump.pump;

import io.epump.metrics.PumpCounter;
import io.epump.sched.Doorbell;
import io.epump.sched.OwnerCounter;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * The first phase of a pump's turn: asks the notifier what is ready, or sleeps in it until something is, somebody brings
 * work or the next deadline comes.
 *
 * <p>Threading: the pump's own, except {@link #doorbell}.
 *
 * <p>Lifecycle of a sleep: announce, look once more for what others have brought, select, awake. Whoever brings something
 * after that look finds the pump announced and wakes it.
 */
final class SelectPhase {
    private static final long NS_PER_MS = 1_000_000;

    private final Pump pump;
    private final Notifier notifier;
    private final Notifier.ReadyHandler onReady;
    private final Doorbell doorbell = new Bell();
    private final SpinGuard spinGuard = new SpinGuard();

    private final class Bell extends Doorbell {
        @Override
        protected void signal() {
            if (pump.isHolding()) {
                LockSupport.unpark(pump.thread());
            } else {
                notifier.wakeup();
            }
        }
    }

    SelectPhase(Pump pump, Notifier notifier, Notifier.ReadyHandler onReady) {
        this.pump = pump;
        this.notifier = notifier;
        this.onReady = onReady;
    }

    /** What those ring who bring the pump work. */
    Doorbell doorbell() {
        return doorbell;
    }

    /**
     * Hands on every ready device.
     *
     * @param startNs the time now
     * @param waitNs how long to sleep at most; 0 or less not at all
     * @return how many devices were ready
     */
    int run(long startNs, long waitNs) {
        try {
            return waitNs <= 0 ? notifier.select(0, onReady) : sleep(startNs, waitNs);
        } catch (IOException | RuntimeException e) {
            doorbell.awake();
            onSelectFailed(e);
            return 0;
        }
    }

    /** A select that fails again and again is replaced like one that spins. */
    private void onSelectFailed(Exception failure) {
        pump.onFailure(null, failure);
        try {
            if (spinGuard.onReturn(false)) {
                rebuild();
            }
        } catch (IOException | RuntimeException e) {
            pump.onFailure(null, e);
        }
    }

    private int sleep(long startNs, long waitNs) throws IOException {
        doorbell.announce();
        if (pump.hasArrivals()) {
            doorbell.awake();
            return notifier.select(0, onReady);
        }
        pump.counters().increment(OwnerCounter.SLEEPS);
        boolean endless = waitNs == Long.MAX_VALUE;
        // Rounded up: woken early, the pump would spin until the deadline has come.
        int ready = notifier.select(endless ? -1 : (waitNs - 1) / NS_PER_MS + 1, onReady);
        boolean woken = !doorbell.isSleeping();
        doorbell.awake();
        boolean hadCause = ready > 0
                || woken
                || Thread.currentThread().isInterrupted()
                || (!endless && pump.clock().nanoTime() - startNs >= waitNs);
        pump.onAwake();
        if (spinGuard.onReturn(hadCause)) {
            rebuild();
        }
        return ready;
    }

    private void rebuild() throws IOException {
        pump.count(PumpCounter.REBUILDS);
        String watched = notifier.rebuild();
        pump.onFailure(
                null,
                new IOException("select returned " + SpinGuard.LIMIT
                        + " times in a row without cause; the selector was replaced; it watched:" + watched));
    }
}
