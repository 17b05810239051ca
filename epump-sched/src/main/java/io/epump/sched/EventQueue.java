package io.epump.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Unbounded linked queue of events, many producers, one consumer: what did not fit into a ring, and what foreign threads
 * send to a pump.
 *
 * <p>Threading: {@link #add} and {@link #isEmpty} from any thread; {@link #hasNext} and {@link #poll} by the consumer.
 * {@code add} is wait-free. Between a producer's exchange of the tail and its link a consumer sees the queue end early;
 * the producer wakes the consumer only after it has linked.
 *
 * <p>Lifecycle: each event travels in the node it was added with; the last node taken stays as the queue's empty head.
 *
 * <p>Bounds: none of its own. Device and timer events are bounded by construction (one per type and source), user events
 * by the owner's limit.
 */
public final class EventQueue {
    private static final VarHandle TAIL;
    private static final VarHandle NEXT;
    private static final VarHandle ADDED;
    private static final VarHandle TAKEN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(EventQueue.class, "tail", Node.class);
            NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
            ADDED = lookup.findVarHandle(EventQueue.class, "added", long.class);
            TAKEN = lookup.findVarHandle(EventQueue.class, "taken", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Node {
        private final IOEvent event = new IOEvent();

        /** Written by the producer of the next node with release, read by the consumer with acquire. */
        @SuppressWarnings("UnusedVariable") // through NEXT
        private volatile Node next;
    }

    /** Exchanged by producers. A producer that finds head == tail knows that all it has added was taken. */
    private volatile Node tail;

    /** Written by the consumer with release after it has taken the event; read by producers in {@link #isEmpty}. */
    private volatile Node head;

    /** Events ever added; producers, atomic. A statistic: orders nothing. */
    private volatile long added;

    /** Events ever taken; the consumer, opaque. A statistic: orders nothing. */
    private long taken;

    /** An empty queue. */
    public EventQueue() {
        Node stub = new Node();
        tail = stub;
        head = stub;
    }

    /**
     * Adds an event. Any thread.
     *
     * @param source to whom it happened
     * @param code what happened
     * @param stamp the epoch it is raised for
     * @param payload what a user event carries, may be null
     */
    public void add(EventSource source, int code, long stamp, Object payload) {
        Node node = new Node();
        node.event.set(source, code, stamp, payload);
        Node previous = (Node) TAIL.getAndSet(this, node);
        NEXT.setRelease(previous, node);
        ADDED.getAndAdd(this, 1L);
    }

    /**
     * Whether everything added before was taken. Any thread. For a producer this speaks of its own events without doubt:
     * as long as one of them is in the queue the answer is false.
     *
     * @return true when nothing waits
     */
    public boolean isEmpty() {
        return head == tail;
    }

    /**
     * Whether an event can be taken now; acquires what the producer of that event did before. Consumer only.
     *
     * @return true when {@link #poll} would take one
     */
    public boolean hasNext() {
        return NEXT.getAcquire(head) != null;
    }

    /**
     * Takes the oldest event. Consumer only.
     *
     * @param into where it goes
     * @return false when there is none that can be taken now
     */
    public boolean poll(IOEvent into) {
        Node next = (Node) NEXT.getAcquire(head);
        if (next == null) {
            return false;
        }
        into.moveFrom(next.event);
        head = next;
        TAKEN.setOpaque(this, taken + 1);
        return true;
    }

    /**
     * Events ever added. Any thread.
     *
     * @return the count
     */
    public long added() {
        return added;
    }

    /**
     * Events waiting. Any thread; a snapshot.
     *
     * @return the count
     */
    public long size() {
        return Math.max(0, added - (long) TAKEN.getOpaque(this));
    }
}
