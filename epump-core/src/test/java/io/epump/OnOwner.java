package io.epump;

import io.epump.sched.EventSource;
import io.epump.sched.Owner;

/** Runs something in a turn of an owner, on the test's own thread; what it throws fails the test. */
final class OnOwner extends EventSource {
    private final Runnable action;
    private Throwable failure;
    private boolean done;

    private OnOwner(Runnable action) {
        this.action = action;
    }

    static void run(Owner owner, Runnable action) {
        OnOwner source = new OnOwner(action);
        owner.post(source, 1, 0, null);
        owner.turn(0);
        if (source.failure != null || !source.done) {
            throw new AssertionError("on " + owner, source.failure);
        }
    }

    @Override
    protected void onEvent(Owner owner, int code, long stamp, Object payload) {
        try {
            action.run();
            done = true;
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }
}
