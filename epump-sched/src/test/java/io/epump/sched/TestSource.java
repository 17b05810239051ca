package io.epump.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A source that remembers its callbacks, does in them what the test wants, and counts where it is pinned, as devices do. */
final class TestSource extends EventSource {
    /** One callback. */
    record Call(Owner owner, int code, long stamp, Object payload) {}

    final List<Call> calls = new ArrayList<>();
    int callbackEnds;

    private final Consumer<Call> callback;
    private Runnable atCallbackEnd = () -> {};

    TestSource() {
        this(call -> {});
    }

    TestSource(Consumer<Call> callback) {
        this.callback = callback;
    }

    /** Puts work off, to be done when the running callback has returned. */
    void putOff(Owner owner, Runnable work) {
        atCallbackEnd = work;
        owner.atCallbackEnd(this);
    }

    List<Integer> codes() {
        return calls.stream().map(Call::code).toList();
    }

    @Override
    protected void onEvent(Owner owner, int code, long stamp, Object payload) {
        Call call = new Call(owner, code, stamp, payload);
        calls.add(call);
        callback.accept(call);
    }

    @Override
    protected void onCallbackEnd(Owner owner) {
        callbackEnds++;
        atCallbackEnd.run();
    }

    @Override
    protected void onPinned(Worker worker) {
        worker.addPinned(1);
    }
}
