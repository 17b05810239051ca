package io.ejet.access;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Owners that ask one limit at the same time. */
public final class RateTableStress {
    private static final long INTERVAL_NS = 100;

    private RateTableStress() {}

    /**
     * Of two requests with a key that is not there yet, one is let in, and the table knows of it. It holds because both look for a free
     * slot in the same order, and who loses the compare and set looks again.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the second")
    @Outcome(id = "", expect = FORBIDDEN, desc = "both, or none, or one that is forgotten")
    @State
    public static class NewKeyIsCountedOnce {
        private final RateTable table = new RateTable(INTERVAL_NS, 0, 8);

        @Actor
        public void first(III_Result result) {
            result.r1 = table.take("a", 0) == 0 ? 1 : 0;
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = table.take("a", 0) == 0 ? 1 : 0;
        }

        @Arbiter
        public void after(III_Result result) {
            result.r3 = table.take("a", 0) == 0 ? 1 : 0;
        }
    }

    /** Of two requests for the last place of a bucket, one is let in. It holds by the compare and set of its time. */
    @JCStressTest
    @Outcome(id = "1, 0, 100", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "0, 1, 100", expect = ACCEPTABLE, desc = "the second")
    @Outcome(id = "", expect = FORBIDDEN, desc = "both, or none, or a debt that is lost")
    @State
    public static class LastPlaceIsOnes {
        private final RateTable table = new RateTable(INTERVAL_NS, 1, 8);

        public LastPlaceIsOnes() {
            table.take("a", 0);
        }

        @Actor
        public void first(III_Result result) {
            result.r1 = table.take("a", 0) == 0 ? 1 : 0;
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = table.take("a", 0) == 0 ? 1 : 0;
        }

        @Arbiter
        public void after(III_Result result) {
            result.r3 = (int) table.take("a", 0);
        }
    }

    /** Neither what is given back nor what is taken meanwhile is lost. It holds by the addition's atomicity and the compare and set. */
    @JCStressTest
    @Outcome(
            id = "1, 0, 100",
            expect = ACCEPTABLE,
            desc = "one is counted: another one has a place, a third has to wait")
    @Outcome(id = "", expect = FORBIDDEN, desc = "none is counted, or both")
    @State
    public static class GivenBackWhileTaken {
        private final RateTable table = new RateTable(INTERVAL_NS, 1, 8);

        public GivenBackWhileTaken() {
            table.take("a", 0);
        }

        @Actor
        public void giver(III_Result result) {
            table.giveBack("a");
        }

        @Actor
        public void taker(III_Result result) {
            result.r1 = table.take("a", 0) == 0 ? 1 : 0;
        }

        @Arbiter
        public void after(III_Result result) {
            result.r2 = (int) table.take("a", 0);
            result.r3 = (int) table.take("a", 0);
        }
    }

    /**
     * Two new keys in a full set each get a slot, though both want that of the same idle one, and the two that have not been idle for
     * longest stay. It holds by the compare and set of the slot against the bucket that was looked at.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "both are known, and whom they have driven out is not")
    @Outcome(id = "", expect = FORBIDDEN, desc = "one has driven out the other")
    @State
    public static class NewKeysDriveOutTheIdle {
        private final RateTable table = new RateTable(INTERVAL_NS, 0, 8);

        public NewKeysDriveOutTheIdle() {
            for (int i = 0; i < 8; i++) {
                table.take("idle" + i, i);
            }
        }

        @Actor
        public void first(III_Result result) {
            result.r1 = (int) table.take("a", 1_000);
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = (int) table.take("b", 1_000);
        }

        @Arbiter
        public void after(III_Result result) {
            boolean areKnown = table.take("a", 1_000) > 0 && table.take("b", 1_000) > 0;
            result.r3 = areKnown && table.forgotten() == 0 ? 0 : 1;
        }
    }
}
