package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A worker that is about to park against a producer that publishes: {@link EventRing#hasWork} and the {@link Doorbell}. */
public final class ParkStress {
    private ParkStress() {}

    /**
     * A worker that finds its ring empty after the announcement is signalled, and what was published can be taken. The
     * ring publishes with release only, so it holds by the doorbell's two full fences.
     */
    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "parks, and is woken")
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "finds the event and does not park")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "finds the event, and a needless signal follows")
    @Outcome(id = "", expect = FORBIDDEN, desc = "parks for ever beside an event")
    @State
    public static class AgainstTheRing {
        private final Sleeper sleeper = new Sleeper(2);

        @Actor
        public void worker(III_Result result) {
            result.r1 = sleeper.announceAndLook() ? 1 : 0;
        }

        @Actor
        public void producer(III_Result result) {
            result.r2 = sleeper.publishAndRing() ? 1 : 0;
        }

        @Arbiter
        public void take(III_Result result) {
            result.r3 = sleeper.countEvents();
        }
    }

    /**
     * The same when the ring is full, so that the event goes to the overflow queue: there it is linked with release, and
     * again the two full fences hold the rule.
     */
    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "parks, and is woken")
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "finds the event and does not park")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "finds the event, and a needless signal follows")
    @Outcome(id = "", expect = FORBIDDEN, desc = "parks for ever beside an event")
    @State
    public static class AgainstTheOverflow {
        private final Sleeper sleeper = new Sleeper(1);

        public AgainstTheOverflow() {
            sleeper.fillRing();
        }

        @Actor
        public void worker(III_Result result) {
            result.r1 = sleeper.announceAndLook() ? 1 : 0;
        }

        @Actor
        public void producer(III_Result result) {
            result.r2 = sleeper.publishAndRing() ? 1 : 0;
        }

        @Arbiter
        public void take(III_Result result) {
            result.r3 = sleeper.countEvents();
        }
    }

    private static final class Sleeper {
        private final EventRing ring;
        private final CountingBell bell = new CountingBell();
        private final RecordingSource source = new RecordingSource();
        private final IOEvent event = new IOEvent();

        Sleeper(int ringSize) {
            ring = new EventRing(ringSize);
        }

        /** Takes an event without giving its slot back, as in the middle of a batch. */
        void fillRing() {
            ring.publish(source, 1, 0, null);
            ring.poll(event);
        }

        boolean announceAndLook() {
            bell.announce();
            return ring.hasWork();
        }

        boolean publishAndRing() {
            ring.publish(source, 1, 0, null);
            return bell.ring();
        }

        int countEvents() {
            int events = 0;
            while (ring.poll(event)) {
                events++;
            }
            return events;
        }
    }
}
