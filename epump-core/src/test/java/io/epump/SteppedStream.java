package io.epump;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** A stream whose thread the test plays: each step is one read, or one write, that could have blocked. */
final class SteppedStream {
    /** Input, read by read; an empty text is the end. */
    final Queue<String> input = new ArrayDeque<>();

    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** Thrown by the next read or write. */
    IOException failure;

    /** Run once within the next read or write: what happens while the thread is blocked. */
    Runnable duringTransfer = () -> {};

    /** Threads that were started. */
    int starts;

    /** No thread can be started. */
    boolean refuseStart;

    private final class NoThread extends Thread {
        @Override
        public synchronized void start() {
            if (refuseStart) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            starts++;
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            block();
            if (input.isEmpty()) {
                throw new EOFException("the test has played a read without input");
            }
            byte[] bytes = input.poll().getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, into, offset, bytes.length);
            return bytes.length == 0 ? -1 : bytes.length;
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int oneByte) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            block();
            written.write(bytes, offset, length);
        }
    }

    private void block() throws IOException {
        Runnable meanwhile = duringTransfer;
        duringTransfer = () -> {};
        meanwhile.run();
        if (failure != null) {
            IOException thrown = failure;
            failure = null;
            throw thrown;
        }
    }

    StreamThread reader() {
        return StreamThread.reader(Input::new, StandardStreams.BUFFER_BYTES, task -> new NoThread());
    }

    StreamThread writer() {
        return StreamThread.writer(new Output(), StandardStreams.BUFFER_BYTES, task -> new NoThread());
    }
}
