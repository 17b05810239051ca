package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/** The end of a periodic timer's callback, when it starts itself again, against another thread that stops or starts it. */
public final class TimerPeriodStress {
    private static final long PERIOD = TimerStress.EARLY;
    private static final long LATE = 1_000;

    private TimerPeriodStress() {}

    /**
     * A periodic timer that is stopped while its callback runs and it starts itself again does not run again, whatever stop
     * answered. It holds because starting itself again, too, is a compare and set from the epoch that ran.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 0, 0", expect = ACCEPTABLE, desc = "stopped before it ran")
    @Outcome(id = "0, 1, 0, 0", expect = ACCEPTABLE, desc = "stopped while its callback ran")
    @Outcome(id = "1, 1, 0, 0", expect = ACCEPTABLE, desc = "stopped after it had started itself again")
    @Outcome(id = "", expect = FORBIDDEN, desc = "ran again, or its node left in the tree")
    @State
    public static class StopAgainstPeriod {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final StressTimer timer = new StressTimer(system, PERIOD);

        public StopAgainstPeriod() {
            TimerStress.startAndExpire(system, timer);
        }

        @Actor
        public void stopper(IIII_Result result) {
            result.r1 = timer.stop() ? 1 : 0;
        }

        @Actor
        public void pump() {
            system.pump.turn(0);
        }

        @Arbiter
        public void look(IIII_Result result) {
            system.settle();
            result.r2 = timer.fired;
            system.settleAt(LATE);
            result.r3 = timer.fired - result.r2;
            result.r4 = system.pump.timers().size();
        }
    }

    /**
     * A start from another thread is not lost: whether it comes before the callback, while it runs, while the timer starts
     * itself again or afterwards, its deadline is the one that holds. It holds because both starts take the timer into
     * STARTING by compare and set, and the one that finds it there waits.
     */
    @JCStressTest
    @Outcome(id = "0, 1010, 1", expect = ACCEPTABLE, desc = "started by the other thread before it ran")
    @Outcome(id = "1, 1010, 1", expect = ACCEPTABLE, desc = "ran, and the other thread's deadline holds")
    @Outcome(id = "", expect = FORBIDDEN, desc = "the other thread's start was lost, or fires twice or never")
    @State
    public static class StartAgainstPeriod {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final StressTimer timer = new StressTimer(system, PERIOD);

        public StartAgainstPeriod() {
            TimerStress.startAndExpire(system, timer);
        }

        @Actor
        public void starter() {
            timer.start(LATE);
        }

        @Actor
        public void pump() {
            system.pump.turn(0);
        }

        @Arbiter
        public void look(III_Result result) {
            system.settle();
            result.r1 = timer.fired;
            result.r2 = TimerStress.armedFor(system);
            system.settleAt(PERIOD + LATE);
            result.r3 = timer.fired - result.r1;
        }
    }
}
