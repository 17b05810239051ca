package io.ejet;

/**
 * Answers requests.
 *
 * <p>Threading: called on the owner of the connection, one request of a connection at a time, in the order they came; several
 * connections at the same time. In the fast model the owner is a pump, so a handler must not block there; with workers only
 * the connections of that worker wait.
 */
@FunctionalInterface
public interface HttpHandler {
    /**
     * A request's head is complete. The handler answers now, or reads the body first, or keeps the exchange and answers
     * later through {@link HttpExchange#execute}. What it throws becomes a 500 if nothing was sent yet, else the end of the
     * connection.
     *
     * @param exchange the request and its answer
     * @throws Exception whatever goes wrong
     */
    void handle(HttpExchange exchange) throws Exception;
}
