package io.epump.pump;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A hook whose condition is a flag of the test's. Its counts belong to whoever runs its owner's turn. */
final class StressHook extends PumpedHook {
    private static final int CALLBACK_SPINS = 5;
    private static final VarHandle IN_CALLBACK;

    static {
        try {
            IN_CALLBACK = MethodHandles.lookup().findVarHandle(StressHook.class, "inCallback", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Plain: only the protocol orders it. */
    int flag;

    /** What the callback has seen; the condition's answers are not looked at by two threads at once. */
    int fired;

    int invalidations;
    int brokenRules;

    /** Pump. */
    int ended;

    /** Opaque, so that it is stored at all; orders nothing. */
    @SuppressWarnings("UnusedVariable") // through IN_CALLBACK
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
        brokenRules += (boolean) IN_CALLBACK.getOpaque(this) ? 1 : 0;
        return flag > fired ? this : null;
    }

    @Override
    protected void fire(int code, Object payload) {
        if (code == EventCodes.INVALID_DEV) {
            invalidations++;
            return;
        }
        IN_CALLBACK.setOpaque(this, true);
        brokenRules += ended + (payload == this ? 0 : 1);
        for (int i = 0; i < CALLBACK_SPINS; i++) {
            Thread.onSpinWait();
        }
        fired++;
        IN_CALLBACK.setOpaque(this, false);
    }

    @Override
    protected void onEnded() {
        ended++;
    }
}
