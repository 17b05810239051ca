package io.epump;

import io.epump.sched.OwnerSetup;
import io.epump.sched.Watchdog;
import java.util.concurrent.locks.LockSupport;

/** The watchdog's thread: ten looks a second, whatever the program's report handler does. */
final class WatchLoop implements Runnable {
    private static final long PERIOD_NS = 100_000_000;

    private final Watchdog watchdog;
    private final OwnerSetup owners;

    /** Set when the thread is to end. */
    private volatile boolean stopRequested;

    WatchLoop(EPump system, OwnerSetup owners) {
        this.owners = owners;
        EPumpConfig config = system.config();
        watchdog = new Watchdog(
                system.owners(), config.slowCallback().toNanos(), system.clock(), config.slowCallbackHandler());
    }

    @Override
    public void run() {
        while (!stopRequested) {
            try {
                watchdog.turn();
            } catch (Throwable failure) { // of the report handler: the watch goes on
                owners.report(null, null, failure);
            }
            // A handler may have set it, and with it set there is no waiting.
            if (!Thread.interrupted() && !stopRequested) {
                LockSupport.parkNanos(PERIOD_NS);
            }
        }
    }

    void requestStop() {
        stopRequested = true;
    }

    long reported() {
        return watchdog.reported();
    }
}
