package io.ejet.server;

import io.ejet.HttpExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs what may block, so that no pump does: a cold file's stat and open, a spool, a listing. Where callbacks run on pumps
 * it goes to a few threads and comes back to the owner of the exchange; where they run on workers, which may block, it runs
 * at once in place.
 *
 * <p>Threading: {@link #call} on the owner of the exchange; {@link #close} and the counts from any thread.
 *
 * <p>Lifecycle: threads start when there is something to do and are daemons. {@link #close} lets what runs end and tells
 * what waits that it failed. When the exchange ends before its call, the result is disposed of.
 *
 * <p>Bounds: so many threads, so many calls waiting. What is beyond is answered 503 with Retry-After, and counted.
 */
public final class Offload implements AutoCloseable {
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);
    private static final String RETRY_AFTER_SECONDS = "1";

    /** Null when calls run in place. */
    private final ThreadPoolExecutor pool;

    // any thread
    private final LongAdder refused = new LongAdder();
    private final LongAdder disposed = new LongAdder();
    private final LongAdder undelivered = new LongAdder();

    private Offload(ThreadPoolExecutor pool) {
        this.pool = pool;
    }

    /**
     * Calls run in place, on the owner that makes them: for a system with workers.
     *
     * @return an offload without threads
     */
    public static Offload inPlace() {
        return new Offload(null);
    }

    /**
     * Calls run on threads of their own: for a system whose pumps run the callbacks.
     *
     * @param name the beginning of the threads' names, a number follows
     * @param threads at most so many, at least 1; as many as cores is a good number
     * @param maxWaiting how many calls may wait for a thread, at least 1
     * @return an offload
     */
    public static Offload pool(String name, int threads, int maxWaiting) {
        if (threads < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException("threads=" + threads + " maxWaiting=" + maxWaiting);
        }
        AtomicInteger number = new AtomicInteger();
        return new Offload(new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                task -> {
                    Thread thread = new Thread(task, name + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                },
                // only OffloadCalls are given to the pool; a flag costs less than an exception when there is overload
                (task, full) -> ((OffloadCall<?>) task).refuse()));
    }

    /** Whether calls run in place. */
    boolean isInPlace() {
        return pool == null;
    }

    /**
     * Makes a call that may block. Registers with {@link HttpExchange#onClosed}.
     *
     * @param exchange for whom; open
     * @param blocking what may block: on another thread, so it touches nothing of the exchange or its owner
     * @param then takes the result on the owner: later, or, where calls run in place, before this returns
     * @param <T> what the call answers
     * @return false when there was no room: the exchange was answered 503, {@code then} hears nothing
     */
    public <T> boolean call(HttpExchange exchange, Callable<? extends T> blocking, OffloadResult<? super T> then) {
        boolean isAccepted = tryCall(exchange, blocking, then);
        if (!isAccepted) {
            refuse(exchange);
        }
        return isAccepted;
    }

    /** The same; when there was no room nothing is answered. */
    <T> boolean tryCall(HttpExchange exchange, Callable<? extends T> blocking, OffloadResult<? super T> then) {
        if (pool == null) {
            callInPlace(exchange, blocking, then);
            return true;
        }
        OffloadCall<T> call = new OffloadCall<>(this, exchange, blocking, then);
        pool.execute(call);
        if (call.isRefused()) {
            refused.increment();
            return false;
        }
        exchange.onClosed(call::onExchangeClosed); // not too late: the result comes as a task of this very owner
        return true;
    }

    private <T> void callInPlace(HttpExchange exchange, Callable<? extends T> blocking, OffloadResult<? super T> then) {
        T result;
        try {
            result = blocking.call();
        } catch (Exception failure) {
            if (exchange.isClosed()) {
                then.onGone();
            } else {
                then.onFailure(failure);
            }
            return;
        }
        if (exchange.isClosed()) { // the connection may be closed from elsewhere while the call blocks
            disposed.increment();
            then.dispose(result);
            then.onGone();
        } else {
            then.onResult(result);
        }
    }

    /**
     * Answers 503 with Retry-After: there is no room now.
     *
     * @param exchange what to answer; open
     */
    public static void refuse(HttpExchange exchange) {
        exchange.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        ErrorPages.send(exchange, 503);
    }

    /** Ends the threads within five seconds; one that still blocks then is left behind, a daemon. */
    @Override
    public void close() {
        close(CLOSE_BOUND);
    }

    /**
     * Ends the threads. Further calls are refused, those that wait for a thread fail, those that run come to their end.
     *
     * @param bound how long to wait for those that run
     * @return whether all threads have ended
     */
    public boolean close(Duration bound) {
        if (pool == null) {
            return true;
        }
        pool.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        pool.getQueue().drainTo(waiting);
        waiting.forEach(call -> ((OffloadCall<?>) call).cancel());
        try {
            return pool.awaitTermination(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ignored) { // the caller is in a hurry, and keeps its interrupt
            Thread.currentThread().interrupt();
            return pool.isTerminated();
        }
    }

    /**
     * Calls that found no room and were answered 503. Any thread.
     *
     * @return the count
     */
    public long refused() {
        return refused.sum();
    }

    /**
     * Results whose exchange had ended. Any thread.
     *
     * @return the count
     */
    public long disposed() {
        return disposed.sum();
    }

    /**
     * Calls whose owner took no task for a long time. Any thread.
     *
     * @return the count
     */
    public long undelivered() {
        return undelivered.sum();
    }

    /**
     * Calls that wait for a thread. Any thread; a snapshot.
     *
     * @return the count
     */
    public int waiting() {
        return pool == null ? 0 : pool.getQueue().size();
    }

    void countDisposed() {
        disposed.increment();
    }

    void countUndelivered() {
        undelivered.increment();
    }
}
