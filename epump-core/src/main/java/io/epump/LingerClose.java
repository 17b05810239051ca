package io.epump;

import io.epump.pump.EventCodes;
import io.epump.pump.Interest;

/**
 * The lingering end of one connection (RFC 9112 section 9.6; nginx has lingering_close):
 *
 * <pre>
 *   SENDING ──all is sent, then FIN──▶ DRAINING ──peer has ended, or its time or amount is used up──▶ close
 *      │
 *      └── nothing was taken for lingerTime: reset, since what the peer has is not the whole
 * </pre>
 *
 * What the peer sends is read and dropped in both: one that sends all before it reads would otherwise never come to read.
 *
 * <p>Threading: the device's owner. Lifecycle: ends with the device; its one timer is not touched by events, it looks how late it
 * is when it fires.
 *
 * <p>Bounds: {@code lingerBytes} dropped; {@code lingerTime} and {@code lingerIdle} while DRAINING. SENDING lasts as long as the peer
 * takes something of what was queued before.
 */
final class LingerClose implements IOHandler {
    private static final long NS_PER_MS = 1_000_000;

    private final StreamDevice device;
    private final long timeNs;
    private final long idleNs;
    private long leftBytes;
    private IOTimer timer;
    private boolean draining;
    private long startedNs;
    private long activeNs;
    private long writtenBytes;

    LingerClose(StreamDevice device) {
        EPumpConfig config = device.system().config();
        this.device = device;
        timeNs = config.lingerTime().toNanos();
        idleNs = config.lingerIdle().toNanos();
        leftBytes = config.lingerBytes();
    }

    private long nowNs() {
        return device.system().clock().nanoTime();
    }

    void begin() {
        activeNs = nowNs();
        writtenBytes = device.bytesWritten();
        device.wantRead(true);
        proceed(activeNs);
        if (!device.isClosed() && timer == null) {
            timer = device.startTimer(untilMs(activeNs), 0, null, this);
        }
    }

    /** Of the device; what was queued has been sent on as far as it goes. */
    void onEvent(int code) {
        if (device.isClosed() || (code != EventCodes.READ && code != EventCodes.WRITE)) {
            return;
        }
        long nowNs = nowNs();
        if (code == EventCodes.READ && leftBytes > 0) {
            long dropped = device.throwAway(leftBytes);
            leftBytes -= dropped;
            activeNs = draining && dropped > 0 ? nowNs : activeNs;
        }
        proceed(nowNs);
    }

    private void proceed(long nowNs) {
        if (!device.isAllSent()) {
            if (device.bytesWritten() != writtenBytes) {
                writtenBytes = device.bytesWritten();
                activeNs = nowNs;
            }
            device.wantRead(leftBytes > 0);
            return;
        }
        if (device.hasPeerEnded() || leftBytes <= 0) {
            device.close();
        } else if (!draining) {
            draining = true;
            startedNs = nowNs;
            activeNs = nowNs;
            if (timer != null) {
                timer.start(untilMs(nowNs));
            }
        }
    }

    /** Of the timer. */
    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        long nowNs = nowNs();
        if (device.awaits(Interest.READ | Interest.WRITE)) {
            activeNs = nowNs; // its event waits for this owner, which other devices have held up
        }
        proceed(nowNs);
        if (device.isClosed()) {
            return;
        }
        if (untilMs(nowNs) > 0) {
            timer.start(untilMs(nowNs));
        } else if (draining) {
            device.close();
        } else {
            device.abort();
        }
    }

    /** Rounded up, as a timer that fires early would fire again at once. */
    private long untilMs(long nowNs) {
        long leftNs = draining
                ? Math.min(timeNs - (nowNs - startedNs), idleNs - (nowNs - activeNs))
                : timeNs - (nowNs - activeNs);
        return leftNs <= 0 ? 0 : (leftNs - 1) / NS_PER_MS + 1;
    }
}
