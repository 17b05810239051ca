package io.ejet.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The signals that the program is sent: HUP asks it to read its configuration again, USR1 to open its logs again, the first of TERM
 * and INT to stop, a second one of these ends the JVM at once.
 *
 * <p>They are taken over through {@code sun.misc.Signal}, since the JVM itself would answer them with an exit code of 128 and
 * more. That class is no part of Java's interface, so it is reached by reflection, and where it is missing a shutdown hook stops
 * the program, also for HUP: it waits until {@link #ended} and then halts the JVM with exit code 0. The hook cannot tell a
 * second signal, which is without effect then. A signal that was ignored when the JVM was started (nohup) stays ignored.
 *
 * <p>Threading: any thread; signals come on threads of the JVM's. Several signals of a kind that come before the program has
 * looked count as one.
 */
final class Signals {
    private static final int TERM = 15;
    private static final int INT = 2;
    private static final int HUP = 1;
    private static final int EXIT_OF_SIGNAL = 128;
    private static final int USR1 = 10;

    /** What the program is asked to do. */
    enum Wish {
        /** Nothing, so far. */
        NONE,
        /** To read its configuration again. */
        RELOAD,
        /** To open its logs again. */
        REOPEN,
        /** To end. */
        STOP
    }

    private final IntConsumer halt;
    private final AtomicInteger stopSignals = new AtomicInteger();
    private final AtomicBoolean stopAsked = new AtomicBoolean();
    private final AtomicBoolean reloadAsked = new AtomicBoolean();
    private final AtomicBoolean reopenAsked = new AtomicBoolean();

    /** Has a permit when a wish may have come since it was last looked for: a wish is noted first. */
    private final Semaphore heard = new Semaphore(0);

    private final CountDownLatch ended = new CountDownLatch(1);

    /** Written by {@link #install} alone, before the object is handed on. */
    private boolean hearsReload;

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
            signals.takeOver("TERM", TERM);
            signals.takeOver("INT", INT);
            signals.hearsReload = signals.takeOver("HUP", HUP);
            signals.takeOver("USR1", USR1);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unavailable) {
            // Not this JVM, or one that was told to leave signals alone (-Xrs).
            Runtime.getRuntime().addShutdownHook(new Thread(signals::onShutdown, "ejet-shutdown"));
        }
        return signals;
    }

    /** False if the signal stays ignored. */
    private boolean takeOver(String name, int number) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
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
        Object named = signal.getConstructor(String.class).newInstance(name);
        Object before = signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
        return before != handler.getField("SIG_IGN").get(null);
    }

    /** Whether a HUP is heard, and does not end the program. */
    boolean hearsReload() {
        return hearsReload;
    }

    /** A signal has come. */
    void onSignal(int number) {
        if (number == HUP || number == USR1) {
            (number == HUP ? reloadAsked : reopenAsked).set(true);
            heard.release();
            return;
        }
        askToStop();
        if (stopSignals.incrementAndGet() > 1) {
            halt.accept(EXIT_OF_SIGNAL + number);
        }
    }

    private void askToStop() {
        stopAsked.set(true);
        heard.release();
    }

    /** The JVM shuts down: by a signal, or because the program has ended itself. */
    void onShutdown() {
        if (ended.getCount() == 0) {
            return;
        }
        askToStop();
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
     * Waits until the program is asked to do something. One thread alone.
     *
     * @param most how long to wait
     * @return the wish, which is thereby taken unless it is to stop; none when that time is over
     * @throws InterruptedException when the thread is interrupted
     */
    Wish await(Duration most) throws InterruptedException {
        boolean isAsked = stopAsked.get() || reloadAsked.get() || reopenAsked.get();
        if (!isAsked && heard.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            heard.drainPermits();
        }
        if (stopAsked.get()) {
            return Wish.STOP;
        }
        if (reopenAsked.getAndSet(false)) {
            return Wish.REOPEN;
        }
        return reloadAsked.getAndSet(false) ? Wish.RELOAD : Wish.NONE;
    }

    /** The program has done what it had to and ends now. */
    void ended() {
        ended.countDown();
    }
}
