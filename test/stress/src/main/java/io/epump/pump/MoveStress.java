package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A device that goes from one pump to another, without workers, against whoever posts to it: {@link MovableDevice}. */
public final class MoveStress {
    private static final int ROUNDS_TO_SETTLE = 4;

    private MoveStress() {}

    /**
     * Both user events of a sender are run, in order, wherever the move has come to. It holds by the word of counts: a direct event
     * keeps the device where it is until it was run, and what is sent after the bit was set waits for the new pump, which clears
     * the bit only when nothing waits or is on its way.
     */
    @JCStressTest
    @Outcome(id = "12, 1, 0", expect = ACCEPTABLE, desc = "in order, and arrived")
    @Outcome(id = "", expect = FORBIDDEN, desc = "lost, overtaken, or stuck")
    @State
    public static class EachSendersOrderHolds {
        private final StressPump from = new StressPump(0, new StressNotifier());
        private final StressPump to = new StressPump(0, new StressNotifier());
        private final Noting device = new Noting(from);

        public EachSendersOrderHolds() {
            device.open();
            from.settle();
        }

        @Actor
        public void sender() {
            device.postUser(EventCodes.USER + 1, null);
            device.postUser(EventCodes.USER + 2, null);
        }

        @Actor
        public void owners() {
            device.moveTo(to.pump);
            for (int i = 0; i < 3; i++) {
                from.pump.turn(0);
                to.pump.turn(0);
            }
        }

        @Arbiter
        public void look(III_Result result) {
            for (int i = 0; i < ROUNDS_TO_SETTLE; i++) {
                from.settle();
                to.settle();
            }
            result.r1 = device.order;
            result.r2 = device.pump() == to.pump ? 1 : 0;
            result.r3 = device.isUnderWay() || from.pump.load().devicesAssigned() != 0 ? 1 : 0;
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
        private final Noting device = new Noting(from);

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

    /** Notes the user events that it is told, one digit for each. Owner only. */
    private static final class Noting extends PumpedDevice {
        private int order;

        Noting(StressPump system) {
            super(system.pump, 100, null, Interest.READ);
        }

        void open() {
            handOver();
        }

        @Override
        protected void fire(int code, Object payload) {
            order = order * 10 + (code - EventCodes.USER);
        }
    }
}
