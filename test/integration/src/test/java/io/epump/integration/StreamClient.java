package io.epump.integration;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Many connections to an echo server on the calling thread: each sends a random stream in random pieces and compares what
 * comes back, byte by byte.
 */
final class StreamClient implements AutoCloseable {
    private static final int MAX_CHUNK_BYTES = 8 * 1024;
    private static final int SMALL_BUFFER_BYTES = 64 * 1024;
    private static final int MAX_READ_WHEN_STALLED_BYTES = 1 << 20;
    private static final int SELECT_MS = 20;

    private final Rig rig;
    private final int port;
    private final BooleanSupplier serverIsStuck;
    private final Selector selector;
    private final List<Stream> open = new ArrayList<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(MAX_CHUNK_BYTES);
    private int opened;

    /** How a connection ends. */
    enum Ending {
        /** Half-closed when all is sent; the server closes when all has come back. */
        HALF_CLOSE,
        /** Closed when all has come back. */
        CLOSE,
        /** Reset anywhere on the way. */
        RESET,
        /** Closed anywhere on the way, whatever is still to come. */
        ABANDON
    }

    /**
     * What one connection does.
     *
     * @param seed of its stream
     * @param bytes length of its stream
     * @param ending how it ends
     * @param reluctant with a small receive buffer, and reads only when nothing can be sent any more because the server is
     *     stuck with what it has to send
     */
    record Plan(long seed, int bytes, Ending ending, boolean reluctant) {}

    private final class Stream {
        private final int number = opened++;
        private final Plan plan;
        private final SocketChannel channel;
        private final SelectionKey key;
        private final RandomBytes sent;
        private final RandomBytes expected;
        private final SplittableRandom chance;
        private final ByteBuffer chunk =
                ByteBuffer.allocateDirect(MAX_CHUNK_BYTES).limit(0);
        private final int cutAtBytes;
        private int toFill;
        private int toReceive;
        private int mayRead;
        private boolean hasStalled;
        private boolean outputEnded;

        Stream(Plan plan) throws IOException {
            this.plan = plan;
            sent = new RandomBytes(plan.seed);
            expected = new RandomBytes(plan.seed);
            chance = new SplittableRandom(plan.seed);
            toFill = plan.bytes;
            toReceive = plan.bytes;
            boolean cut = plan.ending == Ending.RESET || plan.ending == Ending.ABANDON;
            cutAtBytes = cut ? chance.nextInt(plan.bytes + 1) : Integer.MAX_VALUE;
            channel = SocketChannel.open();
            if (plan.reluctant) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER_BYTES);
            }
            channel.connect(Rig.loopback(port));
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_WRITE | (plan.reluctant ? 0 : SelectionKey.OP_READ), this);
        }

        /** Answers whether it has come to its end. */
        boolean onReady(boolean readable, boolean writable) throws IOException {
            if (plan.bytes - toFill >= cutAtBytes) {
                if (plan.ending == Ending.RESET) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                return true;
            }
            if (writable) {
                write();
            }
            return readable && read();
        }

        private void write() throws IOException {
            if (!chunk.hasRemaining() && toFill > 0) {
                int bytes = Math.min(toFill, 1 + chance.nextInt(MAX_CHUNK_BYTES));
                chunk.clear().limit(bytes);
                sent.fill(chunk);
                chunk.flip();
                toFill -= bytes;
            }
            channel.write(chunk);
            boolean allSent = toFill == 0 && !chunk.hasRemaining();
            if (allSent && !outputEnded) {
                outputEnded = true;
                if (plan.ending == Ending.HALF_CLOSE) {
                    channel.shutdownOutput();
                }
                key.interestOps(plan.reluctant && !hasStalled ? 0 : SelectionKey.OP_READ);
            }
        }

        /** Nothing moves any more: a reluctant one reads a little. */
        void onStall() {
            hasStalled = true;
            mayRead = 1 + chance.nextInt(MAX_READ_WHEN_STALLED_BYTES);
            key.interestOps(SelectionKey.OP_READ | (outputEnded ? 0 : SelectionKey.OP_WRITE));
        }

        private boolean read() throws IOException {
            received.clear().limit(1 + chance.nextInt(MAX_CHUNK_BYTES));
            int count = channel.read(received);
            if (count < 0) {
                if (toReceive > 0 || !outputEnded) {
                    throw new IOException("end of stream, " + toReceive + " bytes missing");
                }
                return true;
            }
            if (count > toReceive) {
                throw new IOException(count - toReceive + " bytes too many");
            }
            expected.compare(received.flip(), plan.bytes - toReceive);
            toReceive -= count;
            mayRead -= count;
            if (plan.reluctant && mayRead <= 0 && !outputEnded) {
                key.interestOps(SelectionKey.OP_WRITE);
            }
            // Also one that was to be cut: the last bytes may come back before it is looked at again, and then nothing
            // more does.
            return toReceive == 0 && plan.ending != Ending.HALF_CLOSE;
        }

        @Override
        public String toString() {
            return "connection " + number + " " + plan + " toFill=" + toFill + " toReceive=" + toReceive;
        }
    }

    StreamClient(Rig rig, int port, BooleanSupplier serverIsStuck) throws IOException {
        this.rig = rig;
        this.port = port;
        this.serverIsStuck = serverIsStuck;
        this.selector = Selector.open();
    }

    /** Opens a connection. */
    void open(Plan plan) throws IOException {
        open.add(new Stream(plan));
    }

    /** Runs all connections to their ends; fails at the first wrong byte, or when nothing has moved for long. */
    void runAll() throws IOException {
        long movedNs = System.nanoTime();
        while (!open.isEmpty()) {
            if (selector.select(this::onKey, SELECT_MS) > 0) {
                movedNs = System.nanoTime();
                continue;
            }
            if (serverIsStuck.getAsBoolean()) {
                open.forEach(Stream::onStall);
            }
            if (System.nanoTime() - movedNs > Rig.PATIENCE.toNanos()) {
                throw rig.failure(
                        "nothing moves any more with " + open.size() + " connections, the first " + open.get(0));
            }
        }
    }

    private void onKey(SelectionKey key) {
        Stream stream = (Stream) key.attachment();
        try {
            if (stream.onReady(key.isReadable(), key.isWritable())) {
                open.remove(stream);
                stream.channel.close();
            }
        } catch (IOException e) {
            throw new AssertionError(rig.failure(stream + ": " + e.getMessage()).getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Stream stream : open) {
            stream.channel.close();
        }
        selector.close();
    }
}
