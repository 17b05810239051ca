package io.epump.bench;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOSource;
import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * How late timers fire while many others are outstanding: {@code TimerLateness OUTSTANDING SAMPLES SECONDS}. So many timers
 * wait for an hour; so many samples fire at random moments of the given seconds. First ours, one pump; then, as peer, the
 * JDK's ScheduledThreadPoolExecutor with one thread. Prints a line of {@code name=value} for each.
 *
 * <p>Threading: the timers are started by the main thread, the samples are recorded on the one thread that fires them.
 * Bounds: ends with status 1 when the timers are not all started within 30 seconds, or the samples have not all fired ten
 * seconds after the last deadline.
 */
public final class TimerLateness {
    private static final long OUTSTANDING_MS = 3_600_000;
    private static final long GRACE_SECONDS = 10;
    private static final long START_SECONDS = 30;
    private static final double NS_PER_US = 1_000;

    private final int outstanding;
    private final int samples;
    private final int seconds;
    private final LatencyHistogram lateness = new LatencyHistogram();
    private final CountDownLatch fired;
    private long early;

    private TimerLateness(int outstanding, int samples, int seconds) {
        this.outstanding = outstanding;
        this.samples = samples;
        this.seconds = seconds;
        fired = new CountDownLatch(samples);
    }

    /** Starts a timer that records a sample when it fires. */
    @FunctionalInterface
    private interface Starter {
        void start(long delayMs, Runnable onFired);
    }

    /**
     * Measures and prints.
     *
     * @param args timers outstanding, timers that fire, seconds they are spread over
     * @throws IOException when the system cannot start
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int outstanding = Integer.parseInt(args[0]);
        int samples = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        boolean complete = new TimerLateness(outstanding, samples, seconds).ofPump();
        complete &= new TimerLateness(outstanding, samples, seconds).ofExecutor();
        System.exit(complete ? 0 : 1);
    }

    private boolean ofPump() throws IOException, InterruptedException {
        EPumpConfig config =
                EPumpConfig.builder().name("lateness").pumps(1).workers(0).build();
        try (EPump system = EPump.start(config)) {
            return measure(
                    "pump",
                    (delayMs, onFired) -> system.startTimer(delayMs, 0, null, TimerLateness::onTimeout, onFired),
                    () -> system.statistics().timers());
        }
    }

    private static void onTimeout(Object context, IOSource source, IOEventType event, FdType fdType) {
        ((Runnable) context).run();
    }

    private boolean ofExecutor() throws InterruptedException {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        try {
            return measure(
                    "executor",
                    (delayMs, onFired) -> {
                        var unused = executor.schedule(onFired, delayMs, TimeUnit.MILLISECONDS);
                    },
                    () -> executor.getQueue().size());
        } finally {
            executor.shutdownNow();
        }
    }

    private boolean measure(String name, Starter starter, IntSupplier waiting) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < outstanding; i++) {
            starter.start(OUTSTANDING_MS + random.nextInt(1_000), () -> {});
        }
        if (!awaitStarted(waiting)) {
            System.err.println("TimerLateness: only " + waiting.getAsInt() + " of " + outstanding + " timers started");
            return false;
        }
        for (int i = 0; i < samples; i++) {
            long delayMs = 500L + random.nextInt(seconds * 1_000);
            long deadlineNs = System.nanoTime() + delayMs * 1_000_000;
            starter.start(delayMs, () -> onFired(System.nanoTime() - deadlineNs));
        }
        boolean complete = fired.await(seconds + GRACE_SECONDS, TimeUnit.SECONDS);
        if (!complete) {
            System.err.println("TimerLateness: " + fired.getCount() + " of " + samples + " timers did not fire");
            return false;
        }
        System.out.printf(
                Locale.ROOT,
                "lateness=%s outstanding=%d samples=%d p50_us=%.0f p99_us=%.0f max_us=%.0f early=%d%n",
                name,
                outstanding,
                lateness.total(),
                lateness.percentileNs(50) / NS_PER_US,
                lateness.percentileNs(99) / NS_PER_US,
                lateness.maxNs() / NS_PER_US,
                early);
        return true;
    }

    /** Starting a million is not what is measured: until all of them wait, and the garbage of that is gone. */
    private boolean awaitStarted(IntSupplier waiting) {
        long startNs = System.nanoTime();
        while (waiting.getAsInt() < outstanding) {
            if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
                return false;
            }
            LockSupport.parkNanos(10_000_000);
        }
        System.gc();
        return true;
    }

    private void onFired(long lateNs) {
        if (lateNs < 0) {
            early++;
        } else {
            lateness.record(lateNs);
        }
        fired.countDown();
    }
}
