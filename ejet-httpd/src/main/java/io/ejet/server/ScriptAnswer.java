package io.ejet.server;

import io.ejet.HttpExchange;
import io.ejet.http.HttpStatus;

/** What scripts answer themselves. Immutable. */
sealed interface ScriptAnswer extends OwnHandler {
    /** Closes the connection without a word, as nginx does. */
    int CLOSE_SILENTLY = 444;

    /**
     * {@code reply}.
     *
     * @param status 200 to 599, or {@link #CLOSE_SILENTLY}
     * @param text the body, or the Location of a redirection; null for the page of that status
     */
    record Reply(int status, String text) implements ScriptAnswer {
        /** Has no content (RFC 9110 section 15.3.6), though it tells a length. */
        private static final int RESET_CONTENT = 205;

        boolean isRedirection() {
            return text != null && status >= 300 && status < 400;
        }

        @Override
        public void handle(HttpExchange exchange) {
            if (status == CLOSE_SILENTLY) {
                ((ServerExchange) exchange).drop();
            } else if (isRedirection()) {
                ErrorPages.send(exchange.setHeader("Location", text), status);
            } else if (text != null && status != RESET_CONTENT) {
                exchange.status(status).send(text);
            } else if (status >= 300 && HttpStatus.mayHaveBody(status)) {
                ErrorPages.send(exchange, status);
            } else {
                exchange.status(status).send();
            }
        }
    }

    /**
     * {@code rewrite ... forward}: upstreams are not served yet.
     *
     * @param url where the request is to be sent
     */
    record Forward(String url) implements ScriptAnswer {
        @Override
        public void handle(HttpExchange exchange) {
            ((ServerExchange) exchange).onForwarded(url);
            ErrorPages.send(exchange, 501);
        }
    }
}
