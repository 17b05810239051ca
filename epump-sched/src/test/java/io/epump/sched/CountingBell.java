package io.epump.sched;

/** A doorbell that counts its signals instead of waking somebody. */
final class CountingBell extends Doorbell {
    int signals;

    @Override
    protected void signal() {
        signals++;
    }
}
