package io.ejet.server;

import io.ejet.HttpExchange;
import io.ejet.access.BasicLogin;
import java.util.concurrent.TimeUnit;

/**
 * What is answered to who is not let in: the page of a status. Immutable.
 *
 * @param status 401, 403, 429 or 503
 * @param field a field that goes with it; null for none
 * @param value of the field
 */
record AccessRefusal(int status, String field, String value) implements OwnHandler {
    static final AccessRefusal FORBIDDEN = new AccessRefusal(403, null, null);

    /** The client has as many requests under way as it may have, as nginx says it. */
    static final AccessRefusal NO_ROOM = new AccessRefusal(503, null, null);

    /** Asks for a name and a password (RFC 9110 section 15.5.2). */
    static AccessRefusal unauthorized(BasicLogin login) {
        return new AccessRefusal(401, "WWW-Authenticate", login.challenge());
    }

    /** Says when to come again, in whole seconds (RFC 6585 section 4). */
    static AccessRefusal tooMany(long waitNs) {
        return new AccessRefusal(429, "Retry-After", Long.toString(TimeUnit.NANOSECONDS.toSeconds(waitNs - 1) + 1));
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (field != null) {
            exchange.setHeader(field, value);
        }
        ErrorPages.send(exchange, status);
    }
}
