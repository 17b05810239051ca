package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epump.metrics.PumpCounter;
import io.epump.sched.Owner;
import io.epump.sched.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accepting never waits for one worker. */
class AcceptTicketTest {
    /** A listener without a socket: notes which owner's ACCEPT counted. */
    private static final class Listener extends PumpedDevice {
        final AcceptTicket ticket = new AcceptTicket(this);
        final AcceptPause pause = new AcceptPause(this, this::rearm);
        final List<Owner> accepted = new ArrayList<>();
        int late;
        boolean failing;

        Listener(Bench bench) {
            super(bench.pump, 1, null, Interest.ACCEPT);
        }

        @Override
        protected void onReady(int ready) {
            if (raise(Interest.ACCEPT)) {
                ticket.raise();
            }
            rearm();
        }

        @Override
        protected int interest() {
            return pause.isOn() ? 0 : super.interest();
        }

        @Override
        protected void onAccept(Owner owner, long number) {
            if (!ticket.take(number)) {
                late++;
                return;
            }
            accepted.add(owner);
            if (failing) {
                pause.request(new IOException("of the test"));
            }
            settle(Interest.ACCEPT);
            markDirty();
        }

        @Override
        protected void fire(int code, Object payload) {}
    }

    private static Listener listener(Bench bench) {
        Listener listener = new Listener(bench);
        listener.handOver();
        bench.settle();
        bench.notifier.ready.put(listener, Interest.ACCEPT);
        return listener;
    }

    @Test
    void shouldRaiseAgainForAnotherWorkerWhenTheFirstDoesNotTakeItUp() {
        Bench bench = new Bench(2);
        Listener listener = listener(bench);
        bench.pump.turn(0);
        bench.notifier.ready.clear();
        int stalled = bench.workers.worker(0).queued() == 1 ? 0 : 1;
        bench.nowNs += Bench.ACCEPT_RETRY_NS - 1;
        bench.pump.turn(0);
        assertEquals(0, bench.workers.worker(1 - stalled).queued());

        bench.nowNs += 1;
        bench.pump.turn(0);
        bench.workers.worker(1 - stalled).turn(0);
        assertEquals(List.of(bench.workers.worker(1 - stalled)), listener.accepted);

        bench.workers.worker(stalled).turn(0);
        assertEquals(1, listener.late, "whoever comes late finds nothing");
        bench.settle();
        assertEquals(1, listener.accepted.size());
        assertEquals(Interest.ACCEPT, bench.notifier.armed.get(listener), "armed again");
        assertEquals(1, bench.pump.pumpCounters().get(PumpCounter.ACCEPTS_RAISED_AGAIN));
    }

    @Test
    void shouldNotRaiseAgainWhenItWasTakenUp() {
        Bench bench = new Bench(3);
        Listener listener = listener(bench);
        bench.pump.turn(0);
        bench.notifier.ready.clear();
        bench.settle();
        bench.nowNs += 10 * Bench.ACCEPT_RETRY_NS;
        bench.settle();
        assertEquals(1, listener.accepted.size());
        assertEquals(0, listener.late);
    }

    @Test
    void shouldQueueOneForEachWorkerAtMostWhenAllAreHeld() {
        Bench bench = new Bench(3);
        Listener listener = listener(bench);
        bench.pump.turn(0);
        bench.notifier.ready.clear();
        for (int retry = 0; retry < 1000; retry++) {
            bench.nowNs += Bench.ACCEPT_RETRY_NS;
            bench.pump.turn(0);
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(1, bench.workers.worker(i).queued(), "worker " + i);
        }

        bench.settle();
        assertEquals(1, listener.accepted.size(), "the connection that waited is accepted once");
        assertEquals(2, listener.late);
        bench.notifier.ready.put(listener, Interest.ACCEPT);
        bench.pump.turn(0);
        bench.notifier.ready.clear();
        bench.settle();
        assertEquals(2, listener.accepted.size(), "and the next one as ever");
    }

    @Test
    void shouldAcceptOnTheFirstThatComesBackWhenAllWereHeld() {
        Bench bench = new Bench(2);
        Listener listener = listener(bench);
        bench.pump.turn(0);
        bench.notifier.ready.clear();
        Worker first = bench.workers.worker(bench.workers.worker(0).queued() == 1 ? 0 : 1);
        for (int retry = 0; retry < 10; retry++) {
            bench.nowNs += Bench.ACCEPT_RETRY_NS;
            bench.pump.turn(0);
        }
        first.turn(0);
        assertEquals(1, listener.late, "what it had was raised again for the other one");
        assertEquals(List.of(), listener.accepted);

        bench.nowNs += Bench.ACCEPT_RETRY_NS;
        bench.pump.turn(0);
        first.turn(0);

        assertEquals(List.of(first), listener.accepted, "the other one is still held");
    }

    @Test
    void shouldPauseAndResumeWhenAcceptFails() {
        for (int workers : new int[] {0, 2}) {
            Bench bench = new Bench(workers);
            Listener listener = listener(bench);
            listener.failing = true;
            bench.pump.turn(0);
            bench.runWorkers();
            bench.settle();
            assertEquals(0, bench.notifier.armed.get(listener), "the connection still waits, but nobody asks");
            assertEquals(1, listener.accepted.size());

            listener.failing = false;
            bench.nowNs += Bench.ACCEPT_PAUSE_NS;
            bench.pump.turn(0);
            bench.pump.turn(0);
            bench.notifier.ready.clear();
            bench.settle();
            assertEquals(2, listener.accepted.size());
            assertEquals(1, bench.pump.pumpCounters().get(PumpCounter.ACCEPT_PAUSES));
        }
    }
}
