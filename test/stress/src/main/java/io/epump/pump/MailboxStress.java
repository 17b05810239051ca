package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.sched.Owner;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The way of a changed wish to the pump: the dirty bit and the mailbox. */
public final class MailboxStress {
    private MailboxStress() {}

    /**
     * However the pump's turns fall between two changes of a wish, it ends with the last one, and looks at most once for
     * each change. It holds because the pump clears the dirty bit before it reads the wish, both by volatile exchanges of
     * that bit: a change that comes after the reading finds the bit clear and sends the source again.
     */
    @JCStressTest
    @Outcome(id = "2, [12]", expect = ACCEPTABLE, desc = "the last wish")
    @Outcome(id = "", expect = FORBIDDEN, desc = "a wish lost, or the source in the mailbox without a change")
    @State
    public static class TheLastWishIsSeen {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final Wisher source = new Wisher(system.pump);

        @Actor
        public void owner() {
            source.wish(1);
            source.wish(2);
        }

        @Actor
        public void pump() {
            system.pump.turn(0);
        }

        @Arbiter
        public void look(II_Result result) {
            system.settle();
            result.r1 = source.seen;
            result.r2 = source.looks;
        }
    }

    /**
     * Two threads that change two wishes of a source put it into the mailbox once, and the pump sees both. It holds by the
     * volatile exchange of the dirty bit: the second one's exchange comes after the first one's and before the pump's.
     */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "once in the mailbox, both wishes seen")
    @Outcome(id = "", expect = FORBIDDEN, desc = "twice in the mailbox, or not at all, or a wish not seen")
    @State
    public static class OnceInTheMailbox {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final Wisher source = new Wisher(system.pump);
        private int otherWish;

        @Actor
        public void first() {
            source.wish(1);
        }

        @Actor
        public void second() {
            otherWish = 1;
            source.send();
        }

        @Arbiter
        public void take(III_Result result) {
            for (PumpedSource entry = system.pump.mailbox().takeAll(); entry != null; entry = entry.nextInMailbox) {
                if (++result.r1 > 1) {
                    break; // linked to itself
                }
            }
            result.r2 = source.wish;
            result.r3 = otherWish;
        }
    }

    /**
     * Three sources pushed by two threads, one of which takes in between, are each taken exactly once. It holds because
     * push is a compare and set that releases the link written before, and taking is one exchange of the whole list.
     */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "each taken once")
    @Outcome(id = "", expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class NothingIsLost {
        private static final Pump PUMP = new StressPump(0, new StressNotifier()).pump;

        private final Mailbox mailbox = new Mailbox();
        private final Wisher[] sources = {new Wisher(PUMP), new Wisher(PUMP), new Wisher(PUMP)};

        @Actor
        public void pusher() {
            mailbox.push(sources[0]);
            mailbox.push(sources[1]);
        }

        @Actor
        public void pusherAndTaker() {
            mailbox.push(sources[2]);
            take();
        }

        @Arbiter
        public void takeRest(III_Result result) {
            take();
            result.r1 = sources[0].looks;
            result.r2 = sources[1].looks;
            result.r3 = sources[2].looks;
        }

        private void take() {
            PumpedSource source = mailbox.takeAll();
            for (int i = 0; source != null && i < 2 * sources.length; i++) { // bounded: a wrong list may be a ring
                PumpedSource next = source.nextInMailbox;
                source.onMailbox();
                source = next;
            }
        }
    }

    private static final class Wisher extends PumpedSource {
        private int wish;
        private int seen;
        private int looks;

        Wisher(Pump pump) {
            super(pump);
        }

        void wish(int newWish) {
            wish = newWish;
            markDirty();
        }

        void send() {
            markDirty();
        }

        @Override
        void onMailbox() {
            seen = wish;
            looks++;
        }

        @Override
        protected void onEvent(Owner owner, int code, long stamp, Object payload) {
            throw new UnsupportedOperationException("code=" + code);
        }
    }
}
