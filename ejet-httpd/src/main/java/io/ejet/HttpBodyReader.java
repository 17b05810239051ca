package io.ejet;

import java.nio.ByteBuffer;

/**
 * Takes a request's body piece by piece, as it comes. On the owner of the exchange.
 *
 * <p>Lifecycle: some calls of {@link #onBody}, the last of which says so. No call follows after the exchange has ended; that
 * it ended early tells {@link HttpExchange#onClosed}.
 */
@FunctionalInterface
public interface HttpBodyReader {
    /**
     * The next piece.
     *
     * @param exchange the exchange; {@link HttpExchange#suspendBody} makes further pieces wait
     * @param piece the bytes, valid during this call only; may be empty when {@code last}
     * @param last whether the body ends with this piece
     * @throws Exception whatever goes wrong: becomes a 500 as for a handler
     */
    void onBody(HttpExchange exchange, ByteBuffer piece, boolean last) throws Exception;
}
