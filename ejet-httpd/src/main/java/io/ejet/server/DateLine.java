package io.ejet.server;

import io.ejet.http.HttpDate;
import java.nio.charset.StandardCharsets;

/**
 * The Date field as bytes, made anew when a second has passed (RFC 9110 section 6.6.1). Each owner has its own.
 *
 * <p>Bounds: up to a tenth of a second late, because the wall clock is read no more often than that.
 */
final class DateLine {
    private static final long LOOK_NS = 100_000_000;

    private byte[] line = {};
    private long second = Long.MIN_VALUE;
    private long lookedNs;

    /**
     * The line.
     *
     * @param nowNs the time now, of the monotonic clock
     * @return {@code Date: ...} with its line end; not to be changed
     */
    byte[] bytes(long nowNs) {
        if (second == Long.MIN_VALUE || nowNs - lookedNs >= LOOK_NS) {
            lookedNs = nowNs;
            long now = System.currentTimeMillis() / 1000;
            if (now != second) {
                second = now;
                line = ("Date: " + HttpDate.format(now) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            }
        }
        return line;
    }
}
