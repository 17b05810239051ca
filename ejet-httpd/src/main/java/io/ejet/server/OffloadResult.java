package io.ejet.server;

/**
 * What becomes of a call that was offloaded. Exactly one of {@link #onResult}, {@link #onFailure} and {@link #onGone} is
 * called, once, on the owner of the exchange; a result that nobody takes goes to {@link #dispose} instead.
 *
 * @param <T> what the call answers
 */
public interface OffloadResult<T> {
    /**
     * The call has ended and the exchange is open. What this throws goes to whoever runs the task, as for
     * {@link io.ejet.HttpExchange#execute}.
     *
     * @param result what the call answered; from here on the receiver's own
     */
    void onResult(T result);

    /**
     * The call has thrown, or the offload was closed before its turn came; the exchange is open.
     *
     * @param failure what was thrown
     */
    void onFailure(Throwable failure);

    /** The exchange has ended before a result could be taken. Nothing unless overridden. */
    default void onGone() {}

    /**
     * Gives up a result whose exchange has ended: closes what was opened. Any thread, the owner's included. Nothing unless
     * overridden.
     *
     * @param result what the call answered
     */
    default void dispose(T result) {}
}
