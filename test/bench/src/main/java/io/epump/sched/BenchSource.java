package io.epump.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

@SuppressWarnings("unused") // padding
abstract class BenchSourcePad extends EventSource {
    private long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15, p16;
}

abstract class BenchSourceFields extends BenchSourcePad {
    @SuppressWarnings("UnusedVariable") // through RECEIVED
    long received;
}

/**
 * A source that counts its events. Written by the consumer (release), read by the producer (acquire), padded: so the
 * producer may send no more than it has leave for, as a device does that has one event of each type under way.
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
        RECEIVED.setRelease(this, received + 1);
    }

    long received() {
        return (long) RECEIVED.getAcquire(this);
    }
}
