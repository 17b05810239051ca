package io.epump.pump;

import io.epump.sched.Owner;

/** A timer that counts how often it fires. The count belongs to whoever runs its owner's turn. */
final class StressTimer extends PumpedTimer {
    int fired;

    StressTimer(StressPump system) {
        this(system, 0);
    }

    StressTimer(StressPump system, long periodNs) {
        super(system.pump, periodNs);
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
    }
}
