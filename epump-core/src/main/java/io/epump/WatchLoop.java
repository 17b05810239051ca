package io.epump;

import io.epump.sched.FlightRecording;
import io.epump.sched.NanoClock;
import io.epump.sched.OwnerSetup;
import io.epump.sched.SlowCallback;
import io.epump.sched.Watchdog;
import io.epump.sched.WorkerPool;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The watchdog's thread: looks for slow callbacks and takes the workers' loads for the statistics, whatever the program's
 * report handler does. A callback is found at most half its threshold late, or a tenth of a second if that is less.
 */
final class WatchLoop implements Runnable {
    private static final long LEAST_PERIOD_NS = 10_000_000;
    private static final long LONGEST_PERIOD_NS = 100_000_000;

    static {
        if (FlightRecording.isPossible()) {
            SlowCallbackEvent.load();
        }
    }

    private final Watchdog watchdog;
    private final OwnerSetup owners;
    private final NanoClock clock;
    private final WorkerPool workers;
    private final long periodNs;

    /** Set when the thread is to end. */
    private volatile boolean stopRequested;

    /** The workers are null when there are none. */
    WatchLoop(EPump system, OwnerSetup owners, WorkerPool workers) {
        this.owners = owners;
        this.workers = workers;
        clock = system.clock();
        EPumpConfig config = system.config();
        long thresholdNs = config.slowCallback().toNanos();
        periodNs = periodNs(thresholdNs);
        Consumer<SlowCallback> handler = config.slowCallbackHandler();
        watchdog = new Watchdog(system.owners(), thresholdNs, clock, slow -> {
            if (FlightRecording.isOn()) {
                SlowCallbackEvent.commit(slow);
            }
            handler.accept(slow);
        });
    }

    /** How long to wait between two looks. */
    static long periodNs(long thresholdNs) {
        return Math.max(LEAST_PERIOD_NS, Math.min(LONGEST_PERIOD_NS, thresholdNs / 2));
    }

    @Override
    public void run() {
        while (!stopRequested) {
            try {
                turn();
            } catch (Throwable failure) { // of the report handler: the watch goes on
                owners.report(null, null, failure);
            }
            // A handler may have set it, and with it set there is no waiting.
            if (!Thread.interrupted() && !stopRequested) {
                LockSupport.parkNanos(periodNs);
            }
        }
    }

    /** One look. */
    void turn() {
        if (workers != null) {
            workers.sampleLoads(clock.nanoTime());
        }
        watchdog.turn();
    }

    void requestStop() {
        stopRequested = true;
    }

    long reported() {
        return watchdog.reported();
    }
}
