package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.sched.Worker;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Close against an event in flight. A result holds: callbacks, INVALID_DEV events, releases, broken rules (a callback after
 * the release, or an event on another owner), and how often the channel was closed, which is the end.
 */
public final class CloseStress {
    private CloseStress() {}

    /**
     * A thread closes a device while its pump, which is also its owner, runs its READ: the device is released once, nothing
     * runs afterwards, and it ends closed. It holds because the change to CLOSING is one volatile compare and set, whose
     * winner alone posts the release task to the owner.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 1, 0, 1", expect = ACCEPTABLE, desc = "closed before the callback")
    @Outcome(id = "1, 0, 1, 0, 1", expect = ACCEPTABLE, desc = "closed during or after it")
    @Outcome(id = "", expect = FORBIDDEN, desc = "not released once, called afterwards, or not closed")
    @State
    public static class ForeignCloseAgainstPump {
        private final OpenDevice open = new OpenDevice(0);

        public ForeignCloseAgainstPump() {
            open.becomesReady(Interest.READ);
        }

        @Actor
        public void closer() {
            open.device.close();
        }

        @Actor
        public void pump() {
            open.system.pump.turn(0);
        }

        @Arbiter
        public void look(IIIII_Result result) {
            open.report(result);
        }
    }

    /**
     * The same with two workers, where the READ is the device's first event: closer and pump each choose a worker, and
     * whoever wins the pin, event and release task both run there. It holds by the compare and exchange of the pin besides.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 1, 0, 1", expect = ACCEPTABLE, desc = "closed before the callback")
    @Outcome(id = "1, 0, 1, 0, 1", expect = ACCEPTABLE, desc = "closed during or after it")
    @Outcome(id = "", expect = FORBIDDEN, desc = "not released once, called afterwards, or not closed")
    @State
    public static class ForeignCloseAgainstWorker {
        private final OpenDevice open = new OpenDevice(2);

        public ForeignCloseAgainstWorker() {
            open.becomesReady(Interest.READ);
        }

        @Actor
        public void closer() {
            open.device.close();
        }

        @Actor
        public void pumpAndWorkers() {
            open.system.pump.turn(0);
            open.system.runWorkers();
        }

        @Arbiter
        public void look(IIIII_Result result) {
            open.report(result);
        }
    }

    /**
     * A thread closes a device that is given up, which ends in a close by the owner: one of the two closes wins the compare
     * and set, so the device is released once; INVALID_DEV comes once or not at all, and never after the release.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 1, 0, 1", expect = ACCEPTABLE, desc = "closed first")
    @Outcome(id = "0, 1, 1, 0, 1", expect = ACCEPTABLE, desc = "given up first")
    @Outcome(id = "", expect = FORBIDDEN, desc = "not released once, called afterwards, or not closed")
    @State
    public static class ForeignCloseAgainstGivingUp {
        private final OpenDevice open = new OpenDevice(0);

        public ForeignCloseAgainstGivingUp() {
            open.becomesReady(-1);
        }

        @Actor
        public void closer() {
            open.device.close();
        }

        @Actor
        public void pump() {
            open.system.pump.turn(0);
        }

        @Arbiter
        public void look(IIIII_Result result) {
            open.report(result);
        }
    }

    /**
     * Two owners give the same source up: a listener, one of whose workers runs an ACCEPT that throws while another one runs what
     * its pump has sent. INVALID_DEV comes once. It holds because giving up is one compare and set.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "told once, then closed")
    @Outcome(id = "", expect = FORBIDDEN, desc = "told twice, or not closed")
    @State
    public static class TwoOwnersGiveUp {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final Told device = new Told(system);

        public TwoOwnersGiveUp() {
            device.open();
            system.settle();
        }

        @Actor
        public void oneOwner() {
            device.giveUp(system.pump);
        }

        @Actor
        public void anotherOwner() {
            device.giveUp(system.pump);
        }

        @Arbiter
        public void look(II_Result result) {
            system.settle();
            result.r1 = device.told.get();
            result.r2 = system.pump.load().devicesAssigned() == 0 ? 1 : 0;
        }
    }

    private static final class Told extends PumpedDevice {
        private final AtomicInteger told = new AtomicInteger();

        Told(StressPump system) {
            super(system.pump, 100, null, Interest.READ);
        }

        void open() {
            handOver();
        }

        @Override
        protected void fire(int code, Object payload) {
            told.incrementAndGet();
        }
    }

    private static final class OpenDevice {
        private final StressNotifier notifier = new StressNotifier();
        private final StressPump system;
        private final StressDevice device;

        OpenDevice(int workers) {
            system = new StressPump(workers, notifier);
            device = new StressDevice(system);
            device.open();
            system.pump.turn(0);
        }

        /** The next select tells it; without workers the same turn runs the callback. */
        void becomesReady(int ready) {
            notifier.ready = ready;
        }

        void report(IIIII_Result result) {
            notifier.ready = 0;
            system.settle();
            result.r1 = device.callbacks;
            result.r2 = device.invalidations;
            result.r3 = device.releases;
            result.r4 = device.brokenRules;
            result.r5 = device.closed;
            int pinned = 0;
            for (int i = 0; system.workers != null && i < system.workers.size(); i++) {
                Worker worker = system.worker(i);
                pinned += worker.pinnedSources();
                if (worker != device.pin()) {
                    result.r4 += (int) worker.eventsHandled();
                }
            }
            int assigned = system.pump.load().devicesAssigned();
            if (pinned != 0 || assigned != 0) {
                throw new IllegalStateException("pinned=" + pinned + " assigned=" + assigned);
            }
        }
    }
}
