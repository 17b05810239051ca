package io.epump;

import io.epump.pump.Interest;

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
    private static final long NS_PER_MS = 1_000_000;

    private final IODevice device;
    private final Silence read;
    private final Silence written;
    private final Silence both;
    private final IOTimer timer;
    private IdleKind told;

    /** One kind of idleness: its limit, 0 for none, and since when it lasts or was told last. */
    private static final class Silence {
        private final IdleKind kind;
        private final int events;
        private final long limitNs;
        private long sinceNs;

        Silence(IdleKind kind, int events, long limitMs, long sinceNs) {
            this.kind = kind;
            this.events = events;
            this.limitNs = limitMs * NS_PER_MS;
            this.sinceNs = sinceNs;
        }

        long leftNs(long nowNs) {
            return limitNs == 0 ? Long.MAX_VALUE : limitNs - (nowNs - sinceNs);
        }
    }

    /** A watch of a device; each limit in milliseconds, 0 for none, at least one of them more. */
    IdleWatch(IODevice device, long readMs, long writeMs, long bothMs) {
        this.device = device;
        long nowNs = nowNs();
        read = new Silence(IdleKind.READ, Interest.READ, readMs, nowNs);
        written = new Silence(IdleKind.WRITE, Interest.WRITE, writeMs, nowNs);
        both = new Silence(IdleKind.BOTH, Interest.READ | Interest.WRITE, bothMs, nowNs);
        timer = device.startTimer(untilNextMs(nowNs), 0, null, this);
    }

    private long nowNs() {
        return device.system().clock().nanoTime();
    }

    void onRead() {
        read.sinceNs = nowNs();
        both.sinceNs = read.sinceNs;
    }

    void onWritten() {
        written.sinceNs = nowNs();
        both.sinceNs = written.sinceNs;
    }

    /** The timer has fired. */
    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        long nowNs = nowNs();
        tellIfDue(read, nowNs);
        tellIfDue(written, nowNs);
        tellIfDue(both, nowNs);
        if (device.isWatchedBy(this)) {
            timer.start(untilNextMs(nowNs()));
        }
    }

    private void tellIfDue(Silence silence, long nowNs) {
        if (silence.leftNs(nowNs) > 0 || !device.isWatchedBy(this)) {
            return;
        }
        silence.sinceNs = nowNs;
        // Else an event waits for this owner, which other devices have held up: their peer is not what was idle.
        if (!device.awaits(silence.events)) {
            told = silence.kind;
            device.tellIdle();
        }
    }

    /** Rounded up, as a timer that fires early would fire again at once. */
    private long untilNextMs(long nowNs) {
        long leftNs = Math.min(Math.min(read.leftNs(nowNs), written.leftNs(nowNs)), both.leftNs(nowNs));
        return leftNs <= 0 ? 0 : (leftNs - 1) / NS_PER_MS + 1;
    }

    void stop() {
        timer.stop();
    }

    IdleKind told() {
        return told;
    }
}
