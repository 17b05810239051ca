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
    long busyNs;
    long lastEndNs;
    long handled;
    long longestCallbackNs;
}

/**
 * What an owner lets others know about its work: since when its batch and its callback run, how long it was busy, how
 * much it has handled. Padded, since the owner writes it with every event while pumps read it for each choice.
 *
 * <p>Threading: one writer, the owner, with opaque stores; any reader, with opaque loads. Opaque is enough: each value
 * stands for itself, and a reader who needs two of them reads twice ({@link Watchdog}). {@code batchStartNs} and
 * {@code callbackStartNs} are 0 while nothing runs; a clock that answers 0 is taken to answer 1.
 */
@SuppressWarnings("unused") // padding
final class Gauge extends GaugeFields {
    private static final VarHandle BATCH_START = field("batchStartNs", long.class);
    private static final VarHandle CALLBACK_START = field("callbackStartNs", long.class);
    private static final VarHandle RUNNING = field("running", EventSource.class);
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

    void onBatchStart(long nowNs) {
        BATCH_START.setOpaque(this, nowNs == 0 ? 1 : nowNs);
    }

    void onCallbackStart(EventSource source, long nowNs) {
        RUNNING.setOpaque(this, source);
        CALLBACK_START.setRelease(this, nowNs == 0 ? 1 : nowNs); // whoever reads the start reads this source or a later
    }

    void onCallbackEnd(long startNs, long endNs) {
        CALLBACK_START.setOpaque(this, 0L);
        if (endNs - startNs > longestCallbackNs) {
            LONGEST.setOpaque(this, endNs - startNs);
        }
    }

    void onBatchEnd(long startNs, long endNs, int events) {
        RUNNING.setOpaque(this, null);
        LAST_END.setOpaque(this, endNs);
        BUSY.setOpaque(this, busyNs + (endNs - startNs));
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
        return (EventSource) RUNNING.getOpaque(this);
    }

    /** Time busy until now, the running batch included. */
    long busy(long nowNs) {
        long start = batchStart();
        long busy = (long) BUSY.getOpaque(this);
        return start == 0 ? busy : busy + Math.max(0, nowNs - start);
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
