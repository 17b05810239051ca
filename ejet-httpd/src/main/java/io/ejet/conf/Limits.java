package io.ejet.conf;

import java.time.Duration;

/**
 * Bounds on what a client may ask for and how long it may take. {@link #DEFAULTS} says what holds unless set.
 *
 * @param maxRequestLineBytes longest request line; 414 beyond
 * @param maxHeaderBytes longest head, request line included; 431 beyond. {@value #LEAST_HEADER_BYTES} to {@value
 *     #MOST_HEADER_BYTES}: each connection that is within a head has a buffer as large
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
 * @param smallFileBytes files up to this size are kept in memory; 0 to {@value #MOST_SMALL_FILE_BYTES}
 * @param fileCacheBytes how much memory the kept files may take, for each pump or worker; {@link #AUTO_BYTES}: 64 MiB, but all
 *     together no more than an eighth of the largest heap there may be
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
    /** The least that {@link #maxHeaderBytes} may be. */
    public static final int LEAST_HEADER_BYTES = 256;

    /** The most that {@link #maxHeaderBytes} may be. */
    public static final int MOST_HEADER_BYTES = 1 << 20;

    /** The most that {@link #smallFileBytes} may be: a small file is queued whole for each client that is slow to take it. */
    public static final int MOST_SMALL_FILE_BYTES = 1 << 20;

    /** A size that the server finds itself, when it knows the heap and how many have to share it. */
    public static final long AUTO_BYTES = -1;

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
            AUTO_BYTES,
            10_000);

    /**
     * Checks what memory is reserved for.
     *
     * @throws IllegalArgumentException for a size beyond its bounds
     */
    public Limits {
        check("maxHeaderBytes", maxHeaderBytes, LEAST_HEADER_BYTES, MOST_HEADER_BYTES);
        check("smallFileBytes", smallFileBytes, 0, MOST_SMALL_FILE_BYTES);
        check("fileCacheBytes", fileCacheBytes, AUTO_BYTES, Long.MAX_VALUE);
    }

    private static void check(String name, long bytes, long least, long most) {
        if (bytes < least || bytes > most) {
            throw new IllegalArgumentException(name + "=" + bytes + " is not between " + least + " and " + most);
        }
    }

    /**
     * The same for heads of a bounded length.
     *
     * @param bytes the most for a head, and with it for a request line; at least {@link #LEAST_HEADER_BYTES}
     * @return this, or limits that differ in {@link #maxHeaderBytes} and perhaps {@link #maxRequestLineBytes} alone
     */
    public Limits withHeaderBytesAtMost(int bytes) {
        return maxHeaderBytes <= bytes ? this : with(Math.min(maxRequestLineBytes, bytes), bytes, fileCacheBytes);
    }

    /**
     * The same with another size of the file cache.
     *
     * @param bytes for each pump or worker, 0 or more
     * @return limits that differ in {@link #fileCacheBytes} alone
     */
    public Limits withFileCacheBytes(long bytes) {
        return with(maxRequestLineBytes, maxHeaderBytes, bytes);
    }

    private Limits with(int newRequestLineBytes, int newHeaderBytes, long newFileCacheBytes) {
        return new Limits(
                newRequestLineBytes,
                newHeaderBytes,
                maxHeaders,
                maxBodyBytes,
                maxRequests,
                maxConnections,
                connectionIdle,
                headerIdle,
                header,
                bodyIdle,
                handle,
                keepAlive,
                linger,
                stop,
                smallFileBytes,
                newFileCacheBytes,
                fileCacheEntries);
    }
}
