package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A device that goes from one pump to another: {@link MovableDevice}, against whoever posts to it, closes it, or ends the system. */
public final class MoveStress {
    private static final int TURNS = 3;
    private static final int ROUNDS_TO_SETTLE = 4;

    private MoveStress() {}

    /**
     * Without workers, both user events of a sender are run, in order, wherever the move has come to, and the device arrives as it
     * left: watched by the new pump alone. It holds by the word of counts: a direct event keeps the device where it is until it
     * was run, and what is sent after the bit was set waits for the new pump, which clears the bit only when nothing waits or is on
     * its way. And because whatever a sender marks on the way waits for the new pump too.
     */
    @JCStressTest
    @Outcome(id = "12, 1, 1, 0", expect = ACCEPTABLE, desc = "in order, and arrived")
    @Outcome(id = "", expect = FORBIDDEN, desc = "lost, overtaken, stuck, or on the wrong pump")
    @State
    public static class EachSendersOrderHolds {
        private final Journey journey = new Journey(0);

        @Actor
        public void sender() {
            journey.device.postUser(EventCodes.USER + 1, null);
            journey.device.postUser(EventCodes.USER + 2, null);
        }

        @Actor
        public void owners() {
            journey.device.moveTo(journey.to.pump);
            journey.turns();
        }

        @Arbiter
        public void look(IIII_Result result) {
            journey.settle();
            result.r1 = journey.device.order;
            result.r2 = journey.isArrived() ? 1 : 0;
            result.r3 = journey.reads();
            result.r4 = journey.placesTaken() + journey.device.misplaced;
        }
    }

    /**
     * With workers, a READ whose callback ends while the device is on its way: the new pump arms it again. It holds because a device
     * that was marked dirty for a pump that has it no more is sent on.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "arrived, and told what is ready there")
    @Outcome(id = "", expect = FORBIDDEN, desc = "stuck, or deaf")
    @State
    public static class CallbackEndsOnTheWay {
        private final Journey journey = new Journey(1);

        public CallbackEndsOnTheWay() {
            journey.fromNotifier.ready = Interest.READ;
            journey.from.pump.turn(0); // its READ is in the worker's ring
            journey.fromNotifier.ready = 0;
            journey.device.goal = journey.to.pump;
        }

        @Actor
        public void worker() {
            journey.from.runWorkers();
        }

        @Actor
        public void pumps() {
            journey.turns();
        }

        @Arbiter
        public void look(II_Result result) {
            journey.settle();
            result.r1 = journey.isArrived() ? 1 : 0;
            result.r2 = journey.reads();
        }
    }

    /**
     * A thread closes a device on its way: it is released once, wherever it then is, and nothing of it stays behind, the places of
     * its user events included. It holds because the release task goes after the device, like any other event, and because what is
     * held back is dropped where it ends.
     */
    @JCStressTest
    @Outcome(id = "[01], 1, 1, 0", expect = ACCEPTABLE, desc = "released and closed once")
    @Outcome(id = "", expect = FORBIDDEN, desc = "not released once, not closed, a place lost, or on the wrong pump")
    @State
    public static class CloseOnTheWay {
        private final Journey journey = new Journey(0);

        @Actor
        public void closer() {
            journey.device.postUser(EventCodes.USER + 1, null);
            journey.device.close();
        }

        @Actor
        public void owners() {
            journey.device.moveTo(journey.to.pump);
            journey.turns();
        }

        @Arbiter
        public void look(IIII_Result result) {
            journey.reportEnd(result);
        }
    }

    /**
     * The owner closes a device that is about to go while a thread posts to it: a sender that comes when it has ended gives its place
     * back all the same. It holds because such a sender marks the device dirty, and a closed one drops what it then holds.
     */
    @JCStressTest
    @Outcome(id = "0, 1, 1, 0", expect = ACCEPTABLE, desc = "released and closed once, nothing run")
    @Outcome(id = "(1|2|12), 1, 1, 0", expect = ACCEPTABLE, desc = "run before")
    @Outcome(id = "", expect = FORBIDDEN, desc = "not released once, not closed, or a place lost")
    @State
    public static class PostToTheEnded {
        private final Journey journey = new Journey(0);

        @Actor
        public void sender() {
            journey.device.postUser(EventCodes.USER + 1, null);
            journey.device.postUser(EventCodes.USER + 2, null);
        }

        @Actor
        public void owners() {
            journey.device.moveTo(journey.to.pump);
            journey.device.close();
            journey.turns();
        }

        @Arbiter
        public void look(IIII_Result result) {
            journey.reportEnd(result);
        }
    }

