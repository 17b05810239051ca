package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** The places for user events, reserved by several threads. */
public final class UserEventLimitStress {
    private UserEventLimitStress() {}

    /**
     * Of two places two threads that each want two are given two in all, neither more nor less; when these are given back
     * there are two again. It holds because reserving is one atomic addition, taken back when it went too far.
     */
    @JCStressTest
    @Outcome(id = "2, 2, 0, 2", expect = ACCEPTABLE, desc = "as many places as there are")
    @Outcome(id = "", expect = FORBIDDEN, desc = "beyond the limit, or a place lost")
    @State
    public static class NeverBeyondTheLimit {
        private static final int LIMIT = 2;

        private final Worker worker = StressWorkers.worker(0, 1, LIMIT);
        private final AtomicInteger reserved = new AtomicInteger();

        @Actor
        public void first() {
            reserve(LIMIT);
        }

        @Actor
        public void second() {
            reserve(LIMIT);
        }

        @Arbiter
        public void giveBack(IIII_Result result) {
            int held = reserved.getAndSet(0);
            result.r1 = held;
            result.r2 = worker.userEventsPending();
            for (int i = 0; i < held; i++) {
                worker.releaseUserEvent();
            }
            result.r3 = worker.userEventsPending();
            reserve(2 * LIMIT);
            result.r4 = reserved.get();
        }

        private void reserve(int attempts) {
            for (int i = 0; i < attempts; i++) {
                if (worker.reserveUserEvent()) {
                    reserved.incrementAndGet();
                }
            }
        }
    }
}
