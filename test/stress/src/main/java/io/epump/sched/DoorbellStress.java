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
        private static final VarHandle WORK;

        static {
            try {
                WORK = MethodHandles.lookup().findVarHandle(NoWakeUpIsLost.class, "work", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final CountingBell bell = new CountingBell();

        @SuppressWarnings("UnusedVariable") // through WORK
        private int work;

        @Actor
        public void sleeper(II_Result result) {
            bell.announce();
            result.r1 = (int) WORK.getOpaque(this);
        }

        @Actor
        public void bringer(II_Result result) {
            WORK.setOpaque(this, 1);
            result.r2 = bell.ring() ? 1 : 0;
        }
    }

    /**
     * Of two who bring work to one sleeper exactly one signals. It holds by the atomic compare and set that takes the flag
     * back.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first signalled")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the second signalled")
    @Outcome(id = "", expect = FORBIDDEN, desc = "no signal, or two system calls for one sleeper")
    @State
    public static class TwoBringersSignalOnce {
        private final CountingBell bell = new CountingBell();

        public TwoBringersSignalOnce() {
            bell.announce();
        }

        @Actor
        public void first(III_Result result) {
            result.r1 = bell.ring() ? 1 : 0;
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = bell.ring() ? 1 : 0;
        }

        @Arbiter
        public void count(III_Result result) {
            result.r3 = bell.signals();
        }
    }
}
