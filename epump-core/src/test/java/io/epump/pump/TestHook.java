package io.epump.pump;

import java.util.ArrayList;
import java.util.List;

/** A hook whose condition and callback are the test's. */
final class TestHook extends PumpedHook {
    final List<Object> events = new ArrayList<>();
    int asked;
    int ended;

    /** What the condition answers; nothing by default. */
    Condition condition = () -> null;

    /** What the callback does; nothing by default. */
    Callback callback = payload -> {};

    interface Condition {
        Object evaluate() throws Exception;
    }

    interface Callback {
        void onFired(Object payload) throws Exception;
    }

    TestHook(Bench bench) {
        super(bench.pump);
    }

    TestHook open() {
        handOver();
        return this;
    }

    void signal() {
        demand();
    }

    @Override
    protected Object evaluate() throws Exception {
        asked++;
        return condition.evaluate();
    }

    @Override
    protected void fire(int code, Object payload) throws Exception {
        events.add(code == EventCodes.INVALID_DEV ? "INVALID_DEV" : payload);
        if (code != EventCodes.INVALID_DEV) {
            callback.onFired(payload);
        }
    }

    @Override
    protected void onEnded() {
        ended++;
    }
}
