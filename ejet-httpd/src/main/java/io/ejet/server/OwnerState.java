package io.ejet.server;

/** What each pump or worker has for itself. */
final class OwnerState {
    private final DateLine dateLine = new DateLine();
    private final ExchangePool exchanges = new ExchangePool();

    DateLine dateLine() {
        return dateLine;
    }

    ExchangePool exchanges() {
        return exchanges;
    }
}
