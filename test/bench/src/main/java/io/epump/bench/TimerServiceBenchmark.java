package io.epump.bench;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole timer services with a million timers outstanding, used from another thread than the one that fires, as programs do:
 * ours, Netty's wheel, the JDK's executor, a TreeMap under a lock ({@link TimerService}).
 *
 * <ul>
 *   <li>startStop: a timer for a minute is started, and the one that was started 64 times before is stopped;
 *   <li>fire: so many timers are started, fire within a tenth of a second, and say how late they were. Their time is that of
 *       the delay: what it costs is the CPU time of the process.
 * </ul>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseParallelGC"})
@Warmup(iterations = 20, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class TimerServiceBenchmark {
    private static final int RECENT = 64;
    private static final int FIRED = 10_000;
    private static final int WITHIN_MS = 100;
    private static final long MINUTE_MS = 60_000;
    private static final int HOUR_MS = 3_600_000;
    private static final long START_SECONDS = 60;

    /** Which service. */
    @Param({"pump", "wheel1", "wheel100", "executor", "treemap"})
    private String service;

    /** How many timers wait for an hour meanwhile. */
    @Param("1000000")
    private int outstanding;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Object[] recent = new Object[RECENT];
    private TimerService timers;
    private int next;

    /** Called by JMH. */
    public TimerServiceBenchmark() {}

    /** Starts the service and what is outstanding. */
    @Setup
    public void start() {
        timers = TimerService.of(service);
        for (int i = 0; i < outstanding; i++) {
            timers.start(HOUR_MS + random.nextInt(HOUR_MS), () -> {});
        }
        long startNs = System.nanoTime();
        while (timers.waiting() < outstanding) {
            if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
                throw new IllegalStateException("only " + timers.waiting() + " of " + outstanding + " timers wait");
            }
            LockSupport.parkNanos(1_000_000);
        }
        for (int i = 0; i < RECENT; i++) {
            recent[i] = timers.start(MINUTE_MS, () -> {});
        }
    }

    /** Ends the service. */
    @TearDown
    public void stop() {
        timers.close();
    }

    /** One start and one stop. */
    @Benchmark
    public void startStop() {
        next = (next + 1) % RECENT;
        timers.stop(recent[next]);
        recent[next] = timers.start(MINUTE_MS, () -> {});
    }

    /**
     * Many timers that fire.
     *
     * @throws InterruptedException when interrupted
     */
    @Benchmark
    @OperationsPerInvocation(FIRED)
    public void fire() throws InterruptedException {
        CountDownLatch fired = new CountDownLatch(FIRED);
        for (int i = 0; i < FIRED; i++) {
            long delayMs = 1L + random.nextInt(WITHIN_MS);
            long deadlineNs = System.nanoTime() + delayMs * 1_000_000;
            timers.start(delayMs, () -> {
                Lateness.record(System.nanoTime() - deadlineNs);
                fired.countDown();
            });
        }
        if (!fired.await(START_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(fired.getCount() + " of " + FIRED + " timers did not fire");
        }
    }
}
