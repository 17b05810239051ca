package io.epump.pump;

import io.epump.metrics.PumpCounter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that accepting never waits for one worker: one ACCEPT of a listener is in flight, and if no worker has taken
 * it up after a few milliseconds it is raised again for another one; whoever comes late finds his ticket worthless. At most
 * one for each worker is under way.
 *
 * <p>Threading: {@link #raise} by the pump, {@link #take} by the worker. One atomic long holds the ticket's number and
 * whether it was taken: the pump replaces a ticket, and a worker takes it, by compare and set, and only one of them wins.
 */
public final class AcceptTicket {
    private static final long TAKEN = 1;
    private static final long STEP = 2;

    private final PumpedDevice listener;
    private final Retry retry = new Retry();
    private final AtomicLong current = new AtomicLong(TAKEN);

    /** ACCEPT events sent and not arrived yet: added to by the pump, subtracted from by workers. */
    private final AtomicInteger underWay = new AtomicInteger();

    // pump
    private int worker = -1;

    private final class Retry extends PumpTimer {
        @Override
        void onExpired(long nowNs) {
            long seen = current.get();
            if ((seen & TAKEN) != 0) {
                return;
            }
            if (underWay.get() >= listener.pump().workers().size()) {
                startRetry(nowNs); // every worker has one: another would only queue behind these
            } else if (current.compareAndSet(seen, seen + STEP)) {
                listener.pump().count(PumpCounter.ACCEPTS_RAISED_AGAIN);
                send(seen + STEP, nowNs);
            }
        }
    }

    /**
     * A ticket office of one listener.
     *
     * @param listener whose ACCEPTs
     */
    public AcceptTicket(PumpedDevice listener) {
        this.listener = listener;
    }

    /** Raises an ACCEPT; the caller has set the in-flight bit, so none is under way. Pump only. */
    public void raise() {
        long next = (current.get() & ~TAKEN) + STEP;
        current.set(next);
        worker = -1;
        send(next, listener.pump().clock().nanoTime());
    }

    private void send(long ticket, long nowNs) {
        Pump pump = listener.pump();
        underWay.incrementAndGet();
        worker = pump.raiseUnpinned(listener, EventCodes.ACCEPT, ticket, worker);
        if (pump.hasWorkers() && pump.workers().size() > 1) {
            startRetry(nowNs);
        }
    }

    private void startRetry(long nowNs) {
        Pump pump = listener.pump();
        pump.timers().restart(retry, nowNs + pump.setup().acceptRetryNs());
    }

    /**
     * Takes an ACCEPT up. Any owner.
     *
     * @param ticket the number in the event
     * @return false when it was raised again meanwhile and somebody else takes it
     */
    public boolean take(long ticket) {
        underWay.decrementAndGet();
        return current.compareAndSet(ticket, ticket | TAKEN);
    }

    /** The listener ends: nothing is raised again. Pump only. */
    public void stop() {
        listener.pump().timers().stop(retry);
    }
}
