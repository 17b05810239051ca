package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** The in-flight bits: a pump that raises against the owner that settles. */
public final class InFlightStress {
    private static final int READ = 1;
    private static final int WRITE = 4;

    private InFlightStress() {}

    /**
     * A pump that raises READ after its callback has settled sends it again and sees what that callback wrote; one that
     * comes earlier sends nothing and leaves the bit to the callback; and the WRITE that it raises beside it is never
     * lost. It holds because both sides change the bits by volatile read-modify-writes of the same field: settle releases,
     * raise acquires, and neither overwrites what the other has just set.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 1, 4", expect = ACCEPTABLE, desc = "too early: coalesced, and settled afterwards")
    @Outcome(id = "1, 1, 1, 5", expect = ACCEPTABLE, desc = "sent again, and the callback's work is visible")
    @Outcome(
            id = "",
            expect = FORBIDDEN,
            desc = "a bit lost, or sent twice, or sent without sight of the callback's work")
    @State
    public static class RaiseAgainstSettle {
        private final Bits source = new Bits();

        public RaiseAgainstSettle() {
            source.raise(READ);
        }

        @Actor
        public void owner() {
            source.writtenByCallback = 1;
            source.settle(READ);
        }

        @Actor
        public void pump(IIII_Result result) {
            if (source.raise(READ)) {
                result.r1 = 1;
                result.r2 = source.writtenByCallback;
            }
            result.r3 = source.raise(WRITE) ? 1 : 0;
        }

        @Arbiter
        public void look(IIII_Result result) {
            result.r4 = source.inFlight();
        }
    }

    private static final class Bits extends EventSource {
        private int writtenByCallback;

        @Override
        protected void onEvent(Owner owner, int code, long stamp, Object payload) {
            throw new UnsupportedOperationException("code=" + code);
        }
    }
}
