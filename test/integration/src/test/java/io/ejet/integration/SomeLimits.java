package io.ejet.integration;

import io.ejet.conf.Limits;
import java.time.Duration;

/** The usual limits but for those that a test sets. */
final class SomeLimits {
    private static final Limits USUAL = Limits.DEFAULTS;

    private long maxBodyBytes = USUAL.maxBodyBytes();
    private int maxRequests = USUAL.maxRequests();
    private int maxConnections = USUAL.maxConnections();
    private Duration connectionIdle = USUAL.connectionIdle();
    private Duration head = USUAL.headerIdle();
    private Duration bodyIdle = USUAL.bodyIdle();
    private Duration handle = USUAL.handle();
    private Duration linger = USUAL.linger();
    private Duration stop = USUAL.stop();

    SomeLimits maxBodyBytes(long value) {
        maxBodyBytes = value;
        return this;
    }

    SomeLimits maxRequests(int value) {
        maxRequests = value;
        return this;
    }

    SomeLimits maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    SomeLimits connectionIdle(Duration value) {
        connectionIdle = value;
        return this;
    }

    /** For a pause within a head, and for all of it. */
    SomeLimits head(Duration value) {
        head = value;
        return this;
    }

    SomeLimits bodyIdle(Duration value) {
        bodyIdle = value;
        return this;
    }

    SomeLimits handle(Duration value) {
        handle = value;
        return this;
    }

    SomeLimits linger(Duration value) {
        linger = value;
        return this;
    }

    SomeLimits stop(Duration value) {
        stop = value;
        return this;
    }

    Limits all() {
        return new Limits(
                USUAL.maxRequestLineBytes(),
                USUAL.maxHeaderBytes(),
                USUAL.maxHeaders(),
                maxBodyBytes,
                maxRequests,
                maxConnections,
                connectionIdle,
                head,
                head,
                bodyIdle,
                handle,
                USUAL.keepAlive(),
                linger,
                stop,
                USUAL.smallFileBytes(),
                USUAL.fileCacheBytes(),
                USUAL.fileCacheEntries());
    }
}
