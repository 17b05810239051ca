package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.EPumpStatistics;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.ListenerGroup;
import io.epump.StreamListener;
import io.epump.sched.EventSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * What each test stands on: starts systems, waits, and at the end checks that each system stops in time and leaves
 * nothing: no device, timer, buffer, thread or descriptor, and no failure that the test has not asked for.
 *
 * <p>Threading: one rig per test; what callbacks report may come from any thread.
 */
final class Rig implements BeforeEachCallback, AfterEachCallback, TestExecutionExceptionHandler {
    /** How long anything may take, far beyond what it does: only a hang takes longer. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String SEED_PROPERTY = "epump.seed";
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final int MAX_VIOLATIONS = 4;
    private static final AtomicInteger SYSTEMS = new AtomicInteger();

    private final long seed = Long.getLong(SEED_PROPERTY, new SplittableRandom().nextLong());
    private final AtomicInteger users = new AtomicInteger();
    private final List<EPump> systems = new ArrayList<>();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final List<CountDownLatch> gates = new ArrayList<>();
    private final List<TestThread> threads = new ArrayList<>();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private List<String> descriptorsBefore = List.of();

    /** What a callback has thrown, and whose it was. */
    record Failure(EventSource source, Throwable thrown) {}

    private static final class TestThread extends Thread {
        private final ThrowingTask task;
        private volatile Throwable failure;

