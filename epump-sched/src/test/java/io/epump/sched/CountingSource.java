package io.epump.sched;

/** A source whose callback allocates nothing. */
final class CountingSource extends EventSource {
    long calls;

    @Override
    protected void onEvent(Owner owner, int code, long stamp, Object payload) {
        calls++;
    }
}
