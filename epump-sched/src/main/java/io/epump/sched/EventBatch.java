package io.epump.sched;

/**
 * What one producer has raised for one worker in this turn and not published yet, so that a turn costs one claim and at
 * most one wake-up per worker.
 *
 * <p>Threading: the producer's own. Bounds: a fixed number of events; the producer publishes when it is full.
 */
final class EventBatch {
    private final IOEvent[] staged;
    private int size;

    EventBatch(int capacity) {
        staged = new IOEvent[capacity];
        for (int i = 0; i < capacity; i++) {
            staged[i] = new IOEvent();
        }
    }

    void add(EventSource source, int code, long stamp, Object payload) {
        staged[size++].set(source, code, stamp, payload);
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == staged.length;
    }

    void moveTo(IOEvent slot, int index) {
        slot.moveFrom(staged[index]);
    }

    void moveTo(EventQueue overflow, int index) {
        IOEvent event = staged[index];
        overflow.add(event.source(), event.code(), event.stamp(), event.payload());
        event.clear();
    }

    void reset() {
        size = 0;
    }
}
