package io.epump.pump;

import io.epump.sched.NanoClock;

/** A clock that stands still until the arbiter moves it. Any thread reads it. */
final class StressClock implements NanoClock {
    static final long START_NS = 1_000;

    private volatile long nowNs = START_NS;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    void setSinceStart(long sinceStartNs) {
        nowNs = START_NS + sinceStartNs;
    }

    long sinceStart() {
        return nowNs - START_NS;
    }
}
