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

/** Start, stop and expiry of a timer against each other. Times are nanoseconds of a clock that only an arbiter moves. */
public final class TimerStress {
    static final long EARLY = 10;
    private static final long BETWEEN = 500;
    private static final long LATE = 1_000;

    private TimerStress() {}

    /**
     * Exactly one of the two comes true: stop answers true, or the timer fires; and the tree is empty in the end. It holds
     * because expiry, call and stop are compare and sets of one volatile long.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "stopped, never fired")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "fired, too late to stop")
    @Outcome(id = "", expect = FORBIDDEN, desc = "fired after it was stopped, or neither, or its node left in the tree")
    @State
    public static class StopAgainstExpiry {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final StressTimer timer = new StressTimer(system);

        public StopAgainstExpiry() {
            startAndExpire(system, timer);
        }

        @Actor
        public void stopper(III_Result result) {
            result.r1 = timer.stop() ? 1 : 0;
        }

        @Actor
        public void pump() {
            system.pump.turn(0);
        }

        @Arbiter
        public void look(III_Result result) {
            system.settleAt(LATE);
            result.r2 = timer.fired;
            result.r3 = system.pump.timers().size();
        }
    }

    /**
     * A timer started again while a worker takes its expiry up never fires for its old deadline: at most once before the
     * new start, then not until the new deadline, then once. It holds by the epoch in the same volatile long: the queued
     * event carries the old one and loses its compare and set.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 1, 0", expect = ACCEPTABLE, desc = "started again in time")
    @Outcome(id = "1, 0, 1, 0", expect = ACCEPTABLE, desc = "fired, then started again")
    @Outcome(
            id = "",
            expect = FORBIDDEN,
            desc = "fired between the deadlines, or not for the new one, or left in the tree")
    @State
    public static class RestartAgainstWorker {
        private final StressPump system = new StressPump(1, new StressNotifier());
        private final StressTimer timer = new StressTimer(system);

        public RestartAgainstWorker() {
            startAndExpire(system, timer);
            system.pump.turn(0);
        }

        @Actor
        public void starter() {
            timer.start(LATE);
        }

        @Actor
        public void worker() {
            system.worker(0).turn(0);
        }

        @Arbiter
        public void look(IIII_Result result) {
            system.settle();
            result.r1 = timer.fired;
            system.settleAt(EARLY + BETWEEN);
            result.r2 = timer.fired - result.r1;
            system.settleAt(EARLY + LATE);
            result.r3 = timer.fired - result.r1 - result.r2;
            result.r4 = system.pump.timers().size();
        }
    }

    /**
     * A timer stopped and started again while the pump expires it has fired for its old deadline if and only if stop
     * answered false, and fires once for the new one. It holds by epoch and state in one volatile long: the pump's node
     * carries the old epoch.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 0, 1", expect = ACCEPTABLE, desc = "stopped in time")
    @Outcome(id = "0, 1, 0, 1", expect = ACCEPTABLE, desc = "fired, too late to stop")
    @Outcome(id = "", expect = FORBIDDEN, desc = "fired after it was stopped, or early, or not for the new deadline")
    @State
    public static class StopAndStartAgainstExpiry {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final StressTimer timer = new StressTimer(system);

        public StopAndStartAgainstExpiry() {
            startAndExpire(system, timer);
        }

        @Actor
        public void starter(IIII_Result result) {
            result.r1 = timer.stop() ? 1 : 0;
            timer.start(LATE);
        }

        @Actor
        public void pump() {
            system.pump.turn(0);
        }

        @Arbiter
        public void look(IIII_Result result) {
            system.settle();
            result.r2 = timer.fired;
            system.settleAt(EARLY + BETWEEN);
            result.r3 = timer.fired - result.r2;
            system.settleAt(EARLY + LATE);
            result.r4 = timer.fired - result.r2 - result.r3;
        }
    }

    /**
     * The pump takes a timer from the mailbox while it is started again with another deadline: the tree ends with the new
     * one, and it fires once, then. It holds because the pump clears the dirty bit before it reads the state, so that a
     * start that comes later sends the timer again; the deadline is published by the volatile change to ARMED.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 1, 0", expect = ACCEPTABLE, desc = "the new deadline")
    @Outcome(id = "", expect = FORBIDDEN, desc = "not in the tree, or with the old deadline")
    @State
    public static class RestartAgainstMailbox {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final StressTimer timer = new StressTimer(system);

        public RestartAgainstMailbox() {
            timer.start(EARLY);
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
        public void look(IIII_Result result) {
            system.settle();
            result.r1 = system.pump.timers().size();
            system.settleAt(BETWEEN);
            result.r2 = timer.fired;
            system.settleAt(LATE);
            result.r3 = timer.fired - result.r2;
            result.r4 = system.pump.timers().size();
        }
    }

    /**
     * Two threads that start an idle timer at the same moment leave it armed once, for a deadline that one of them asked
     * for. It holds because only one at a time takes it into STARTING, and writes the deadline.
     */
    @JCStressTest
    @Outcome(id = "1, 10, 1", expect = ACCEPTABLE, desc = "armed for the first one's deadline")
    @Outcome(id = "1, 1000, 1", expect = ACCEPTABLE, desc = "armed for the second one's deadline")
    @Outcome(id = "", expect = FORBIDDEN, desc = "not armed, or twice, or for a deadline of nobody")
    @State
    public static class TwoStarts {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final StressTimer timer = new StressTimer(system);

        @Actor
        public void first() {
            timer.start(EARLY);
        }

        @Actor
        public void second() {
            timer.start(LATE);
        }

        @Arbiter
        public void look(III_Result result) {
            system.settle();
            result.r1 = system.pump.timers().size();
            result.r2 = armedFor(system);
            system.settleAt(LATE);
            result.r3 = timer.fired;
        }
    }

    /**
     * A thread that stops a timer which another is just starting, and starts it itself, may rely on the answer: if it has
     * stopped that other start, its own deadline holds. It holds because nobody passes a starter that is in STARTING: it would
     * write its deadline over the later one.
     */
    @JCStressTest
    @Outcome(id = "0, 10, 1", expect = ACCEPTABLE, desc = "nothing to stop; the other start came last")
    @Outcome(id = "0, 1000, 1", expect = ACCEPTABLE, desc = "nothing to stop; the own start came last")
    @Outcome(id = "1, 1000, 1", expect = ACCEPTABLE, desc = "the other start stopped, then the own start")
    @Outcome(id = "", expect = FORBIDDEN, desc = "fires for a deadline that was stopped")
    @State
    public static class StartAgainstStopAndStart {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final StressTimer timer = new StressTimer(system);

        @Actor
        public void starter() {
            timer.start(EARLY);
        }

        @Actor
        public void stopperAndStarter(III_Result result) {
            result.r1 = timer.stop() ? 1 : 0;
            timer.start(LATE);
        }

        @Arbiter
        public void look(III_Result result) {
            system.settle();
            result.r2 = armedFor(system);
            system.settleAt(LATE);
            result.r3 = timer.fired;
        }
    }

    /** Leaves a timer in the pump's tree, due: the next turn of the pump expires it. */
    static void startAndExpire(StressPump system, StressTimer timer) {
        timer.start(EARLY);
        system.pump.turn(0);
        system.clock.setSinceStart(EARLY);
    }

    /** The earliest deadline in the pump's tree since the clock's start; -1 when there is none. */
    static int armedFor(StressPump system) {
        return system.pump.timers().isEmpty()
                ? -1
                : (int) (system.pump.timers().earliestDeadlineNs() - StressClock.START_NS);
    }
}
