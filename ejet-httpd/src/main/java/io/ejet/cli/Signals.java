package io.ejet.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The signals that end the program: the first one asks to stop, a second one ends the JVM at once.
 *
 * <p>TERM, INT and HUP are taken over through {@code sun.misc.Signal}, since the JVM itself would answer them with an exit code
 * of 128 and more. That class is no part of Java's interface, so it is reached by reflection, and where it is missing a shutdown
 * hook does the same: it waits until {@link #ended} and then halts the JVM with exit code 0. The hook cannot tell a second
 * signal, which is without effect then. A signal that was ignored when the JVM was started (nohup) stays ignored.
 *
 * <p>Threading: any thread; signals come on threads of the JVM's.
 */
final class Signals {
    private static final String[] NAMES = {"TERM", "INT", "HUP"};
    private static final int[] NUMBERS = {15, 2, 1};
    private static final int EXIT_OF_SIGNAL = 128;

    private final IntConsumer halt;
    private final AtomicInteger signals = new AtomicInteger();
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Not connected to any signal.
     *
     * @param halt ends the JVM with an exit code
     */
    Signals(IntConsumer halt) {
        this.halt = halt;
    }

    /** Takes the signals over. */
    static Signals install() {
        Signals signals = new Signals(Runtime.getRuntime()::halt);
        try {
            signals.takeOver();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unavailable) {
            // Not this JVM, or one that was told to leave signals alone (-Xrs).
            Runtime.getRuntime().addShutdownHook(new Thread(signals::onShutdown, "ejet-shutdown"));
        }
        return signals;
    }

    private void takeOver() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        for (int i = 0; i < NAMES.length; i++) {
            int number = NUMBERS[i];
            InvocationHandler onSignal = (proxy, method, args) -> switch (method.getName()) {
                case "handle" -> {
                    onSignal(number);
                    yield null;
                }
                case "equals" -> proxy == args[0];
                case "hashCode" -> number;
                default -> "signal handler of eJet";
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
            Object named = signal.getConstructor(String.class).newInstance(NAMES[i]);
            signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
        }
    }

    /** A signal has come. */
    void onSignal(int number) {
        stopAsked.countDown();
        if (signals.incrementAndGet() > 1) {
            halt.accept(EXIT_OF_SIGNAL + number);
        }
    }

    /** The JVM shuts down: by a signal, or because the program has ended itself. */
    void onShutdown() {
        if (ended.getCount() == 0) {
            return;
        }
        stopAsked.countDown();
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        halt.accept(0);
    }

    /**
     * Waits until the program is asked to stop.
     *
     * @param most how long to wait
     * @return false when that time is over
     * @throws InterruptedException when the thread is interrupted
     */
    boolean awaitStop(Duration most) throws InterruptedException {
        return stopAsked.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The program has done what it had to and ends now. */
    void ended() {
        ended.countDown();
    }
}
