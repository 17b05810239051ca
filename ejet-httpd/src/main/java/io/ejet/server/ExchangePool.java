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

    private final Limits limits;
    private final ServerExchange[] kept = new ServerExchange[KEPT];
    private int count;

    ExchangePool(Limits limits) {
        this.limits = limits;
    }

    ServerExchange take() {
        if (count == 0) {
            return new ServerExchange(Decoding.of(limits));
        }
        ServerExchange exchange = kept[--count];
        kept[count] = null;
        return exchange;
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
