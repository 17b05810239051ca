package io.ejet.server;

import io.ejet.access.LoginMemory;

/** What each pump or worker has for itself. */
final class OwnerState {
    private final DateLine dateLine = new DateLine();
    private final ExchangePool exchanges = new ExchangePool();

    /** Null before anybody has to prove who he is. */
    private LoginMemory logins;

    LoginMemory logins() {
        if (logins == null) {
            logins = new LoginMemory();
        }
        return logins;
    }

    DateLine dateLine() {
        return dateLine;
    }

    ExchangePool exchanges() {
        return exchanges;
    }
}
