package io.epump.sched;

/**
 * What happened to whom: a slot that is allocated once and used again and again.
 *
 * <p>Threading: written by the producer that claimed the slot, read by the one owner it is published to; the ring's or
 * the queue's release/acquire pair makes the plain fields visible.
 *
 * <p>Lifecycle: a slot is cleared when it is taken, so that no ring keeps a closed device or a payload alive.
 *
 * <p>Units: {@link #stamp()} is an epoch (timers, listeners), never a time.
 */
public final class IOEvent {
    private EventSource source;
    private int code;
    private long stamp;
    private Object payload;

    /** An empty slot. */
    public IOEvent() {}

    void set(EventSource newSource, int newCode, long newStamp, Object newPayload) {
        source = newSource;
        code = newCode;
        stamp = newStamp;
        payload = newPayload;
    }

    /** Takes the content of {@code slot} over and leaves {@code slot} clear. */
    void moveFrom(IOEvent slot) {
        set(slot.source, slot.code, slot.stamp, slot.payload);
        slot.clear();
    }

    /** Forgets what it holds, so that nothing is kept alive by it. */
    public void clear() {
        source = null;
        payload = null;
    }

    /**
     * To whom it happened.
     *
     * @return the source; null in a clear slot
     */
    public EventSource source() {
        return source;
    }

    /**
     * What happened: a code that only the source interprets.
     *
     * @return the event code
     */
    public int code() {
        return code;
    }

    /**
     * The epoch for which the event was raised; a source ignores events of an epoch that has passed.
     *
     * @return the epoch
     */
    public long stamp() {
        return stamp;
    }

    /**
     * What a user event carries.
     *
     * @return the payload, may be null
     */
    public Object payload() {
        return payload;
    }

    @Override
    public String toString() {
        return "IOEvent[source=" + source + ", code=" + code + ", stamp=" + stamp + "]";
    }
}
