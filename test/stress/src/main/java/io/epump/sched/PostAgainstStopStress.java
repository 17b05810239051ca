package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A user event that is posted while its worker is asked to stop. */
public final class PostAgainstStopStress {
    private PostAgainstStopStress() {}

    /**
     * An event whose place was reserved is run before the worker has finished; one that was refused is not. It holds because the
     * place is counted before the stop flag is read, and the worker reads the flag before the count, all of it volatile.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken and run")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(id = "", expect = FORBIDDEN, desc = "finished with an event still to come")
    @State
    public static class WhatWasTakenIsRun {
        private final Worker worker = StressWorkers.worker(0, 2, 8);
        private final ReleasingSource source = new ReleasingSource();

        @Actor
        public void poster(II_Result result) {
            if (worker.reserveUserEvent()) {
                worker.post(source, 10_000, 0, null);
                result.r1 = 1;
            }
        }

        @Actor
        public void loop(II_Result result) {
            worker.requestStop();
            while (!worker.isFinished()) {
                worker.turn(0);
            }
            result.r2 = source.events;
        }

        @Arbiter
        public void check() {
            StressWorkers.check(worker);
        }
    }

    private static final class ReleasingSource extends EventSource {
        private int events;

        @Override
        protected void onEvent(Owner owner, int code, long stamp, Object payload) {
            owner.releaseUserEvent();
            events++;
        }
    }
}
