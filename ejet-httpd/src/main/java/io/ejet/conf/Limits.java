package io.ejet.conf;

import java.time.Duration;

/**
 * Bounds on what a client may ask for and how long it may take. {@link #DEFAULTS} says what holds unless set.
 *
 * @param maxRequestLineBytes longest request line; 414 beyond
 * @param maxHeaderBytes longest head, request line included; 431 beyond
 * @param maxHeaders most header fields; 431 beyond
 * @param maxBodyBytes longest body of a request; 413 beyond
 * @param maxRequests most requests of one connection; the last answer says that it closes
 * @param maxConnections most connections of the server; further ones are closed at once
 * @param connectionIdle how long a new connection may send nothing
 * @param headerIdle how long a client may pause within a head; 408 after
 * @param header how long a whole head may take; 408 after
 * @param bodyIdle how long a client may pause within a body; 408 after
 * @param handle how long an exchange may stand still while it is handled or its answer is sent
 * @param keepAlive how long a connection may be idle after an answer
 * @param linger how long what a client still sends is read and thrown away after the last answer
 * @param stop how long what is in flight may take when the server stops
 * @param smallFileBytes files up to this size are kept in memory
 * @param fileCacheBytes how much memory the kept files may take, for each pump or worker
 * @param fileCacheEntries how many files may be kept, for each pump or worker
 */
public record Limits(
        int maxRequestLineBytes,
        int maxHeaderBytes,
        int maxHeaders,
        long maxBodyBytes,
        int maxRequests,
        int maxConnections,
        Duration connectionIdle,
        Duration headerIdle,
        Duration header,
        Duration bodyIdle,
        Duration handle,
        Duration keepAlive,
        Duration linger,
        Duration stop,
        int smallFileBytes,
        long fileCacheBytes,
        int fileCacheEntries) {
    /** What holds unless set. */
    public static final Limits DEFAULTS = new Limits(
            8 * 1024,
            32 * 1024,
            100,
            1L << 30,
            1_000_000,
            1_000_000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(180),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            32 * 1024,
            64L << 20,
            10_000);
}
