package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The end of a worker against what was posted to it. */
public final class OrderlyStopStress {
    private static final int USER_CODE = 10_000;

    private OrderlyStopStress() {}

    /**
     * What was posted before the stop was asked for is run before the worker has finished, whether it went through the ring
     * or, the third event here, through the overflow. It holds because the worker reads the volatile stop flag first and
     * looks whether all is empty afterwards: whoever sees the flag sees every event that was published before it.
     */
    @JCStressTest
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "all were run")
    @Outcome(id = "", expect = FORBIDDEN, desc = "finished with events left")
    @State
    public static class PostedBeforeTheStopIsRun {
        private final Worker worker = StressWorkers.worker(0, 2, 8);
        private final RecordingSource source = new RecordingSource();

        @Actor
        public void poster() {
            worker.post(source, USER_CODE, 0, null);
            worker.post(source, USER_CODE, 0, null);
            worker.post(source, USER_CODE, 0, null);
            worker.requestStop();
        }

        @Actor
        public void loop(I_Result result) {
            while (!worker.isFinished()) {
                worker.turn(0);
            }
            result.r1 = source.events;
        }

        @Arbiter
        public void check() {
            StressWorkers.check(worker);
        }
    }
}
