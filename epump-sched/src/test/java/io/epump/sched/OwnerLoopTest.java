package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loop of a thread, run on the test's own. */
class OwnerLoopTest {
    private static final int TURNS = 5;

    private final List<Throwable> failures = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();

    @Test
    void shouldEndAtOnceWhenTheOwnerHasFinishedAlready() {
        Owner owner = new ScriptedOwner(0);
        new OwnerLoop(owner).run();
        assertEquals(List.of(), waits);
    }

    @Test
    void shouldTurnWithoutTimeLimitUntilTheOwnerHasFinishedWhenRun() {
        new OwnerLoop(new ScriptedOwner(TURNS)).run();
        assertEquals(List.of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE), waits);
    }

    @Test
    void shouldReportAndLiveOnWhenATurnThrows() {
        ScriptedOwner owner = new ScriptedOwner(TURNS);
        owner.failing = new LinkageError("from the turn itself");
        new OwnerLoop(owner).run();

        assertEquals(TURNS, waits.size());
        assertEquals(TURNS, failures.size());
        assertEquals(TURNS, owner.counters().get(OwnerCounter.FAILURES));
        assertNull(Owner.current());
    }

    /** Has so many turns in it. */
    private final class ScriptedOwner extends Owner {
        private int left;
        private Error failing;

        ScriptedOwner(int turns) {
            super(
                    0,
                    "scripted",
                    new OwnerSetup(NanoClock.SYSTEM, (owner, source, failure) -> failures.add(failure), 1));
            left = turns;
        }

        @Override
        protected int onTurn(long maxWaitNs) {
            waits.add(maxWaitNs);
            left--;
            if (failing != null) {
                throw failing;
            }
            return 1;
        }

        @Override
        public void post(EventSource source, int code, long stamp, Object payload) {
            throw new UnsupportedOperationException("code=" + code);
        }

        @Override
        public void wake() {}

        @Override
        public boolean isFinished() {
            return left == 0;
        }
    }
}