        TestThread(String name, ThrowingTask task) {
            super(name);
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.run();
            } catch (Throwable e) {
                failure = e;
            }
        }
    }

    /** What a test thread does. */
    @FunctionalInterface
    interface ThrowingTask {
        void run() throws Exception;
    }

    // -- systems

    /** Listens on a free port and echoes, with some callbacks delayed. */
    ListenerGroup echo(EPump system, int delayedPercent) throws IOException {
        return listen(system, () -> new EchoHandler(random(), delayedPercent));
    }

    /** Default settings, a name of its own, failures collected, slow callbacks not reported. */
    EPumpConfig.Builder settings() {
        return EPumpConfig.builder()
                .name("it" + SYSTEMS.incrementAndGet())
                .failureHandler((owner, source, thrown) -> failures.add(new Failure(source, thrown)))
                .slowCallbackHandler(slow -> {});
    }

    EPumpConfig.Builder settings(int pumps, int workers) {
        return settings().pumps(pumps).workers(workers);
    }

    EPumpConfig.Builder settings(Permutation permutation) {
        return settings(permutation.pumps(), permutation.workers())
                .ringSize(permutation.ring())
                .reusePort(permutation.reusePort());
    }

    EPump start(EPumpConfig.Builder settings) throws IOException {
        EPump system = EPump.start(settings.build());
        systems.add(system);
        return system;
    }

    /** A system that the test is to start itself. */
    EPump create(EPumpConfig.Builder settings) throws IOException {
        EPump system = EPump.create(settings.build());
        systems.add(system);
        return system;
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }

    /** Listens on a free port; each connection gets a handler of its own, supervised. */
    ListenerGroup listen(EPump system, Supplier<IOHandler> handlers) throws IOException {
        return listenFor(system, () -> new Supervised(this, handlers.get()));
    }

    /** Listens on a free port; each connection gets a handler of its own, as it is. */
    ListenerGroup listenFor(EPump system, Supplier<? extends IOHandler> handlers) throws IOException {
        return system.tcpListen(loopback(0), accepting(handlers), null);
    }

    /** A listener's callback that accepts all there is. */
    static IOHandler accepting(Supplier<? extends IOHandler> handlers) {
        return (context, source, event, fdType) -> {
            if (event != IOEventType.ACCEPT) {
                source.close();
                return;
            }
            StreamListener<?> listener = (StreamListener<?>) source;
            while (listener.accept(handlers.get(), null) != null) {
                // each comes to its own handler
            }
        };
    }

    // -- what a test needs

    /** A source of random numbers for one user. Of the seed, which a failed test tells; safe from any thread. */
    SplittableRandom random() {
        return new SplittableRandom(seed + GOLDEN * users.incrementAndGet());
    }

    /** Closes something at the end, the last first. */
    <T extends AutoCloseable> T closeLater(T closeable) {
        toClose.push(closeable);
        return closeable;
    }

    /** A latch for callbacks to wait at; opened at the end in any case. */
    CountDownLatch gate() {
        CountDownLatch gate = new CountDownLatch(1);
        gates.add(gate);
        return gate;
    }

    /** Waits at a gate as a callback that blocks does. */
    static void blockAt(CountDownLatch gate) {
        try {
            if (!gate.await(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nobody has opened the gate");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("the library never interrupts", e);
        }
    }

    /** Runs something on a thread outside every system; what it throws fails the test. */
    Thread thread(String name, ThrowingTask task) {
        TestThread thread = new TestThread("test-" + name, task);
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Waits for all threads of {@link #thread}. */
    void joinThreads() {
        for (TestThread thread : threads) {
            await(() -> !thread.isAlive(), "the end of " + thread.getName());
            if (thread.failure != null) {
                throw new AssertionError(thread.getName() + " failed" + state(), thread.failure);
            }
        }
        threads.clear();
    }

    /** Something that must never happen has happened. Any thread. */
    void violated(String rule) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(rule);
        }
    }

    /** What callbacks have thrown so far; the test has expected it. */
    List<Failure> takeFailures() {
        List<Failure> taken = new ArrayList<>();
        for (Failure failure = failures.poll(); failure != null; failure = failures.poll()) {
            taken.add(failure);
        }
        return taken;
    }

    /** Waits until {@code condition} holds; fails with the state of all when it does not come to. */
    void await(BooleanSupplier condition, String what) {
        await(condition, () -> what);
    }

    private void await(BooleanSupplier condition, Supplier<String> what) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE.toNanos()) {
                throw failure("waited in vain for " + what.get());
            }
            pause();
        }
    }

    /** Gives others time for something that may happen, but need not; a fifth of a second at most. */
    static void giveTimeFor(BooleanSupplier something) {
        for (int i = 0; i < 1000 && !something.getAsBoolean(); i++) {
            pause();
        }
    }

    /** Between two looks. */
    static void pause() {
        LockSupport.parkNanos(200_000);
    }

    /** An error that tells the state of all systems and threads. */
    AssertionError failure(String message) {
        return new AssertionError(message + state());
    }

    private String state() {
        StringBuilder text =
                new StringBuilder(System.lineSeparator()).append("seed=").append(seed);
        line(text, "violations: " + violations);
        line(text, "failures: " + failures);
        for (EPump system : systems) {
            line(text, system.dump());
        }
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            line(text, entry.getKey() + " " + entry.getKey().getState());
            Arrays.stream(entry.getValue()).forEach(frame -> line(text, "    at " + frame));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(System.lineSeparator()).append(line);
    }

    // -- before and after

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        WarmUp.once();
        descriptorsBefore = Descriptors.open();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        String again = "to run it again: -D" + SEED_PROPERTY + "=" + seed;
        thrown.addSuppressed(new AssertionError(again + "; violations: " + violations + "; failures: " + failures));
        throw thrown;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        gates.forEach(CountDownLatch::countDown);
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
        List<EPump> unstopped =
                systems.stream().filter(system -> !system.stop(PATIENCE)).toList();
        assertTrue(unstopped.isEmpty(), () -> "not stopped in time: " + unstopped + state());
        joinThreads();
        if (context.getExecutionException().isEmpty()) {
            assertEquals(List.of(), List.copyOf(violations), "rules broken, seed=" + seed);
            assertEquals(List.of(), List.copyOf(failures), "failures the test has not expected, seed=" + seed);
        }
        systems.forEach(this::checkNothingLeft);
        if (Descriptors.areTold()) {
            await(
                    () -> Descriptors.count() <= descriptorsBefore.size(),
                    () -> "descriptors to be given back: " + descriptorsBefore + " before, now " + Descriptors.open());
        }
    }

    private void checkNothingLeft(EPump system) {
        EPumpStatistics statistics = system.statistics();
        assertEquals(0, statistics.devices(), () -> "devices of " + system);
        assertEquals(0, statistics.timers(), () -> "timers of " + system);
        assertEquals(0, statistics.buffersInUse(), () -> "buffers in use of " + system);
        for (EPumpStatistics.WorkerFigures worker : statistics.workers()) {
            assertEquals(0, worker.pinned(), () -> "devices pinned to " + worker);
            assertEquals(0, worker.queued(), () -> "events queued for " + worker);
            assertEquals(0, worker.userEvents(), () -> "user events under way to " + worker);
        }
        await(() -> threadsOf(system).isEmpty(), "the end of all threads of " + system);
    }

    /** The live threads of a system. */
    static List<Thread> threadsOf(EPump system) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> thread.getName().startsWith(system.config().name() + "-"))
                .toList();
    }
}
