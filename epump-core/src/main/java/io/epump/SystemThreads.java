package io.epump;

import io.epump.pump.Pump;
import io.epump.sched.OwnerLoop;
import io.epump.sched.OwnerSetup;
import io.epump.sched.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of one system: makes and starts them, and knows whether a thread is one of them.
 *
 * <p>Threading: any thread.
 *
 * <p>Lifecycle: each ends when its owner has finished. When one cannot be started, those that were are ended again.
 */
final class SystemThreads {
    /** As good as no limit, and safe to add to a time. */
    static final long FOR_EVER_NS = Long.MAX_VALUE / 2;

    private static final long END_AFTER_FAILED_START_NS = 10_000_000_000L;

    private final EPump system;
    private final EPumpConfig config;
    private final List<Pump> pumps;
    private final WorkerPool workers;
    private final WatchLoop watch;

    // guarded by this object: started once, by whoever starts or stops the system
    private boolean expected;
    private boolean started;

    /** Written by the start only, read by any thread. */
    private volatile List<Thread> pumpThreads = List.of();

    private volatile List<Thread> workerThreads = List.of();
    private volatile List<Thread> watchThreads = List.of();

    SystemThreads(EPump system, OwnerSetup owners, List<Pump> pumps, WorkerPool workers) {
        this.system = system;
        this.config = system.config();
        this.pumps = pumps;
        this.workers = workers;
        watch = new WatchLoop(system, owners, workers);
    }

    /** The system is to be run by these threads, not by a test's hand. */
    synchronized void expectStart() {
        expected = true;
    }

    /** Starts the threads if the system was made to be run by them, and nobody has: only they can release what was opened. */
    synchronized void startLate() {
        if (expected) {
            start();
        }
    }

    /** Makes and starts the threads; false when that was done before. */
    synchronized boolean start() {
        if (started) {
            return false;
        }
        started = true;
        try {
            ThreadFactory factory = this::newThread;
            workerThreads = workers == null ? List.of() : workers.newThreads(factory);
            pumpThreads = pumps.stream().map(this::newPumpThread).toList();
            watchThreads = List.of(newThread(watch));
            watchThreads.get(0).setName(config.name() + "-watchdog");
            all().forEach(Thread::start);
            return true;
        } catch (Throwable failure) {
            endAfterFailedStart();
            throw failure;
        }
    }

    private Thread newPumpThread(Pump pump) {
        OwnerLoop loop = new OwnerLoop(pump);
        Thread thread = newThread(() -> {
            loop.run();
            system.resolver().onPumpEnd(pump);
            pump.close();
        });
        thread.setName(pump.name());
        return thread;
    }

    private Thread newThread(Runnable task) {
        Thread thread = config.threadFactory().newThread(task);
        if (thread == null) {
            throw new IllegalStateException("threadFactory=" + config.threadFactory() + " made no thread");
        }
        return thread;
    }

    /** A pump whose thread has not begun is closed here, since nobody else will. */
    private void endAfterFailedStart() {
        requestWorkersStop();
        requestPumpsStop();
        Waiting.until(this::isEnded, System.nanoTime(), END_AFTER_FAILED_START_NS);
        for (int i = 0; i < pumps.size(); i++) {
            if (i >= pumpThreads.size() || pumpThreads.get(i).getState() == Thread.State.NEW) {
                pumps.get(i).close();
            }
        }
    }

    void requestWorkersStop() {
        if (workers != null) {
            workers.requestStop();
        }
    }

    void requestPumpsStop() {
        pumps.forEach(Pump::requestStop);
        watch.requestStop();
        watchThreads.forEach(LockSupport::unpark);
    }

    boolean areWorkersEnded() {
        return workerThreads.stream().noneMatch(Thread::isAlive);
    }

    /** Whether no thread is left. */
    boolean isEnded() {
        return all().stream().noneMatch(Thread::isAlive);
    }

    /** Whether waiting for the end on this thread would be waiting for itself. */
    boolean isOneOfThem(Thread thread) {
        return all().contains(thread);
    }

    private List<Thread> all() {
        List<Thread> all = new ArrayList<>(workerThreads);
        all.addAll(pumpThreads);
        all.addAll(watchThreads);
        return all;
    }

    long slowCallbacks() {
        return watch.reported();
    }

    /** A thread that carries a stop out. */
    Thread newStopThread(Runnable task) {
        Thread thread;
        try {
            thread = newThread(task);
        } catch (RuntimeException ignored) { // the program's factory fails: the stop needs a thread all the same
            thread = new Thread(task);
        }
        thread.setName(config.name() + "-stop");
        return thread;
    }

    static long saturatedNs(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? 0 : FOR_EVER_NS;
        }
    }
}
