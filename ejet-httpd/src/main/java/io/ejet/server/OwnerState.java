package io.ejet.server;

import io.ejet.conf.Limits;

/** What each pump or worker has for itself. */
final class OwnerState {
    private final DateLine dateLine = new DateLine();
    private final ExchangePool exchanges;

    OwnerState(Limits limits) {
        exchanges = new ExchangePool(limits);
    }

    DateLine dateLine() {
        return dateLine;
    }

    ExchangePool exchanges() {
        return exchanges;
    }
}
