package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.sched.EventSource;
import io.epump.sched.Owner;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A pump that ends while others still bring it something. */
public final class PumpEndStress {
    private PumpEndStress() {}

    /**
     * A user event whose place was reserved is run before the pump has finished; one that was refused is not. It holds because the
     * place is counted before the stop flag is read, and the pump reads the flag before the count, all of it volatile.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken and run")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(id = "", expect = FORBIDDEN, desc = "finished with an event still to come")
    @State
    public static class WhatWasTakenIsRun {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final Port port = new Port();

        @Actor
        public void poster(II_Result result) {
            if (system.pump.reserveUserEvent()) {
                system.pump.post(port, EventCodes.USER, 0, null);
                result.r1 = 1;
            }
        }

        @Actor
        public void loop(II_Result result) {
            system.pump.requestStop();
            while (!system.pump.isFinished()) {
                system.pump.turn(0);
            }
            result.r2 = port.events;
        }
    }

    /**
     * A device that is being opened while its pump is drained is refused, or it is released before the pump is found drained. It
     * holds because it is counted before its opener looks whether the pump drains, and the pump is asked to drain before the count is
     * read; the count is atomic, the flag volatile.
     */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "let in, and released again")
    @Outcome(id = "", expect = FORBIDDEN, desc = "drained with a device open")
    @State
    public static class OpenAgainstDrain {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private StressDevice device;

        @Actor
        public void opener(II_Result result) {
            StressDevice opened = new StressDevice(system);
            device = opened;
            if (system.pump.isDraining()) { // as EPump and listeners do
                opened.abandon();
                return;
            }
            opened.open();
            result.r1 = 1;
        }

        @Actor
        public void drain(II_Result result) {
            system.pump.requestDrain();
            while (!system.pump.isDrained()) {
                system.pump.turn(0);
            }
            StressDevice seen = device;
            result.r2 = seen == null ? 0 : seen.releases;
        }
    }

    /** Counts its events. Owner only. */
    private static final class Port extends EventSource {
        private int events;

        @Override
        protected void onEvent(Owner owner, int code, long stamp, Object payload) {
            owner.releaseUserEvent();
            events++;
        }
    }
}
