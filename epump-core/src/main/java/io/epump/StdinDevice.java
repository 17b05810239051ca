package io.epump;

import io.epump.buffer.BufferPool;
import io.epump.buffer.PooledBuffer;
import io.epump.pump.EventCodes;
import io.epump.pump.Interest;
import io.epump.pump.Pump;
import java.nio.ByteBuffer;

/**
 * Standard input. The JDK has no channel for it that a selector takes, so a thread reads it, and READ tells when it has.
 *
 * <p>Threading: the owner only, but for {@link #closed} and what {@link IODevice} says.
 *
 * <p>Lifecycle: opened by {@link EPump#stdin}; one at a time in a JVM. Reading answers -1 (null from {@link #receive}) when the
 * input has ended or has failed, which {@link #ioError} tells. Closing waits for nothing: nobody can end a read that waits for
 * input, so its thread, a daemon, stays behind until some comes, and that is kept for the next device. {@code System.in} stays
 * open.
 *
 * <p>Bounds: the thread reads ahead one buffer of 64 KiB, and then not before that is taken; so {@code delNotify(READ)} pauses
 * whoever fills a pipe. One event may read so many bytes as configured.
 */
public final class StdinDevice extends StandardDevice {
    // owner
    private int readLeftBytes;
    private long bytesRead;
    private boolean inputEnded;

    StdinDevice(EPump system, Pump pump, StreamThread stream, Opening opening) {
        super(system, pump, stream, opening, Interest.READ);
        beforeEvent(0);
    }

    @Override
    protected void onUnwatched(int interest) {
        if (!stream().isThreadsTurn()) {
            raiseReady(interest & Interest.READ, EventCodes.READ);
        }
    }

    // -- reading

    @Override
    boolean beforeEvent(int code) {
        readLeftBytes = system().config().readBytesPerEvent();
        return true;
    }

    @Override
    int possibleInterest() {
        return Interest.READ;
    }

    @Override
    int refusedInterest() {
        return inputEnded ? Interest.READ : 0;
    }

    /**
     * Takes what was read, up to the event's leave.
     *
     * @param into where to; its position moves
     * @return bytes taken; 0 when nothing is there now; -1 when nothing will come any more
     */
    public int read(ByteBuffer into) {
        checkOwner();
        if (inputEnded || isClosed()) {
            return -1;
        }
        if (stream().isOver()) {
            return endInput();
        }
        if (!stream().isOwnersTurn()) {
            return 0;
        }
        int count = stream().take(into, readLeftBytes);
        if (count > 0) {
            readLeftBytes -= count;
            bytesRead += count;
            noteRead();
        }
        return count;
    }

    private int endInput() {
        onIoError(stream().error());
        inputEnded = true;
        want(wanted() & ~Interest.READ);
        return -1;
    }

    /**
     * Takes what was read into a buffer of the owner's pool.
     *
     * @return a buffer ready to be read from, to be released or handed on; null when nothing is there now, or, if
     *     {@link #isInputEnded}, nothing will come any more
     */
    public PooledBuffer receive() {
        PooledBuffer buffer = BufferPool.current().acquire();
        int count = -1;
        try {
            count = read(buffer.bytes());
        } finally {
            if (count <= 0) {
                buffer.release();
            }
        }
        if (count <= 0) {
            return null;
        }
        buffer.bytes().flip();
        return buffer;
    }

    /**
     * Whether nothing will come any more: the input has ended or failed.
     *
     * @return true after a read has answered -1
     */
    public boolean isInputEnded() {
        return inputEnded || isClosed();
    }

    // -- the end

    @Override
    CloseReason closeReason() {
        if (inputEnded && ioError() != null) {
            return CloseReason.IO_ERROR;
        }
        CloseReason reason = super.closeReason();
        return inputEnded && reason == CloseReason.PROGRAM ? CloseReason.PEER : reason;
    }

    // -- views

    /**
     * What was taken since the device was opened.
     *
     * @return bytes
     */
    public long bytesRead() {
        return bytesRead;
    }
}
