package io.epump;

import io.epump.pump.Pump;
import io.epump.sched.Owner;
import io.epump.sched.OwnerLoop;
import io.epump.sched.OwnerSetup;
import io.epump.sched.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The threads of one system: makes and starts them, and knows whether a thread is one of them.
 *
 * <p>Threading: any thread.
 *
 * <p>Lifecycle: each ends when its owner has finished. When one cannot be started, those that were are ended again, and
 * what was opened before is given up.
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
            end(pump);
        });
        thread.setName(pump.name());
        return thread;
    }

    /** After its last turn, where that was run. */
    private void end(Pump pump) {
        system.resolver().onPumpEnd(pump);
        pump.close();
    }

    private Thread newThread(Runnable task) {
        Thread thread = config.threadFactory().newThread(task);
        if (thread == null) {
            throw new IllegalStateException("threadFactory=" + config.threadFactory() + " made no thread");
        }
        return thread;
    }

    /**
     * Ends what has begun, and gives up what was opened before the start. The owners whose threads have not begun run on this
     * one for that, since nobody else will run them.
     */
    private void endAfterFailedStart() {
        List<Owner> here =
                system.owners().stream().filter(owner -> !hasBegun(owner)).toList();
        system.refuseOpenings();
        pumps.forEach(Pump::requestDrain);
        runUntil(here, () -> pumps.stream().allMatch(Pump::isDrained));
        requestWorkersStop();
        runUntil(here, this::areWorkersEnded);
        requestPumpsStop();
        runUntil(here, this::isEnded);
        pumps.stream().filter(here::contains).forEach(this::end);
    }

    private boolean hasBegun(Owner owner) {
        List<Thread> threads = owner instanceof Pump ? pumpThreads : workerThreads;
        return owner.index() < threads.size() && threads.get(owner.index()).getState() != Thread.State.NEW;
    }

    /** Runs these owners until something is so, and those of them that were asked to stop have nothing left to do. */
    private static void runUntil(List<Owner> here, BooleanSupplier condition) {
        BooleanSupplier afterTurns = () -> {
            here.forEach(SystemThreads::turn);
            return condition.getAsBoolean()
                    && here.stream().allMatch(owner -> !owner.isStopRequested() || owner.isFinished());
        };
        Waiting.until(afterTurns, System.nanoTime(), END_AFTER_FAILED_START_NS);
    }

    private static void turn(Owner owner) {
        try {
            owner.turn(0);
        } catch (Throwable failure) { // of the loop itself: why the start has failed is to be thrown
            owner.onFailure(null, failure);
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
