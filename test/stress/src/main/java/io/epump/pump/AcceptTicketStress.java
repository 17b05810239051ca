package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.sched.Owner;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** An ACCEPT that a worker takes up while the pump gives it to another. */
public final class AcceptTicketStress {
    private AcceptTicketStress() {}

    /**
     * Of the first ticket and the one raised again exactly one is honoured. It holds because worker and pump change one
     * atomic long by compare and set, and only one of them finds in it what it expects.
     */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "taken in time, not raised again")
    @Outcome(id = "2, 0, 1", expect = ACCEPTABLE, desc = "raised again, the late worker finds nothing")
    @Outcome(id = "", expect = FORBIDDEN, desc = "both honoured, or none")
    @State
    public static class TakeAgainstRaisingAgain {
        private final StressPump system = new StressPump(2, new StressNotifier());
        private final Listener listener = new Listener(system);

        public TakeAgainstRaisingAgain() {
            listener.tickets.raise();
            system.pump.turn(0);
            system.clock.setSinceStart(StressPump.ACCEPT_RETRY_NS);
        }

        @Actor
        public void worker() {
            system.runWorkers();
        }

        @Actor
        public void pump() {
            system.pump.turn(0);
        }

        @Arbiter
        public void look(III_Result result) {
            system.settle();
            result.r1 = listener.accepts;
            result.r2 = listener.firstHonoured;
            result.r3 = listener.laterHonoured;
        }
    }

    /** Its counts belong to the actor that runs the workers, then to the arbiter. */
    private static final class Listener extends PumpedDevice {
        private final AcceptTicket tickets = new AcceptTicket(this);
        private long firstTicket;
        private int accepts;
        private int firstHonoured;
        private int laterHonoured;

        Listener(StressPump system) {
            super(system.pump, 100, null, Interest.ACCEPT);
        }

        @Override
        protected void onAccept(Owner owner, long ticket) {
            if (++accepts == 1) {
                firstTicket = ticket;
            }
            if (!tickets.take(ticket)) {
                return;
            }
            if (ticket == firstTicket) {
                firstHonoured++;
            } else {
                laterHonoured++;
            }
        }

        @Override
        protected void fire(int code, Object payload) {
            throw new UnsupportedOperationException("code=" + code);
        }
    }
}
