package io.ejet.server;

import io.ejet.conf.Limits;
import java.time.Duration;

/**
 * What time it is for a connection, and until when it may stay as it is.
 *
 * <p>The limits are those that hold when it is asked: a reload may change them. Threading: the owner. Unit: nanoseconds of the monotonic clock, read once for each event.
 */
final class ConnectionClock {
    private long nowNs;
    private long activeNs;
    private long startedNs;

    /** An event begins. */
    void now(long timeNs) {
        nowNs = timeNs;
    }

    long nowNs() {
        return nowNs;
    }

    /** The client, or who answers it, has given a sign of life. */
    void onActivity() {
        activeNs = nowNs;
    }

    /** What is bounded as a whole begins: a head, the rest of a body, or the end of the connection. */
    void onStart() {
        startedNs = nowNs;
    }

    /** Until when the first bytes of a request must come. */
    long idleDeadlineNs(Limits limits, boolean isNew) {
        return activeNs + ns(isNew ? limits.connectionIdle() : limits.keepAlive());
    }

    long headDeadlineNs(Limits limits) {
        return Math.min(startedNs + ns(limits.header()), activeNs + ns(limits.headerIdle()));
    }

    long bodyDeadlineNs(Limits limits) {
        return activeNs + ns(limits.bodyIdle());
    }

    /** Until when the rest of a body that nobody wants must have come. */
    long drainDeadlineNs(Limits limits) {
        return startedNs + ns(limits.bodyIdle());
    }

    /** Until when an answer, or the client that takes it, must get on. */
    long answerDeadlineNs(Limits limits) {
        return activeNs + ns(limits.handle());
    }

    long lingerDeadlineNs(Limits limits) {
        return startedNs + ns(limits.linger());
    }

    private static long ns(Duration duration) {
        return duration.toNanos();
    }
}
