package io.epump.pump;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How other threads reach a pump: the devices and timers whose wish has changed, each at most once, linked through
 * themselves. What is to be done is read from the source, so the mailbox needs no commands and no memory.
 *
 * <p>Threading: {@link #push} from any thread, by whoever has turned the source's dirty bit on; {@link #takeAll} by the
 * pump. The push is a volatile compare and set, so that it is ordered before the reading of the pump's sleep flag that
 * follows it ({@link io.epump.sched.Doorbell} has a fence of its own besides); taking acquires what each pusher wrote.
 *
 * <p>Bounds: as many entries as there are devices and timers.
 */
final class Mailbox {
    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(Mailbox.class, "head", PumpedSource.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile PumpedSource head;

    void push(PumpedSource source) {
        PumpedSource oldHead;
        do {
            oldHead = head;
            source.nextInMailbox = oldHead;
        } while (!HEAD.compareAndSet(this, oldHead, source));
    }

    /**
     * Takes everything, linked by {@code nextInMailbox}, the oldest first, so that timers with equal deadlines fire in the
     * order they were started in; null when there is nothing.
     */
    PumpedSource takeAll() {
        return head == null ? null : reverse((PumpedSource) HEAD.getAndSet(this, (PumpedSource) null));
    }

    private static PumpedSource reverse(PumpedSource newest) {
        PumpedSource reversed = null;
        for (PumpedSource source = newest; source != null; ) {
            PumpedSource older = source.nextInMailbox;
            source.nextInMailbox = reversed;
            reversed = source;
            source = older;
        }
        return reversed;
    }

    boolean isEmpty() {
        return head == null;
    }
}
