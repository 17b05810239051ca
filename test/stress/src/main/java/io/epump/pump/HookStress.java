package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.metrics.PumpCounter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Hooks: signals against the pump that asks, condition against callback, close against both. */
public final class HookStress {
    private HookStress() {}

    /**
     * A pump whose interval is as good as endless finds what was there before a signal: when the signal comes before it asks, while
     * it asks, between that and its mailbox, while the callback runs and while it falls asleep. It takes the turns that it would
     * take: as long as its own next select would not sleep, and, asleep, when it was woken. It holds because the dirty bit is
     * cleared before a round is demanded, because a round is demanded, and by the doorbell's fences.
     */
    @JCStressTest
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "both found")
    @Outcome(id = "", expect = FORBIDDEN, desc = "asleep beside what was signalled")
    @State
    public static class NoSignalIsLost {
        private final SleepingOnce notifier = new SleepingOnce();
        private final StressPump system = new StressPump(0, notifier);
        private final StressHook hook = new StressHook(system);

        public NoSignalIsLost() {
            hook.open();
            system.pump.turn(0); // the next one asks, and does not sleep before
            notifier.sleeps = true;
        }

        @Actor
        public void pump(II_Result result) {
            while (!notifier.sleptForEver && hook.fired < 2) {
                system.pump.turn(Long.MAX_VALUE);
            }
            result.r1 = hook.fired;
            result.r2 = notifier.sleptForEver ? 1 : 0; // also when the test's end has shown it the rest
        }

        @Actor
        public void signaller() {
            hook.flag = 1;
            hook.signal();
            hook.flag = 2;
            hook.signal();
            notifier.allSent = true;
        }
    }

    /**
     * A worker runs the callback while the pump asks again and again: the pump gets no answer before that callback has ended, so each of
     * three things that are found leads to one callback, with its own answer, and none is overlooked. It holds by the
     * in-flight bit, whose settling is a volatile read-modify-write after all that the callback, and the hook after it, have written.
     */
    @JCStressTest
    @Outcome(id = "3, 0", expect = ACCEPTABLE, desc = "one callback for each")
    @Outcome(
            id = "",
            expect = FORBIDDEN,
            desc = "overlooked, called too often, without its answer, or asked during the callback")
    @State
    public static class ConditionAgainstCallback {
        private static final int ROUNDS = 50;

        private final StressPump system = new StressPump(1, new StressNotifier());
        private final StressHook hook = new StressHook(system);

        public ConditionAgainstCallback() {
            hook.flag = 3;
            hook.open();
            system.pump.turn(0);
            system.pump.turn(0); // the first event is in the worker's ring
        }

        @Actor
        public void pump() {
            for (int i = 0; i < ROUNDS; i++) {
                hook.evaluateNow();
            }
            system.pump.turn(0);
            for (int i = 0; i < ROUNDS; i++) {
                hook.evaluateNow();
            }
        }

        @Actor
        public void worker() {
            system.worker(0).turn(0);
            system.worker(0).turn(0);
        }

        @Arbiter
        public void look(II_Result result) {
            system.settle();
            result.r1 = hook.fired;
            result.r2 = hook.brokenRules;
        }
    }

    /**
     * A callback ends while its pump falls asleep, and the condition is met still: the pump asks once more. It holds because the
     * owner demands that after the bit was settled, by the dirty bit and the doorbell's fences.
     */
    @JCStressTest
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "asked once more")
    @Outcome(id = "", expect = FORBIDDEN, desc = "asleep beside a condition that is met")
    @State
    public static class WhatIsStillMetIsFound {
        private final SleepingOnce notifier = new SleepingOnce();
        private final StressPump system = new StressPump(1, notifier);
        private final StressHook hook = new StressHook(system);

        public WhatIsStillMetIsFound() {
            hook.flag = 2;
            hook.open();
            system.pump.turn(0);
            system.pump.turn(0); // the first event is in the worker's ring
            notifier.sleeps = true;
        }

        @Actor
        public void pump(II_Result result) {
            while (!notifier.sleptForEver && fires() < 2) {
                system.pump.turn(Long.MAX_VALUE);
            }
            result.r1 = fires();
            result.r2 = notifier.sleptForEver ? 1 : 0;
        }

        private int fires() {
            return (int) system.pump.pumpCounters().get(PumpCounter.HOOKS_FIRED);
        }

        @Actor
        public void worker() {
            system.worker(0).turn(0);
            notifier.allSent = true;
        }
    }

    /**
     * A thread closes a hook while its pump asks and its worker calls: it ends once, and nothing is called afterwards. It holds
     * because the change to CLOSING is one compare and set, whose winner alone posts the release task to the owner.
     */
    @JCStressTest
    @Outcome(id = "[01], 0, 1, 0", expect = ACCEPTABLE, desc = "closed before or after the callback")
    @Outcome(id = "", expect = FORBIDDEN, desc = "not ended once, or called afterwards")
    @State
    public static class CloseAgainstFiring {
        private final StressPump system = new StressPump(2, new StressNotifier());
        private final StressHook hook = new StressHook(system);

        public CloseAgainstFiring() {
            hook.flag = 1;
            hook.open();
            system.pump.turn(0);
        }

        @Actor
        public void closer() {
            hook.close();
        }

        @Actor
        public void pumpAndWorkers() {
            system.pump.turn(0);
            system.runWorkers();
        }

        @Arbiter
        public void look(IIII_Result result) {
            system.settle();
            result.r1 = hook.fired;
            result.r2 = hook.invalidations;
            result.r3 = hook.ended;
            result.r4 = hook.brokenRules + system.pump.hooks().registered();
        }
    }

    /** A thread closes a hook while the system gives it up: INVALID_DEV once or not at all, ended once. By the same compare and set. */
    @JCStressTest
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "closed first")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "given up first")
    @Outcome(id = "", expect = FORBIDDEN, desc = "not ended once, or told twice")
    @State
    public static class CloseAgainstDrain {
        private final StressPump system = new StressPump(1, new StressNotifier());
        private final StressHook hook = new StressHook(system);

        public CloseAgainstDrain() {
            hook.open();
            system.pump.turn(0);
        }

        @Actor
        public void closer() {
            hook.close();
        }

        @Actor
        public void drain() {
            system.pump.requestDrain();
            system.pump.turn(0);
            system.runWorkers();
        }

        @Arbiter
        public void look(III_Result result) {
            system.settle();
            result.r1 = hook.invalidations;
            result.r2 = hook.ended;
            result.r3 = system.pump.hooks().registered();
        }
    }

    /** Sleeps until it is woken or nothing comes any more. */
    private static final class SleepingOnce extends StressNotifier {
        private volatile boolean woken;
        private volatile boolean allSent;
        private boolean sleeps;
        private boolean sleptForEver;

        @Override
        public int select(long timeoutMs, ReadyHandler handler) {
            if (timeoutMs == 0 || !sleeps) {
                return 0;
            }
            while (!woken && !allSent) {
                Thread.onSpinWait();
            }
            sleptForEver = !woken; // asked once more: a wake-up comes before allSent
            woken = false;
            return 0;
        }

        @Override
        public void wakeup() {
            woken = true;
        }
    }
}
