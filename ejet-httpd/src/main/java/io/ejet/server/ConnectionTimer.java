package io.ejet.server;

import io.epump.IOHandler;
import io.epump.IOTimer;
import io.epump.TcpDevice;

/**
 * The one timer of a connection. It is not started again with each request: when it fires, the connection says until when
 * it may be as it is now, and the timer waits for what is left of that. Only a deadline that comes sooner than the timer
 * starts it afresh.
 *
 * <p>Threading: the owner.
 */
final class ConnectionTimer {
    private static final long NS_PER_MS = 1_000_000;

    private final TcpDevice device;
    private final IOHandler handler;
    private IOTimer timer;
    private long firesNs;

    ConnectionTimer(TcpDevice device, IOHandler handler) {
        this.device = device;
        this.handler = handler;
    }

    /**
     * Sees to it that the timer fires no later than this.
     *
     * @param deadlineNs when
     * @param nowNs the time now
     */
    void fireBy(long deadlineNs, long nowNs) {
        if (timer != null && timer.isStarted() && firesNs - deadlineNs <= 0) {
            return;
        }
        firesNs = deadlineNs;
        long delayMs = Math.max(0, (deadlineNs - nowNs - 1) / NS_PER_MS + 1);
        if (timer == null) {
            timer = device.startTimer(delayMs, 0, null, handler);
        } else {
            timer.start(delayMs);
        }
    }
}
