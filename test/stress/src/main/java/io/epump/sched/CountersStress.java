package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** Counters that their owner changes and others read. */
public final class CountersStress {
    private CountersStress() {}

    /**
     * Whoever waits for a count sees it come. It holds by the opaque load, which is made each time it is asked for; a plain one a
     * compiler may make once, before the loop. That no count goes back is the same load's coherence.
     */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "seen")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "waits for ever")
    @State
    public static class ACountIsSeen {
        private final Counters<OwnerCounter> counters = new Counters<>(OwnerCounter.class);

        @Actor
        public void reader() {
            while (counters.get(OwnerCounter.TURNS) == 0) {
                // nothing that would make a compiler read it again
            }
        }

        @Signal
        public void owner() {
            counters.increment(OwnerCounter.TURNS);
        }
    }
}
