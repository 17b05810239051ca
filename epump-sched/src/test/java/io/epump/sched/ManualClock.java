package io.epump.sched;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until the test moves it. Any thread may read and move it. */
final class ManualClock implements NanoClock {
    static final long MS = 1_000_000;
    static final long START_NS = 1_000 * MS;

    private final AtomicLong nowNs = new AtomicLong(START_NS);

    @Override
    public long nanoTime() {
        return nowNs.get();
    }

    void advance(long ns) {
        nowNs.addAndGet(ns);
    }

    void set(long ns) {
        nowNs.set(ns);
    }
}
