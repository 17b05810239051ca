package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.sched.Owner;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A pump that is about to sleep in its select against what is sent to it. The notifier here sleeps until it is woken, or
 * until the sender has done all it does: whoever sleeps on then has lost a wake-up.
 */
public final class PumpSleepStress {
    private PumpSleepStress() {}

    /**
     * A pump never sleeps beside a source in its mailbox: here a timer that another thread starts. It holds by the
     * doorbell's two full fences, after which the pump looks into the mailbox once more.
     */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "found it before it slept")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "slept, and was woken")
    @Outcome(id = "", expect = FORBIDDEN, desc = "sleeps for ever beside its mailbox")
    @State
    public static class AgainstTheMailbox {
        private final SleepingNotifier notifier = new SleepingNotifier();
        private final StressPump system = new StressPump(0, notifier);
        private final StressTimer timer = new StressTimer(system);

        @Actor
        public void pump(I_Result result) {
            system.pump.turn(Long.MAX_VALUE);
            result.r1 = notifier.outcome();
        }

        @Actor
        public void sender() {
            timer.start(10);
            notifier.allSent = true;
        }
    }

    /** The same for an event posted to the pump's inbox, by the same fences. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "found it before it slept")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "slept, and was woken")
    @Outcome(id = "", expect = FORBIDDEN, desc = "sleeps for ever beside its inbox")
    @State
    public static class AgainstTheInbox {
        private final SleepingNotifier notifier = new SleepingNotifier();
        private final StressPump system = new StressPump(0, notifier);
        private final Ignoring source = new Ignoring(system.pump);

        @Actor
        public void pump(I_Result result) {
            system.pump.turn(Long.MAX_VALUE);
            result.r1 = notifier.outcome();
        }

        @Actor
        public void sender() {
            system.pump.post(source, EventCodes.USER, 0, null);
            notifier.allSent = true;
        }
    }

    /** The same for the request to stop, a volatile flag that is set before the bell is rung. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "found it before it slept")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "slept, and was woken")
    @Outcome(id = "", expect = FORBIDDEN, desc = "sleeps for ever though it shall stop")
    @State
    public static class AgainstTheStop {
        private final SleepingNotifier notifier = new SleepingNotifier();
        private final StressPump system = new StressPump(0, notifier);

        @Actor
        public void pump(I_Result result) {
            system.pump.turn(Long.MAX_VALUE);
            result.r1 = notifier.outcome();
        }

        @Actor
        public void sender() {
            system.pump.requestStop();
            notifier.allSent = true;
        }
    }

    private static final class SleepingNotifier extends StressNotifier {
        private static final int AWAKE = 0;
        private static final int SLEPT = 1;
        private static final int FOR_EVER = 2;

        private volatile boolean woken;
        private volatile boolean allSent;
        private int outcome = AWAKE;

        @Override
        public int select(long timeoutMs, ReadyHandler handler) {
            if (timeoutMs == 0) {
                return 0;
            }
            while (!woken && !allSent) {
                Thread.onSpinWait();
            }
            outcome = woken ? SLEPT : FOR_EVER; // asked once more: a wake-up comes before allSent
            return 0;
        }

        @Override
        public void wakeup() {
            woken = true;
        }

        int outcome() {
            return outcome;
        }
    }

    private static final class Ignoring extends PumpedSource {
        Ignoring(Pump pump) {
            super(pump);
        }

        @Override
        void onMailbox() {
            throw new UnsupportedOperationException("has no wishes");
        }

        @Override
        protected void onEvent(Owner owner, int code, long stamp, Object payload) {
            // it is enough that it was called
        }
    }
}
