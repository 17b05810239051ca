package io.epump.pump;

import io.epump.sched.Owner;
import java.util.concurrent.CompletableFuture;

/** A request to a pump to describe itself: what it owns only it may look at. Used once. */
final class Description extends PumpedSource {
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final int maxDevices;

    Description(Pump pump, int maxDevices) {
        super(pump);
        this.maxDevices = maxDevices;
    }

    void request() {
        if (Owner.current() == pump()) {
            onMailbox();
        } else {
            markDirty();
        }
    }

    CompletableFuture<String> text() {
        return text;
    }

    @Override
    void onMailbox() {
        StringBuilder into = new StringBuilder();
        pump().describe(into, maxDevices);
        text.complete(into.toString());
    }

    @Override
    protected void onEvent(Owner owner, int code, long stamp, Object payload) {
        throw new IllegalStateException("a description gets no events");
    }
}
