package io.epump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.pump.Notifier;
import io.epump.pump.Pump;
import io.epump.pump.PumpedDevice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Standard output: its pump, which is also its owner, against the thread that writes. A result begins with what was written. */
public final class StdoutStress {
    private static final int TURNS = 8;
    private static final int ROUNDS_TO_SETTLE = 20;

    private StdoutStress() {}

    /**
     * More than the thread's buffer takes is written whole, in order, and then the device is closed, whenever the thread ends its turns.
     * It holds because the thread ends its turn before it marks the device dirty, and the owner looks whose turn it is again
     * after it has said what it wants.
     */
    @JCStressTest
    @Outcome(id = "123, 1, 1", expect = ACCEPTABLE, desc = "written, then closed")
    @Outcome(id = "", expect = FORBIDDEN, desc = "something is left, or the device is open still")
    @State
    public static class WrittenThenClosed {
        private final Output output = new Output();

        @Actor
        public void owner() {
            output.turns(TURNS);
            output.ended = true;
        }

        @Actor
        public void thread() {
            while (!output.ended) {
                output.stream.step();
            }
        }

        @Arbiter
        public void look(III_Result result) {
            output.report(result);
        }
    }

    /**
     * The system stops while the thread writes: what the thread was given is written, what was queued is dropped, the device is closed
     * and the stream free for the next one. It holds because whose turn it is, and whose stream, are each one volatile word.
     */
    @JCStressTest
    @Outcome(id = "(12|123), 1, 1", expect = ACCEPTABLE, desc = "what it was given; or all, before the stop")
    @Outcome(id = "", expect = FORBIDDEN, desc = "lost, twice, or not closed")
    @State
    public static class DrainedWhileItWrites {
        private final Output output = new Output();

        @Actor
        public void owner() {
            output.turns(1);
            output.pump.requestDrain();
            output.turns(TURNS);
            output.ended = true;
        }

        @Actor
        public void thread() {
            while (!output.ended) {
                output.stream.step();
            }
        }

        @Arbiter
        public void look(III_Result result) {
            output.report(result);
        }
    }

    /** A device whose first WRITE is in its pump's queue; it writes three bytes then, to a thread that takes two at a time. */
    private static final class Output extends OutputStream {
        private static final EPumpConfig CONFIG = EPumpConfig.builder()
                .pumps(1)
                .workers(0)
                .bufferBytes(512)
                .pooledBuffers(1)
                .build();
        private static final Thread THREAD = new Thread() {
            @Override
            public synchronized void start() {} // an actor is the thread
        };

        private final StreamThread stream = StreamThread.writer(this, 2, task -> THREAD);
        private final Pump pump;
        private final StdoutDevice device;

        /** The thread's actor goes on until then: it has nothing to do before its first turn. */
        private volatile boolean ended;

        // the pump
        private boolean begun;

        // whoever is the stream's thread
        private int written;

        Output() {
            try {
                EPump system = new EPump(CONFIG, () -> 1_000, Nothing::new);
                pump = (Pump) system.owners().get(0);
                device = new StdoutDevice(
                        system, pump, stream, new IODevice.Opening(FdType.STDOUT, this::onEvent, null));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            device.open();
            pump.turn(0);
        }

        private void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            if (event == IOEventType.WRITE && !begun) {
                begun = true;
                device.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                device.closeAfterOutput();
            }
        }

        void turns(int count) {
            for (int i = 0; i < count; i++) {
                pump.turn(0);
            }
        }

        void report(III_Result result) {
            for (int i = 0; i < ROUNDS_TO_SETTLE; i++) {
                turns(1);
                stream.step();
            }
            result.r1 = written;
            result.r2 = device.closed().isDone() && pump.load().devicesAssigned() == 0 ? 1 : 0;
            result.r3 = stream.isDone() ? 1 : 0;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                written = written * 10 + bytes[i];
            }
        }

        @Override
        public void write(int oneByte) {
            throw new UnsupportedOperationException();
        }
    }

    /** A notifier of devices that need none. */
    private static final class Nothing implements Notifier {
        @Override
        public int select(long timeoutMs, ReadyHandler handler) {
            return 0;
        }

        @Override
        public void wakeup() {}

        @Override
        public void add(PumpedDevice device, int interest) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean arm(PumpedDevice device, int interest) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(PumpedDevice device) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String rebuild() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
