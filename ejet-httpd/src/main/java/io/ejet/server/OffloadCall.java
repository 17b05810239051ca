package io.ejet.server;

import io.ejet.HttpExchange;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One call on its way through the pool and back.
 *
 * <pre>
 *           the call has ended            on the owner
 *   WAITING ──────────────────▶ READY ──────────────────▶ TAKEN    the receiver has the result
 *      │                          │
 *      │ the exchange ends        │ the exchange ends, or the owner cannot be reached
 *      └─────────▶ GONE ◀─────────┘                                the result is disposed of
 * </pre>
 *
 * <p>Whoever makes a transition acts on it, so a result is taken or disposed of exactly once. That a task given to
 * {@link HttpExchange#execute} was accepted is no promise that it runs: the exchange may end before its turn comes.
 *
 * <p>Threading: {@link #run} on a thread of the pool, {@link #onOwner} and {@link #onExchangeClosed} on the owner. Result and
 * failure are written before READY is set and read after it was seen.
 */
final class OffloadCall<T> implements Runnable {
    private static final int WAITING = 0;
    private static final int READY = 1;
    private static final int TAKEN = 2;
    private static final int GONE = 3;

    /** An open exchange refuses tasks only while far too many are under way: then it is worth a short wait. */
    private static final int DELIVERY_TRIES = 64;

    private static final long DELIVERY_PAUSE_NS = 1_000_000;

    private final Offload offload;
    private final HttpExchange exchange;
    private final Callable<? extends T> blocking;
    private final OffloadResult<? super T> then;
    private final AtomicInteger state = new AtomicInteger(WAITING);

    /** Set by the pool's rejection handler, read right after by the owner: the same thread. */
    private boolean refused;

    private T result;
    private Throwable failure;

    OffloadCall(Offload offload, HttpExchange exchange, Callable<? extends T> blocking, OffloadResult<? super T> then) {
        this.offload = offload;
        this.exchange = exchange;
        this.blocking = blocking;
        this.then = then;
    }

    void refuse() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    @Override
    public void run() {
        if (state.get() == GONE) {
            return;
        }
        try {
            result = blocking.call();
        } catch (Throwable thrown) { // goes to the owner: the pool's thread has nobody to tell
            failure = thrown;
        }
        deliver();
    }

    /** Ends a call that never ran: the offload closes. */
    void cancel() {
        failure = new CancellationException("offload closed");
        deliver();
    }

    private void deliver() {
        if (!state.compareAndSet(WAITING, READY)) {
            disposeResult();
            return;
        }
        for (int i = 0; i < DELIVERY_TRIES; i++) {
            if (exchange.execute(this::onOwner) || state.get() != READY) {
                return;
            }
            LockSupport.parkNanos(DELIVERY_PAUSE_NS);
        }
        offload.countUndelivered();
        if (state.compareAndSet(READY, GONE)) {
            disposeResult();
        }
    }

    private void onOwner() {
        if (!state.compareAndSet(READY, TAKEN)) {
            return;
        }
        if (failure == null) {
            then.onResult(result);
        } else {
            then.onFailure(failure);
        }
    }

    void onExchangeClosed() {
        int seen = state.get();
        while (seen != TAKEN && seen != GONE && !state.compareAndSet(seen, GONE)) {
            seen = state.get();
        }
        if (seen == READY) {
            disposeResult();
        }
        if (seen != TAKEN) { // GONE already, when it could not be delivered: the receiver is still to be told
            then.onGone();
        }
    }

    private void disposeResult() {
        if (failure == null) {
            offload.countDisposed();
            then.dispose(result);
        }
    }
}
