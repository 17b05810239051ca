package io.epump.sched;

/** A source that only notes what it is told. Its plain fields belong to whoever runs its owner's turn. */
final class RecordingSource extends EventSource {
    int events;
    int timesPinned;

    @Override
    protected void onEvent(Owner owner, int code, long stamp, Object payload) {
        events++;
    }

    @Override
    protected void onPinned(Worker worker) {
        timesPinned++;
    }
}
