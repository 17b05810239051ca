package io.epump.pump;

/** A hook whose condition is a flag of the test's. Its counts belong to whoever runs its owner's turn. */
final class StressHook extends PumpedHook {
    /** Plain: only the protocol orders it. */
    int flag;

    /** What the callback has seen; the condition's answers are not looked at by two threads at once. */
    int fired;

    int invalidations;
    int brokenRules;

    /** Pump. */
    int ended;

    private boolean inCallback;

    StressHook(StressPump system) {
        super(system.pump);
    }

    void open() {
        handOver();
    }

    void signal() {
        demand();
    }

    @Override
    protected Object evaluate() {
        brokenRules += inCallback ? 1 : 0;
        return flag > fired ? this : null;
    }

    @Override
    protected void fire(int code, Object payload) {
        if (code == EventCodes.INVALID_DEV) {
            invalidations++;
            return;
        }
        inCallback = true;
        brokenRules += ended + (payload == this ? 0 : 1);
        fired++;
        inCallback = false;
    }

    @Override
    protected void onEnded() {
        ended++;
    }
}
