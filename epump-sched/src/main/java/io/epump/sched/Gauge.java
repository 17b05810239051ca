package io.epump.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

@SuppressWarnings("unused") // padding
abstract class GaugePadBefore {
    private int p00; // fills the gap behind the object's header, where a small field would be put otherwise
    private long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15, p16;
}

abstract class GaugeFields extends GaugePadBefore {
    long batchStartNs;
    long callbackStartNs;
    EventSource running;
    long busySinceNs;
    long busyNs;
    long lastEndNs;
    long handled;
    long longestCallbackNs;
}

/**
 * What an owner lets others know about its work: since when its batch and its callback run, how long it was busy, how
 * much it has handled. Padded, since the owner writes it with every event while pumps read it for each choice.
 *
 * <p>Threading: one writer, the owner; any reader. Opaque is enough where a value stands for itself. Where two belong together, the
 * one is released by the other:
 *
 * <ul>
 *   <li>{@code running} is stored between the end of the callback before and its own start, in this order for everybody: who reads
 *       start, source and start again, and finds the same start, has its source ({@link Watchdog}).
 *   <li>{@code busySinceNs} is when the running batch would have begun if the owner had been busy ever since the beginning: one
 *       value, so that no batch is counted twice by whoever reads while it ends.
 * </ul>
 *
 * {@code batchStartNs}, {@code callbackStartNs} and {@code busySinceNs} are 0 while nothing runs; what is 0 by chance is taken for 1.
 */
@SuppressWarnings("unused") // padding
final class Gauge extends GaugeFields {
    private static final VarHandle BATCH_START = field("batchStartNs", long.class);
    private static final VarHandle CALLBACK_START = field("callbackStartNs", long.class);
    private static final VarHandle RUNNING = field("running", EventSource.class);
    private static final VarHandle BUSY_SINCE = field("busySinceNs", long.class);
    private static final VarHandle BUSY = field("busyNs", long.class);
    private static final VarHandle LAST_END = field("lastEndNs", long.class);
    private static final VarHandle HANDLED = field("handled", long.class);
    private static final VarHandle LONGEST = field("longestCallbackNs", long.class);

    private long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16;

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(GaugeFields.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static long notZero(long timeNs) {
        return timeNs == 0 ? 1 : timeNs;
    }

    void onBatchStart(long nowNs) {
        BATCH_START.setOpaque(this, notZero(nowNs));
        BUSY_SINCE.setRelease(this, notZero(nowNs - busyNs));
    }

    void onCallbackStart(EventSource source, long nowNs) {
        RUNNING.setRelease(this, source); // after the end of the one before
        CALLBACK_START.setRelease(this, notZero(nowNs)); // whoever reads the start reads this source or a later
    }

    void onCallbackEnd(long startNs, long endNs) {
        CALLBACK_START.setOpaque(this, 0L);
        if (endNs - startNs > longestCallbackNs) {
            LONGEST.setOpaque(this, endNs - startNs);
        }
    }

    void onBatchEnd(long startNs, long endNs, int events) {
        RUNNING.setRelease(this, null);
        LAST_END.setOpaque(this, endNs);
        BUSY.setOpaque(this, busyNs + (endNs - startNs));
        BUSY_SINCE.setRelease(this, 0L); // whoever sees no batch sees the time of this one
        BATCH_START.setOpaque(this, 0L);
        HANDLED.setOpaque(this, handled + events);
    }

    long batchStart() {
        return (long) BATCH_START.getOpaque(this);
    }

    long callbackStart() {
        return (long) CALLBACK_START.getAcquire(this);
    }

    EventSource running() {
        return (EventSource) RUNNING.getAcquire(this); // the start is read again afterwards
    }

    /**
     * Time busy until now, the running batch included, and no batch twice. It may fall back by the moment that passes between the
     * end of a batch and the telling of it.
     */
    long busy(long nowNs) {
        long since = (long) BUSY_SINCE.getAcquire(this);
        long busy = (long) BUSY.getOpaque(this);
        // What is complete is more when the time was read before the batch began, or the batch has just ended.
        return since == 0 ? busy : Math.max(busy, nowNs - since);
    }

    long lastEnd() {
        return (long) LAST_END.getOpaque(this);
    }

    long eventsHandled() {
        return (long) HANDLED.getOpaque(this);
    }

    long longestCallback() {
        return (long) LONGEST.getOpaque(this);
    }
}
