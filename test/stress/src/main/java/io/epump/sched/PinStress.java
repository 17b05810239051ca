package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** The pin against itself. */
public final class PinStress {
    private PinStress() {}

    /**
     * Two threads that pin one source to two workers both learn of the same one, and it is counted once. It holds by the
     * one volatile compare and exchange, whose loser is given what the winner wrote.
     */
    @JCStressTest
    @Outcome(id = "1, 1, 1, 1", expect = ACCEPTABLE, desc = "both know worker 1")
    @Outcome(id = "2, 2, 2, 1", expect = ACCEPTABLE, desc = "both know worker 2")
    @Outcome(id = "", expect = FORBIDDEN, desc = "two winners, or a pin that changed, or counted twice")
    @State
    public static class PinnedOnce {
        private static final Worker ONE = StressWorkers.worker(1, 1, 1);
        private static final Worker TWO = StressWorkers.worker(2, 1, 1);

        private final RecordingSource source = new RecordingSource();

        @Actor
        public void pinToOne(IIII_Result result) {
            result.r1 = source.pinOnce(ONE).index();
        }

        @Actor
        public void pinToTwo(IIII_Result result) {
            result.r2 = source.pinOnce(TWO).index();
        }

        @Arbiter
        public void look(IIII_Result result) {
            result.r3 = source.pin().index();
            result.r4 = source.timesPinned;
        }
    }
}
