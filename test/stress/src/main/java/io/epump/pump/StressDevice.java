package io.epump.pump;

import io.epump.sched.Owner;

/** A device without a channel that notes what happens to it. Its fields belong to whoever runs its owner's turn. */
final class StressDevice extends PumpedDevice {
    private Owner owner;

    int callbacks;
    int invalidations;
    int releases;

    /** Callbacks that came after the release, and owners beyond the first. */
    int brokenRules;

    /** Pump. */
    int closed;

    StressDevice(StressPump system) {
        super(system.pump, 100, null, Interest.READ);
    }

    void open() {
        handOver();
    }

    @Override
    protected void fire(int code, Object payload) {
        checkOwner();
        if (releases > 0) {
            brokenRules++;
        }
        if (code == EventCodes.INVALID_DEV) {
            invalidations++;
        } else {
            callbacks++;
        }
    }

    @Override
    protected void onRelease() {
        checkOwner();
        releases++;
    }

    private void checkOwner() {
        Owner current = Owner.current();
        if (owner == null) {
            owner = current;
        } else if (owner != current) {
            brokenRules++;
        }
    }

    @Override
    protected void onClosed() {
        closed++;
    }
}
