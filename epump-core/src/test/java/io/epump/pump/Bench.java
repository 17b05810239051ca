package io.epump.pump;

import io.epump.sched.DispatchPolicy;
import io.epump.sched.OwnerSetup;
import io.epump.sched.WaitStrategy;
import io.epump.sched.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pump and perhaps workers on the test's own thread, over a fake notifier and a clock that the test moves. */
final class Bench {
    static final long MS = 1_000_000;
    static final long ACCEPT_RETRY_NS = 5 * MS;
    static final long ACCEPT_PAUSE_NS = 100 * MS;
    static final long HOOK_INTERVAL_NS = 10 * MS;

    final FakeNotifier notifier = new FakeNotifier();
    final List<Throwable> failures = new ArrayList<>();
    final WorkerPool workers;
    final Pump pump;

    /** Far from zero, and before an overflow of the clock in some tests. */
    long nowNs;

    /** Run once, inside the next reading of the clock on the test's own thread: what happens between two steps. */
    Runnable atNextClockReading;

    private final Thread testThread = Thread.currentThread();

    Bench(int workerCount) {
        this(workerCount, 1024, 1_000_000_000L);
    }

    Bench(int workerCount, int ringSize, long startNs) {
        this(workerCount, ringSize, startNs, 0);
    }

    /** Whose pump waits so long for a worker at most; the others' do not. */
    static Bench holding(int workerCount, long holdNs) {
        return new Bench(workerCount, 1024, 1_000_000_000L, holdNs);
    }

    private Bench(int workerCount, int ringSize, long startNs, long holdNs) {
        nowNs = startNs;
        OwnerSetup owners =
                new OwnerSetup(this::readClock, (owner, source, failure) -> failures.add(failure), 1_000_000);
        workers = workerCount == 0
                ? null
                : new WorkerPool(
                        workerCount, "worker-", ringSize, WaitStrategy.PARK, DispatchPolicy.LEAST_LOAD, owners);
        PumpSetup setup = new PumpSetup(owners, workers, holdNs, ACCEPT_RETRY_NS, ACCEPT_PAUSE_NS, HOOK_INTERVAL_NS);
        pump = new Pump(0, "pump", setup, notifier);
    }

    private long readClock() {
        Runnable hook = Thread.currentThread() == testThread ? atNextClockReading : null;
        if (hook != null) {
            atNextClockReading = null;
            hook.run();
        }
        return nowNs;
    }

    /** Runs something on a thread outside every turn, to its end. */
    static void onForeignThread(Runnable action) {
        FutureTask<Void> task = new FutureTask<>(action, null);
        Thread thread = new Thread(task, "foreign");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            AssertionError stuck = new AssertionError("a foreign thread does not come back", e);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs everything until nothing is left to do; fails when that takes for ever. */
    void settle() {
        for (int rounds = 0; rounds < 100_000; rounds++) {
            int done = pump.turn(0) + runWorkers();
            if (done == 0) {
                return;
            }
        }
        throw new AssertionError("does not settle: " + pump.load());
    }

    int runWorkers() {
        int done = 0;
        for (int i = 0; workers != null && i < workers.size(); i++) {
            done += workers.worker(i).turn(0);
        }
        return done;
    }

    /** A device that is handed over and adopted. */
    TestDevice open(int wanted) {
        TestDevice device = new TestDevice(this, wanted);
        device.handOver();
        settle();
        return device;
    }
}
