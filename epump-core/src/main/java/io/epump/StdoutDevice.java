package io.epump;

import io.epump.buffer.BufferPool;
import io.epump.buffer.OutputQueue;
import io.epump.buffer.PooledBuffer;
import io.epump.pump.EventCodes;
import io.epump.pump.Interest;
import io.epump.pump.Pump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/**
 * Standard output. The JDK has no channel for it that a selector takes, so a thread writes what the owner gives it.
 *
 * <p>Threading: the owner only, but for {@link #closed} and what {@link IODevice} says.
 *
 * <p>Lifecycle: opened by {@link EPump#stdout}; one at a time in a JVM. Its first event is a WRITE. When writing fails, as it
 * does when whoever reads a pipe has gone, the device is given up with INVALID_DEV, and {@link #ioError} tells why. Closing waits
 * for nothing: what is queued is dropped, what the thread has been given it goes on writing, and the next device waits for that.
 * It writes to the descriptor and not through {@code System.out}, which tells no errors; that stays open.
 *
 * <p>Bounds: the thread has one buffer of 64 KiB; what does not fit is queued. Above the high watermark {@link #isWritable} is
 * false until the queue has come down to the low one.
 */
public final class StdoutDevice extends StandardDevice {
    private final Sink sink = new Sink();

    // pump
    private boolean givenUp;

    // owner
    private OutputQueue output;
    private int givenBytes;
    private long givenInAllBytes;
    private boolean closeAfterOutput;

    /** The thread's buffer, as the queue sees it. Owner only, in its turn. */
    private final class Sink implements GatheringByteChannel {
        @Override
        public int write(ByteBuffer from) {
            int count = stream().put(from);
            givenInAllBytes += count;
            return count;
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            long sum = 0;
            for (int i = offset; i < offset + length; i++) {
                sum += write(from[i]);
            }
            return sum;
        }

        @Override
        public long write(ByteBuffer[] from) {
            return write(from, 0, from.length);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("the stream is the JVM's");
        }
    }

    StdoutDevice(EPump system, Pump pump, StreamThread stream, Opening opening) {
        super(system, pump, stream, opening, Interest.WRITE);
    }

    @Override
    protected void onUnwatched(int interest) {
        if (stream().isOwnersTurn()) {
            raiseReady(interest & Interest.WRITE, EventCodes.WRITE);
        } else if (stream().isOver() && !givenUp) {
            givenUp = true;
            onIoError(stream().error()); // seen by the owner through the event
            requestGiveUp();
        }
    }

    // -- writing

    @Override
    boolean beforeEvent(int code) {
        if (code == EventCodes.WRITE) {
            flush();
            return !isClosed();
        }
        return true;
    }

    @Override
    int possibleInterest() {
        return Interest.WRITE;
    }

    /**
     * Writes what remains of a pooled buffer: the thread gets what it has room for, the rest is queued.
     *
     * @param buffer belongs to the device from now on, also when the answer is false
     * @return false when the output is broken or closed
     */
    public boolean write(PooledBuffer buffer) {
        if (!mayWrite()) {
            buffer.release();
            return false;
        }
        queue().add(buffer);
        flush();
        return true;
    }

    /**
     * Writes what remains of a buffer: the thread gets what it has room for, the rest is copied and queued.
     *
     * @param buffer what to write; its position moves to its limit
     * @return false when the output is broken or closed
     */
    public boolean write(ByteBuffer buffer) {
        if (!mayWrite()) {
            return false;
        }
        if (output == null && stream().isOwnersTurn()) {
            sink.write(buffer);
        }
        while (buffer.hasRemaining()) {
            PooledBuffer copy = BufferPool.current().acquire();
            ByteBuffer slice = buffer.slice();
            slice.limit(Math.min(slice.remaining(), copy.bytes().remaining()));
            buffer.position(buffer.position() + slice.remaining());
            copy.bytes().put(slice).flip();
            queue().add(copy);
        }
        flush();
        return true;
    }

    private boolean mayWrite() {
        checkOwner();
        return !isClosed() && !stream().isOver();
    }

    private OutputQueue queue() {
        if (output == null) {
            output = new OutputQueue(
                    system().config().highWatermarkBytes(), system().config().lowWatermarkBytes());
        }
        return output;
    }

    /**
     * Gives the thread as much of what is queued as it has room for; wants WRITE as long as something is queued.
     *
     * @return true when nothing is left, neither queued nor with the thread
     */
    public boolean flush() {
        checkOwner();
        if (isClosed()) {
            return false;
        }
        if (stream().isOwnersTurn()) {
            giveThread();
        }
        boolean isDone = pendingBytes() == 0;
        boolean waits = output != null || (closeAfterOutput && !isDone);
        want(waits ? wanted() | Interest.WRITE : wanted() & ~Interest.WRITE);
        if (closeAfterOutput && isDone) {
            close();
        }
        return isDone;
    }

    private void giveThread() {
        if (output != null) {
            try {
                output.flush(sink, Long.MAX_VALUE);
            } catch (IOException e) {
                throw new UncheckedIOException("from memory to memory", e);
            }
            output = output.isEmpty() ? null : output;
        }
        givenBytes = stream().filled();
        if (givenBytes > 0) {
            stream().passTurn();
            noteWritten();
        }
    }

    /** Closes the device once everything is written. */
    public void closeAfterOutput() {
        checkOwner();
        closeAfterOutput = true;
        flush();
    }

    // -- the end

    @Override
    CloseReason closeReason() {
        return ioError() == null ? super.closeReason() : CloseReason.IO_ERROR;
    }

    @Override
    protected void onRelease() {
        super.onRelease();
        if (output != null) {
            output.release();
            output = null;
        }
    }

    // -- views

    /**
     * Whether the source of what is written may go on.
     *
     * @return false from above the high watermark until at or below the low one, and on a broken or closed output
     */
    public boolean isWritable() {
        return !isClosed() && !stream().isOver() && (output == null || !output.isAboveHighWatermark());
    }

    /**
     * What this device was given and the thread has not yet written.
     *
     * @return bytes
     */
    public long pendingBytes() {
        return (output == null ? 0 : output.pendingBytes()) + withThreadBytes();
    }

    private int withThreadBytes() {
        return stream().isOwnersTurn() ? 0 : givenBytes;
    }

    /**
     * What was written since the device was opened.
     *
     * @return bytes
     */
    public long bytesWritten() {
        return givenInAllBytes - withThreadBytes();
    }
}
