package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The sleep flag against work that is brought at the same moment. */
public final class DoorbellStress {
    private DoorbellStress() {}

    /**
     * Never does the sleeper find nothing while the bringer does not signal. It holds by the two full fences, one between
     * the flag's store and the look, one between the work's store and the flag's load; the work itself is opaque here, so
     * that nothing else orders it.
     */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "found nothing, and was signalled")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "found the work before it slept")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "found the work, and a needless signal follows")
    @Outcome(id = "", expect = FORBIDDEN, desc = "a lost wake-up")
    @State
    public static class NoWakeUpIsLost {
        private final CountingBell bell = new CountingBell();
        private final Work work = new Work();

        @Actor
        public void sleeper(II_Result result) {
            bell.announce();
            result.r1 = work.isThere() ? 1 : 0;
        }

        @Actor
        public void bringer(II_Result result) {
            work.bring();
            result.r2 = bell.ring() ? 1 : 0;
        }
    }

    /** Of two who bring work to one sleeper exactly one signals. It holds by the compare and set of the flag. */
    @JCStressTest
    @Outcome(id = {"1, 0, 1", "0, 1, 1"}, expect = ACCEPTABLE, desc = "one of them signalled")
    @Outcome(id = "", expect = FORBIDDEN, desc = "none, or two system calls for one sleeper")
    @State
    public static class TwoBringersSignalOnce {
        private final CountingBell bell = new CountingBell();

        public TwoBringersSignalOnce() {
            bell.announce();
        }

        @Actor
        public void bringer1(III_Result result) {
            result.r1 = bell.ring() ? 1 : 0;
        }

        @Actor
        public void bringer2(III_Result result) {
            result.r2 = bell.ring() ? 1 : 0;
        }

        @Arbiter
        public void count(III_Result result) {
            result.r3 = bell.signals();
        }
    }

    private static final class Work {
        private static final VarHandle THERE;

        static {
            try {
                THERE = MethodHandles.lookup().findVarHandle(Work.class, "there", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        @SuppressWarnings("UnusedVariable") // through THERE
        private boolean there;

        void bring() {
            THERE.setOpaque(this, true);
        }

        boolean isThere() {
            return (boolean) THERE.getOpaque(this);
        }
    }
}
