package io.epump;

import io.epump.pump.Pump;
import io.epump.sched.Owner;
import io.epump.sched.OwnerLoop;
import io.epump.sched.Watchdog;
import io.epump.sched.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The threads of one system: starts them, and stops them in the order that loses nothing.
 *
 * <p>Threading: any thread; {@link #stop} is carried out by the first that calls it, others wait for it.
 */
final class SystemThreads {
    private static final long WATCH_PERIOD_NS = 100_000_000;
    private static final long POLL_NS = 1_000_000;

    private final EPump system;
    private final List<Pump> pumps;
    private final WorkerPool workers;
    private final Watchdog watchdog;
    private final List<Thread> pumpThreads = new ArrayList<>();
    private final List<Thread> workerThreads = new ArrayList<>();
    private final Object stopLock = new Object();
    private Thread watchThread;
    private boolean stopped;

    /** Set once by the first stop, read by whoever opens something. */
    private volatile boolean stopping;

    /** Set when the watchdog's thread is to end. */
    private volatile boolean watchEnds;

    SystemThreads(EPump system, List<Pump> pumps, WorkerPool workers) {
        this.system = system;
        this.pumps = pumps;
        this.workers = workers;
        EPumpConfig config = system.config();
        watchdog = new Watchdog(
                system.owners(), config.slowCallback().toNanos(), system.clock(), config.slowCallbackHandler());
    }

    void start() {
        EPumpConfig config = system.config();
        if (workers != null) {
            workerThreads.addAll(workers.start(config.threadFactory()));
        }
        for (Pump pump : pumps) {
            OwnerLoop loop = new OwnerLoop(pump);
            Thread thread = config.threadFactory().newThread(() -> {
                loop.run();
                pump.close();
            });
            thread.setName(pump.name());
            pumpThreads.add(thread);
            thread.start();
        }
        watchThread = config.threadFactory().newThread(this::watch);
        watchThread.setName(config.name() + "-watchdog");
        watchThread.start();
    }

    private void watch() {
        while (!watchEnds) {
            try {
                watchdog.turn();
            } catch (RuntimeException ignored) { // of the program's report handler: the watch goes on
                LockSupport.parkNanos(WATCH_PERIOD_NS);
            }
            LockSupport.parkNanos(WATCH_PERIOD_NS);
        }
    }

    boolean isStopping() {
        return stopping;
    }

    long slowCallbacks() {
        return watchdog.reported();
    }

    boolean stop(Duration deadline) {
        stopping = true;
        Owner current = Owner.current();
        if (current != null && system.owners().contains(current)) {
            Thread stopper = system.config().threadFactory().newThread(() -> stopAll(deadline));
            stopper.setName(system.config().name() + "-stop");
            stopper.start();
            return false;
        }
        return stopAll(deadline);
    }

    private boolean stopAll(Duration deadline) {
        synchronized (stopLock) {
            if (!stopped) {
                stopped = stopInOrder(System.nanoTime(), deadline.toNanos());
            }
            return stopped;
        }
    }

    private boolean stopInOrder(long startNs, long deadlineNs) {
        await(this::isListeningClosed, startNs, deadlineNs / 2);
        if (system.config().stopHandler() != null) {
            system.config().stopHandler().accept(system);
            await(() -> devices() == 0, startNs, deadlineNs / 2);
        }
        pumps.forEach(Pump::requestDrain);
        await(() -> pumps.stream().allMatch(Pump::isDrained), startNs, deadlineNs);
        if (workers != null) {
            workers.requestStop();
        }
        boolean ended = join(workerThreads, startNs, deadlineNs);
        pumps.forEach(Pump::requestStop);
        ended &= join(pumpThreads, startNs, deadlineNs);
        watchEnds = true;
        if (watchThread != null) {
            LockSupport.unpark(watchThread);
            ended &= join(
                    List.of(watchThread), startNs, Math.max(deadlineNs, System.nanoTime() - startNs + WATCH_PERIOD_NS));
        }
        return ended;
    }

    /** Closes again each time it looks: a group that was being opened may have come since. */
    private boolean isListeningClosed() {
        List<ListenerGroup> left = system.listening();
        left.forEach(ListenerGroup::close);
        return left.isEmpty();
    }

    private int devices() {
        return pumps.stream().mapToInt(pump -> pump.load().devicesAssigned()).sum();
    }

    private static void await(BooleanSupplier condition, long startNs, long limitNs) {
        while (!condition.getAsBoolean() && System.nanoTime() - startNs < limitNs) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Whether all have ended in time. */
    private static boolean join(List<Thread> threads, long startNs, long limitNs) {
        for (Thread thread : threads) {
            await(() -> !thread.isAlive(), startNs, limitNs);
            if (thread.isAlive()) {
                return false;
            }
        }
        return true;
    }
}
