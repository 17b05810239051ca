package io.epump.pump;

import io.epump.sched.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A device without a channel that notes what happens to it. */
final class TestDevice extends PumpedDevice {
    private static final AtomicLong IDS = new AtomicLong(100);

    final List<Integer> events = new ArrayList<>();
    final List<Owner> owners = new ArrayList<>();
    int releases;
    int closes;
    boolean adoptedSeen;

    /** What the program's callback does; nothing by default. */
    Callback callback = code -> {};

    /** What the pump does with it at once. */
    Runnable whenAdopted = () -> {};

    /** What the pump does when it has closed it. */
    Runnable whenClosed = () -> {};

    interface Callback {
        void onEvent(int code) throws Exception;
    }

    TestDevice(Bench bench, int wanted) {
        super(bench.pump, IDS.getAndIncrement(), null, wanted);
    }

    void open() {
        handOver();
    }

    void wantNow(int bits) {
        want(bits);
    }

    int wantedNow() {
        return wanted();
    }

    int inFlightNow() {
        return inFlight();
    }

    @Override
    protected void fire(int code, Object payload) throws Exception {
        events.add(code);
        owners.add(Owner.current());
        callback.onEvent(code);
    }

    @Override
    protected void onAdopted() {
        adoptedSeen = true;
        whenAdopted.run();
    }

    @Override
    protected void onRelease() {
        releases++;
    }

    @Override
    protected void onClosed() {
        closes++;
        whenClosed.run();
    }

    void connectResult(int code) {
        raiseConnectResult(code);
    }
}
