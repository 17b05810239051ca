package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A pump that is about to wait for a worker against the worker that runs dry at that moment: {@link Vacancy}. */
public final class VacancyStress {
    private VacancyStress() {}

    /**
     * Never does the pump find the ring in use while the worker, done with it, does not ring. It holds by the two full fences, one
     * between the announcement and the look at the ring, one between the release of the slots and the look at the waiters.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "waits, and is woken")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "finds the worker free, and does not wait")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "finds the worker free, and a needless signal follows")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "waits beside a free worker")
    @State
    public static class NoVacancyIsMissed {
        private final EventRing ring = new EventRing(2);
        private final CountingBell bell = new CountingBell();
        private final Vacancy vacancy = new Vacancy();
        private final Vacancy.Waiter waiter = vacancy.newWaiter(bell);

        public NoVacancyIsMissed() {
            ring.publish(new RecordingSource(), 1, 0, null);
            ring.poll(new IOEvent());
        }

        @Actor
        public void pump(II_Result result) {
            waiter.announce();
            result.r1 = ring.queued() == 0 ? 0 : 1;
        }

        @Actor
        public void worker(II_Result result) {
            ring.release();
            vacancy.onDry();
            result.r2 = bell.signals();
        }
    }
}
