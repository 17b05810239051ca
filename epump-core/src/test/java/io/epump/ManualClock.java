package io.epump;

import io.epump.sched.NanoClock;

/** A clock that stands still until the test moves it. */
final class ManualClock implements NanoClock {
    private static final long NS_PER_MS = 1_000_000;

    /** Just before an overflow, so that whoever compares times other than by subtraction is found out. */
    private long nowNs = Long.MAX_VALUE - 50 * NS_PER_MS;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    void advanceMs(long ms) {
        nowNs += ms * NS_PER_MS;
    }

    void advanceNs(long ns) {
        nowNs += ns;
    }
}
