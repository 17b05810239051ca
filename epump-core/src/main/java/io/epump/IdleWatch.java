package io.epump;

import io.epump.pump.Interest;
import java.util.Arrays;

/**
 * The idle timeouts of one device. Reading and writing only store the time; the one timer is not touched. When it fires, it
 * looks how long ago that was, tells what has been idle for long enough, and waits for what is left of the nearest deadline.
 *
 * <p>The time stored is read afresh with each read and write instead of taken from the event: that of the event is when its
 * callback has begun, and one that had blocked before it read would look idle right after.
 *
 * <p>Threading: the device's owner. Unit: nanoseconds of the system's clock. Never early: a period counts from its beginning.
 */
final class IdleWatch implements IOHandler {
    private static final IdleKind[] KINDS = IdleKind.values();
    private static final long NS_PER_MS = 1_000_000;

    private final IODevice device;
    private final long[] limitNs;
    private final long[] sinceNs = new long[KINDS.length];
    private IOTimer timer;
    private IdleKind told;

    /** A watch of a device; each limit in milliseconds, 0 for none, at least one of them more. */
    IdleWatch(IODevice device, long readMs, long writeMs, long bothMs) {
        this.device = device;
        limitNs = new long[] {readMs * NS_PER_MS, writeMs * NS_PER_MS, bothMs * NS_PER_MS};
        Arrays.fill(sinceNs, nowNs());
        timer = device.startTimer(untilNextMs(sinceNs[0]), 0, null, this);
    }

    private long nowNs() {
        return device.system().clock().nanoTime();
    }

    void onRead() {
        onActivity(IdleKind.READ);
    }

    void onWritten() {
        onActivity(IdleKind.WRITE);
    }

    private void onActivity(IdleKind kind) {
        long nowNs = nowNs();
        sinceNs[kind.ordinal()] = nowNs;
        sinceNs[IdleKind.BOTH.ordinal()] = nowNs;
    }

    /** The timer has fired. */
    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        long nowNs = nowNs();
        for (IdleKind kind : KINDS) {
            if (isDue(kind, nowNs) && device.isWatchedBy(this)) {
                sinceNs[kind.ordinal()] = nowNs;
                if (!isBelied(kind)) {
                    told = kind;
                    device.tellIdle();
                }
            }
        }
        if (device.isWatchedBy(this)) {
            timer.start(untilNextMs(nowNs()));
        }
    }

    private boolean isDue(IdleKind kind, long nowNs) {
        int index = kind.ordinal();
        return limitNs[index] > 0 && nowNs - sinceNs[index] >= limitNs[index];
    }

    /** The peer has not been idle, its event waits for this owner: which callbacks of other devices may have held up. */
    private boolean isBelied(IdleKind kind) {
        int bits = kind == IdleKind.READ
                ? Interest.READ
                : kind == IdleKind.WRITE ? Interest.WRITE : Interest.READ | Interest.WRITE;
        return device.awaits(bits);
    }

    /** Rounded up, as a timer that fires early would fire again at once. */
    private long untilNextMs(long nowNs) {
        long leastNs = Long.MAX_VALUE;
        for (int i = 0; i < limitNs.length; i++) {
            if (limitNs[i] > 0) {
                leastNs = Math.min(leastNs, limitNs[i] - (nowNs - sinceNs[i]));
            }
        }
        return leastNs <= 0 ? 0 : (leastNs - 1) / NS_PER_MS + 1;
    }

    void stop() {
        timer.stop();
    }

    IdleKind told() {
        return told;
    }
}
