package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What an owner lets others know about its work, while it works. */
public final class GaugeStress {
    private GaugeStress() {}

    /**
     * The watchdog tells of a slow callback the source that has it, though callbacks begin and end meanwhile. It holds because the
     * source is stored after the end of the callback before and released by the start of its own, and the watchdog looks at
     * start, source and start again, each acquired.
     */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing runs")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "the second")
    @Outcome(id = "", expect = FORBIDDEN, desc = "a source for another's start")
    @State
    public static class SlowCallbackHasItsSource {
        private static final long NOW_NS = 100;

        private final Worker worker = StressWorkers.worker(0, 1, 1); // never turns, so it has no thread and no stack
        private final RecordingSource first = new RecordingSource();
        private final RecordingSource second = new RecordingSource();

        @Actor
        public void owner() {
            Gauge gauge = worker.gauge();
            gauge.onBatchStart(1);
            gauge.onCallbackStart(first, 1);
            gauge.onCallbackEnd(1, 2);
            gauge.onCallbackStart(second, 2);
            gauge.onCallbackEnd(2, 3);
            gauge.onBatchEnd(1, 3, 2);
        }

        @Actor
        public void watchdog(II_Result result) {
            new Watchdog(List.of(worker), 1, () -> NOW_NS, slow -> note(slow, result)).turn();
        }

        private void note(SlowCallback slow, II_Result result) {
            result.r1 = (int) (NOW_NS - slow.runningNs());
            result.r2 = slow.source() == first ? 1 : slow.source() == second ? 2 : -1;
        }
    }

    /**
     * Of how long an owner was busy a batch is never counted twice, though it ends just then, nor lost. It holds because the time before
     * it and its own beginning are one word.
     */
    @JCStressTest
    @Outcome(id = "0, (0|5|10)", expect = ACCEPTABLE, desc = "not begun at first")
    @Outcome(id = "5, (5|10)", expect = ACCEPTABLE, desc = "in its batch at first")
    @Outcome(id = "10, 10", expect = ACCEPTABLE, desc = "after it")
    @Outcome(id = "", expect = FORBIDDEN, desc = "counted twice, or lost")
    @State
    public static class BusyTimeIsCountedOnce {
        private final Gauge gauge = new Gauge();

        @Actor
        public void owner() {
            gauge.onBatchStart(10);
            gauge.onBatchEnd(10, 20, 1);
        }

        @Actor
        public void reader(II_Result result) {
            result.r1 = (int) gauge.busy(15);
            result.r2 = (int) gauge.busy(15);
        }
    }
}
