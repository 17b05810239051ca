package io.epump.sched;

import java.util.concurrent.atomic.AtomicInteger;

/** A doorbell by which nobody sleeps: it counts how often it was signalled. Any thread. */
final class CountingBell extends Doorbell {
    private final AtomicInteger signals = new AtomicInteger();

    @Override
    protected void signal() {
        signals.incrementAndGet();
    }

    int signals() {
        return signals.get();
    }
}
