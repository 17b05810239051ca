package io.epump.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

@SuppressWarnings("unused") // padding
abstract class BenchSourcePad extends EventSource {
    private long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15, p16;
}

abstract class BenchSourceFields extends BenchSourcePad {
    long counted;

    @SuppressWarnings("UnusedVariable") // through RECEIVED
    long received;
}

/**
 * A source that counts its events. Padded; what was received is written by the consumer once a batch (release) and read by the
 * producer (acquire), which so sends no more than it has leave for, as a device does that has one event of each type under
 * way.
 */
@SuppressWarnings("unused") // padding
final class BenchSource extends BenchSourceFields {
    private static final VarHandle RECEIVED;

    static {
        try {
            RECEIVED = MethodHandles.lookup().findVarHandle(BenchSourceFields.class, "received", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16;

    @Override
    protected void onEvent(Owner owner, int code, long stamp, Object payload) {
        counted++;
    }

    /** Consumer, at the end of a batch: lets the producer know of all that were counted; their slots are free. */
    void publishReceived() {
        RECEIVED.setRelease(this, counted);
    }

    long received() {
        return (long) RECEIVED.getAcquire(this);
    }
}