    /**
     * Two pumps are drained while a device goes from one to the other, each on its own thread: whoever has found both of them drained,
     * the old one last, finds the device released. It holds because the device is counted at the new pump before the old one looks
     * whether it drains, and before it is uncounted there; the counts are atomic, the flag is volatile, and it is raised before the
     * counts are read.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "released before both were drained, and closed")
    @Outcome(id = "", expect = FORBIDDEN, desc = "drained with a device open")
    @State
    public static class DrainOnTheWay {
        private final Journey journey = new Journey(0);
        private volatile boolean ended;

        public DrainOnTheWay() {
            journey.device.moveTo(journey.to.pump);
        }

        @Actor
        public void oldPump() {
            while (!ended) {
                journey.from.pump.turn(0);
            }
        }

        @Actor
        public void stopAndNewPump(III_Result result) {
            journey.from.pump.requestDrain();
            journey.to.pump.requestDrain();
            while (!(journey.to.pump.isDrained() && journey.from.pump.isDrained())) {
                journey.to.pump.turn(0);
            }
            result.r1 = journey.device.releases;
            result.r2 = journey.devicesAssigned();
            ended = true;
        }

        @Arbiter
        public void look(III_Result result) {
            result.r3 = journey.device.closed;
        }
    }

    /** Two pumps and a device that the first one watches. */
    private static final class Journey {
        private final StressNotifier fromNotifier = new StressNotifier();
        private final StressNotifier toNotifier = new StressNotifier();
        private final StressPump from;
        private final StressPump to;
        private final Traveller device;

        Journey(int workers) {
            from = new StressPump(workers, fromNotifier);
            to = new StressPump(from, toNotifier);
            device = new Traveller(from);
            device.open();
            from.pump.turn(0);
        }

        void turns() {
            for (int i = 0; i < TURNS; i++) {
                from.pump.turn(0);
                to.pump.turn(0);
            }
        }

        void settle() {
            for (int i = 0; i < ROUNDS_TO_SETTLE; i++) {
                from.settle();
                to.settle();
            }
        }

        /** Whether the new pump has it, and nothing else of it is anywhere. */
        boolean isArrived() {
            return device.pump() == to.pump
                    && !device.isUnderWay()
                    && device.moveTo(to.pump) // another move could begin
                    && !fromNotifier.watches(device)
                    && toNotifier.watches(device)
                    && from.pump.load().devices() + from.pump.load().devicesAssigned() == 0
                    && to.pump.load().devices() == 1
                    && to.pump.load().devicesAssigned() == 1;
        }

        /** How many READs one readiness leads to. */
        int reads() {
            device.reads = 0;
            fromNotifier.ready = Interest.READ;
            toNotifier.ready = Interest.READ;
            from.pump.turn(0);
            to.pump.turn(0);
            fromNotifier.ready = 0;
            toNotifier.ready = 0;
            settle();
            return device.reads;
        }

        int devicesAssigned() {
            return from.pump.load().devicesAssigned() + to.pump.load().devicesAssigned();
        }

        int placesTaken() {
            return from.pump.userEventsPending() + to.pump.userEventsPending();
        }

        void reportEnd(IIII_Result result) {
            settle();
            result.r1 = device.order;
            result.r2 = device.releases;
            result.r3 = device.closed;
            result.r4 = placesTaken() + devicesAssigned() + device.misplaced;
        }
    }

    /**
     * A sender that has found the device open, and comes to post only when that is closed, on its way to another pump, and its pumps
     * end: its event is refused, or its place is given back, since the other pump would not end otherwise. It holds because
     * the sender takes a place with the pump that is to see the device, too, which so does not end before.
     */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "given back, or refused")
    @Outcome(id = "", expect = FORBIDDEN, desc = "a place is taken for ever")
    @State
    public static class LateSenderAgainstTheEndOfPumps {
        private final StressPump from = new StressPump(0, new StressNotifier());
        private final StressPump to = new StressPump(0, new StressNotifier());
        private final Traveller device = new Traveller(from);

        public LateSenderAgainstTheEndOfPumps() {
            device.open();
            from.settle();
            device.moveTo(to.pump);
            device.close();
            from.settle();
        }

        @Actor
        public void sender() {
            device.postUser(EventCodes.USER + 1, null);
        }

        @Actor
        public void threadOfTheOldPump() {
            from.pump.requestStop();
            while (!from.pump.isFinished()) {
                from.pump.turn(0);
            }
            to.pump.requestStop();
        }

        @Arbiter
        public void look(II_Result result) {
            to.settle();
            result.r1 = from.pump.userEventsPending();
            result.r2 = to.pump.userEventsPending();
        }
    }

    /** Notes what it is told: one digit for each user event. Owner only, unless it says otherwise. */
    private static final class Traveller extends PumpedDevice {
        /** Where it goes in its next READ; before the actors begin. */
        private Pump goal;

        private int order;
        private int reads;
        private int releases;

        /** What came on another pump than its own, which without workers is its owner. */
        private int misplaced;

        /** Pump. */
        private int closed;

        Traveller(StressPump system) {
            super(system.pump, 100, null, Interest.READ);
        }

        void open() {
            handOver();
        }

        @Override
        protected void fire(int code, Object payload) {
            checkPlace();
            if (code == EventCodes.READ) {
                reads++;
                if (goal != null) {
                    moveTo(goal);
                    goal = null;
                }
            } else if (code >= EventCodes.USER) {
                order = order * 10 + (code - EventCodes.USER);
            }
        }

        @Override
        protected void onRelease() {
            checkPlace();
            releases++;
        }

        private void checkPlace() {
            misplaced += isOnOwner() ? 0 : 1;
        }

        @Override
        protected void onClosed() {
            closed++;
        }
    }
}
