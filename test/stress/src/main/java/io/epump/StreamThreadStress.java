package io.epump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The thread of standard input or output against the device it works for, and against the next one. The actors play the thread;
 * that it parks and is unparked is LockSupport's, whose permit is given after the turn, and taken before it is looked at again.
 */
public final class StreamThreadStress {
    private static final byte CONTENT = 42;

    private StreamThreadStress() {}

    /**
     * The owner that finds its turn finds what was read. It holds because the turn is volatile and written last.
     */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "not its turn yet")
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "what was read")
    @Outcome(id = "", expect = FORBIDDEN, desc = "something else")
    @State
    public static class WhatWasReadIsTaken {
        private final User user = new User();
        private final StreamThread stream = StreamThread.reader(Input::new, 2, task -> User.THREAD);

        public WhatWasReadIsTaken() {
            stream.attach(user);
        }

        @Actor
        public void thread() {
            stream.step();
        }

        @Actor
        public void owner(I_Result result) {
            if (stream.isOwnersTurn()) {
                ByteBuffer into = ByteBuffer.allocate(2);
                stream.take(into, 2);
                result.r1 = into.position() == 1 ? into.get(0) : -1;
            }
        }
    }

    /**
     * One device lets the stream go and another takes it while a read ends: the new one is told, or sees its turn when it looks
     * afterwards, as its pump does when it adopts it. It holds because turn and user are both volatile: the thread writes the one
     * and reads the other, the new device the other way round.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "nothing was read: nobody had the stream just then")
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "told")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "seen")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "both")
    @Outcome(id = "", expect = FORBIDDEN, desc = "read, and the new device does not know")
    @State
    public static class LateInputMeetsTheNextDevice {
        private final User first = new User();
        private final User second = new User();
        private final StreamThread stream = StreamThread.reader(Input::new, 2, task -> User.THREAD);

        public LateInputMeetsTheNextDevice() {
            stream.attach(first);
        }

        @Actor
        public void thread(III_Result result) {
            result.r3 = stream.step() ? 1 : 0;
        }

        @Actor
        public void opener(III_Result result) {
            stream.detach(first);
            stream.attach(second);
            result.r2 = stream.isOwnersTurn() ? 1 : 0;
        }

        @Arbiter
        public void look(III_Result result) {
            result.r1 = second.told;
        }
    }

    /**
     * A thread that finds nobody ends while a device takes the stream: either it goes on and none is started, or it ends and one
     * is. It holds by the compare and set of the user on both sides.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "ended, and another one started")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "goes on")
    @Outcome(id = "", expect = FORBIDDEN, desc = "two threads, or none")
    @State
    public static class EndAgainstTheNextDevice {
        private final User first = new User();
        private final User second = new User();
        private final StreamThread stream = StreamThread.reader(Input::new, 2, this::count);
        private int starts;

        public EndAgainstTheNextDevice() {
            stream.attach(first);
            stream.detach(first);
            starts = 0;
        }

        private Thread count(Runnable task) {
            starts++;
            return User.THREAD;
        }

        @Actor
        public void thread(II_Result result) {
            result.r1 = stream.isDone() ? 1 : 0;
        }

        @Actor
        public void opener() {
            stream.attach(second);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = starts;
        }
    }

    /**
     * What a device gives just before it lets the stream go is written before the thread ends. It holds because the thread looks
     * for work after it has found nobody, who could give it more.
     */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "written")
    @Outcome(id = "", expect = FORBIDDEN, desc = "left behind")
    @State
    public static class WhatWasGivenIsWritten {
        private final User user = new User();
        private final Output output = new Output();
        private final StreamThread stream = StreamThread.writer(output, 2, task -> User.THREAD);

        public WhatWasGivenIsWritten() {
            stream.attach(user);
        }

        @Actor
        public void owner() {
            stream.put(ByteBuffer.wrap(new byte[] {CONTENT}));
            stream.passTurn();
            stream.detach(user);
        }

        @Actor
        public void thread() {
            while (!stream.isDone()) {
                stream.step();
            }
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = output.written;
        }
    }

    private static final class User implements Runnable {
        /** Its start does nothing: the actors are the threads. */
        private static final Thread THREAD = new Thread() {
            @Override
            public synchronized void start() {}
        };

        private int told;

        @Override
        public void run() {
            told++;
        }
    }

    private static final class Input extends InputStream {
        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            into[offset] = CONTENT;
            return 1;
        }
    }

    private static final class Output extends OutputStream {
        private int written;

        @Override
        public void write(int oneByte) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written += bytes[offset] == CONTENT ? length : 0;
        }
    }
}
