package io.epump.sched;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The overflow queue against the ring's order: producers publish 1, 2, 3, 4, and each comes out once, in that order for
 * each producer. A result holds what was taken, digit by digit, and how many went to the overflow, so that a report shows
 * both ways taken.
 */
public final class OverflowOrderStress {
    private OverflowOrderStress() {}

    /**
     * The worker takes while a producer overfills a ring of one slot. The order holds because the producer goes by the
     * overflow as long as one of its events is there, and because the worker reads the ring's cursor after it has acquired
     * the overflow's link: what the producer had put into the ring before is at or below that cursor.
     */
    @JCStressTest
    @Outcome(id = "1234, 0, 0", expect = ACCEPTABLE, desc = "all through the ring")
    @Outcome(id = "1234, 0, [1-4]", expect = ACCEPTABLE, desc = "in order, some through the overflow")
    @Outcome(id = "", expect = FORBIDDEN, desc = "out of order, lost or doubled")
    @State
    public static class ProducerAgainstWorker {
        private final Traffic traffic = new Traffic(1);

        @Actor
        public void producer() {
            for (int code = 1; code <= Traffic.EVENTS; code++) {
                traffic.publish(0, code);
            }
        }

        @Actor
        public void worker() {
            for (int batch = 0; batch < Traffic.EVENTS; batch++) {
                traffic.takeBatch();
            }
        }

        @Arbiter
        public void takeRest(III_Result result) {
            traffic.report(result);
        }
    }

    /**
     * Two producers overfill a ring of two slots, and one of them is the worker itself, as when a callback posts to a
     * source of its own: it takes one batch after each event. So it meets slots that are claimed and not yet published, and
     * must neither wait for them nor go around them. Nothing is lost or doubled because claiming a slot is an atomic
     * addition and joining the overflow an atomic exchange of its tail, by which the overflow also answers truly whether
     * the asker's own events are still in it.
     */
    @JCStressTest
    @Outcome(id = "1234, 1234, 0", expect = ACCEPTABLE, desc = "both in order, all through the ring")
    @Outcome(id = "1234, 1234, [1-8]", expect = ACCEPTABLE, desc = "both in order, some through the overflow")
    @Outcome(id = "", expect = FORBIDDEN, desc = "out of order, lost or doubled")
    @State
    public static class TwoProducersOneOfThemTheWorker {
        private final Traffic traffic = new Traffic(2);

        @Actor
        public void producer() {
            for (int code = 1; code <= Traffic.EVENTS; code++) {
                traffic.publish(0, code);
            }
        }

        @Actor
        public void worker() {
            for (int code = 1; code <= Traffic.EVENTS; code++) {
                traffic.publish(1, code);
                traffic.takeBatch();
            }
        }

        @Arbiter
        public void takeRest(III_Result result) {
            traffic.report(result);
        }
    }

    private static final class Traffic {
        static final int EVENTS = 4;

        private final EventRing ring;
        private final RecordingSource[] sources = {new RecordingSource(), new RecordingSource()};
        private final int[] taken = new int[2];
        private final IOEvent event = new IOEvent();

        Traffic(int ringSize) {
            ring = new EventRing(ringSize);
        }

        void publish(int producer, int code) {
            ring.publish(sources[producer], code, 0, null);
        }

        void takeBatch() {
            boolean any = false;
            while (ring.poll(event)) {
                int producer = event.source() == sources[0] ? 0 : 1;
                taken[producer] = taken[producer] * 10 + event.code();
                any = true;
            }
            if (any) {
                ring.release();
            }
        }

        void report(III_Result result) {
            takeBatch();
            if (!ring.isEmpty() || ring.hasWork()) {
                throw new IllegalStateException("not empty: queued=" + ring.queued());
            }
            result.r1 = taken[0];
            result.r2 = taken[1];
            result.r3 = (int) ring.spilled();
        }
    }
}
