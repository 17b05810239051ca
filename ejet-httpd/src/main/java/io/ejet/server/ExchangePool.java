package io.ejet.server;

import io.ejet.conf.Limits;

/**
 * Exchanges that wait for their next request. An idle connection has none, so there are about as many as there are requests
 * under way.
 *
 * <p>Threading: one owner. Bounds: {@value #KEPT} kept.
 */
final class ExchangePool {
    private static final int KEPT = 256;

    private final ServerExchange[] kept = new ServerExchange[KEPT];
    private int count;

    /** One for a request with these limits; those that were made for others go. */
    ServerExchange take(Limits limits) {
        while (count > 0) {
            ServerExchange exchange = kept[--count];
            kept[count] = null;
            if (exchange.decoding.isFor(limits)) {
                return exchange;
            }
        }
        return new ServerExchange(Decoding.of(limits));
    }

    /**
     * Takes an ended exchange back.
     *
     * @param exchange the exchange
     * @param mayBeHeld whether a program may still hold it: then only what it decoded with serves again
     */
    void giveBack(ServerExchange exchange, boolean mayBeHeld) {
        if (exchange.isHeadKept() || count == KEPT) {
            exchange.letGo();
        } else if (mayBeHeld) {
            exchange.letGo();
            kept[count++] = new ServerExchange(exchange.decoding);
        } else {
            exchange.clear();
            kept[count++] = exchange;
        }
    }
}
