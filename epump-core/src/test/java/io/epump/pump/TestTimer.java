package io.epump.pump;

import io.epump.sched.Owner;

/** A timer that counts its firings and does what the test says. */
final class TestTimer extends PumpedTimer {
    final Bench bench;
    int fired;
    long firedNs;
    Owner firedOn;
    Runnable callback = () -> {};

    TestTimer(Bench bench, long periodNs) {
        super(bench.pump, periodNs);
        this.bench = bench;
    }

    void start(long delayNs) {
        startAfter(delayNs);
    }

    boolean stop() {
        return stopNow();
    }

    @Override
    protected void fireTimeout(Owner owner) {
        fired++;
        firedNs = bench.nowNs;
        firedOn = owner;
        callback.run();
    }
}
