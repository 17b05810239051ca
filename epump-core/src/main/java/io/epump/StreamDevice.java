package io.epump;

import io.epump.buffer.BufferPool;
import io.epump.buffer.OutputQueue;
import io.epump.buffer.PooledBuffer;
import io.epump.pump.EventCodes;
import io.epump.pump.Interest;
import io.epump.pump.Pump;
import io.epump.sched.FlightRecording;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;

/**
 * A connection that carries a stream of bytes: TCP or a Unix socket.
 *
 * <p>Threading: the owner only, but for what {@link IODevice} says.
 *
 * <p>Lifecycle: accepted, or opened by {@link EPump}. Reading answers -1 (null from {@link #receive}) when the
 * peer has ended its stream, the connection is broken or the device closed; {@link #ioError} tells which. Writing on a
 * broken connection answers false, and after the callback the device is given up.
 *
 * <p>Bounds: one event may read and write so many bytes as configured; level-triggering brings the rest. What is not sent
 * at once is queued; above the high watermark {@link #isWritable} is false until the queue has come down to the low one.
 */
public abstract sealed class StreamDevice extends IODevice permits TcpDevice, UnixDevice {
    private static final VarHandle SOCKET;

    static {
        try {
            SOCKET = MethodHandles.lookup().findVarHandle(StreamDevice.class, "socket", SocketChannel.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Null as long as a connect by name has no connection. Then written by the pump with release, once, before it raises
     * CONNECTED: the owner, who reads it plainly, has nothing to do with it until that event. Others read it with acquire.
     */
    private SocketChannel socket;

    // pump
    private boolean connecting;
    private boolean connectFailed;

    // whoever opens the device, then its owner
    private ConnectEvent recordedConnect;

    // owner
    private OutputQueue output;
    private int readLeftBytes;
    private int writeLeftBytes;
    private long bytesRead;
    private long bytesWritten;
    private boolean drained;
    private boolean inputEnded;
    private boolean outputBroken;
    private boolean shutdownAfterOutput;
    private boolean closeAfterOutput;

    /** Set once by the owner, read by whoever posts or asks. Volatile; seen late, what is posted is dropped by the owner. */
    private volatile LingerClose linger;

    StreamDevice(EPump system, Pump pump, SocketChannel socket, Opening opening) {
        super(system, pump, socket, opening, Interest.READ);
        this.socket = socket;
        recordedConnect = isOutgoing() && FlightRecording.isOn() ? ConnectEvent.begun() : null;
        beforeEvent(0);
    }

    void open() {
        handOver();
    }

    // -- connecting

    /** Begins to connect. Success, at once or later, and failure come as events. */
    final void connect(SocketAddress remote) {
        if (recordedConnect != null) {
            recordedConnect.connectingTo(remote);
        }
        try {
            connecting = !socket.connect(remote);
        } catch (IOException e) {
            connectFailed = true;
            onIoError(e);
        } catch (RuntimeException e) { // such as an address of a family that this machine has not
            connectFailed = true;
            onIoError(new IOException("cannot connect to " + remote, e));
        }
        handOver();
    }

    /** Begins to wait for a channel to somewhere, which {@link #onConnected} brings. */
    final void awaitChannel(Object remote) {
        if (recordedConnect != null) {
            recordedConnect.connectingTo(remote);
        }
        connecting = true;
        handOver();
    }

    /** The channel that was waited for, connected. Pump only. */
    final void onConnected(SocketChannel connected) {
        SOCKET.setRelease(this, connected);
        try {
            take(connected);
        } catch (IOException e) {
            failConnect(e);
            return;
        }
        connecting = false;
        onConnectEnded();
        raiseConnectResult(EventCodes.CONNECTED);
    }

    /** Gives the channel to another device. Pump only, on a device of the framework's own. */
    final SocketChannel surrenderSocket() {
        return (SocketChannel) surrender();
    }

    /** Ends the connect without success, unless it has ended. Pump only. */
    final void failConnect(IOException reason) {
        if (!connecting) {
            return;
        }
        connecting = false;
        connectFailed = true;
        onIoError(reason); // seen by the owner through the event
        onConnectEnded();
        unwatch();
        raiseConnectResult(EventCodes.CONNFAIL);
    }

    /** Whether the connect still goes on. Pump only. */
    final boolean isConnecting() {
        return connecting;
    }

    /** The connect has ended. Pump only. */
    void onConnectEnded() {}

    @Override
    protected boolean isWatchable() {
        return !connectFailed && channel() != null;
    }

    @Override
    protected void onAdopted() {
        super.onAdopted();
        if (isOutgoing() && !connecting) {
            raiseConnectResult(connectFailed ? EventCodes.CONNFAIL : EventCodes.CONNECTED);
        }
    }

    /** Whether this side has opened the connection. */
    abstract boolean isOutgoing();

    @Override
    protected int interest() {
        return connecting ? Interest.CONNECT : super.interest();
    }

    @Override
    protected void onReady(int ready) {
        if (connecting) {
            finishConnect();
        } else {
            super.onReady(ready);
        }
    }

    @Override
    protected boolean isMovable() {
        return !connecting && super.isMovable();
    }

    private void finishConnect() {
        try {
            if (!socket.finishConnect()) {
                return;
            }
            connecting = false;
            onConnectEnded();
            raiseConnectResult(EventCodes.CONNECTED);
        } catch (IOException e) {
            failConnect(e);
        }
    }

    @Override
    boolean beforeEvent(int code) {
        readLeftBytes = system().config().readBytesPerEvent();
        writeLeftBytes = system().config().writtenBytesPerEvent();
        drained = false;
        if (recordedConnect != null && (code == EventCodes.CONNECTED || code == EventCodes.CONNFAIL)) {
            endConnectRecord(IOEventType.ofCode(code).name());
        }
        if (code == EventCodes.WRITE && output != null) {
            flush(); // a handler that forgets to would be called for ever
        }
        if (linger != null) {
            linger.onEvent(code);
            return false;
        }
        return code != EventCodes.WRITE || !isClosed();
    }

    private void endConnectRecord(String result) {
        recordedConnect.end(this, result);
        recordedConnect = null;
    }

    // -- reading

    /**
     * Reads what is there, up to the event's leave.
     *
     * @param into where to; its position moves
     * @return bytes read; 0 when nothing is there now; -1 when nothing will come any more
     */
    public final int read(ByteBuffer into) {
        checkOwner();
        if (inputEnded || isOver()) {
            return -1;
        }
        if (socket == null) {
            throw new NotYetConnectedException();
        }
        int wish = Math.min(into.remaining(), readLeftBytes);
        if (wish == 0 || drained) {
            return 0;
        }
        return into.isDirect() ? readDirect(into, wish) : readHeap(into, wish);
    }

    private int readDirect(ByteBuffer into, int wish) {
        int oldLimit = into.limit();
        into.limit(into.position() + wish);
        try {
            int count = socket.read(into);
            if (count < 0) {
                return endInput(null);
            }
            // A short read has emptied the socket; should more have come since, the notifier tells.
            drained = count < wish;
            readLeftBytes -= count;
            bytesRead += count;
            if (count > 0) {
                noteRead();
            }
            return count;
        } catch (IOException e) {
            return endInput(e);
        } finally {
            into.limit(oldLimit);
        }
    }

    /** Through a pooled buffer: NIO would keep a direct copy of any size for each thread. */
    private int readHeap(ByteBuffer into, int wish) {
        PooledBuffer copy = pool().acquire();
        try {
            int count = readDirect(copy.bytes(), Math.min(wish, copy.bytes().remaining()));
            if (count > 0) {
                into.put(copy.bytes().flip());
            }
            return count;
        } finally {
            copy.release();
        }
    }

    /**
     * Reads what is there into a buffer of the owner's pool; an idle connection so holds none.
     *
     * @return a buffer ready to be read from, to be released or handed to {@link #write(PooledBuffer)}; null when nothing
     *     is there now, or, if {@link #isInputEnded}, nothing will come any more
     */
    public final PooledBuffer receive() {
        checkOwner();
        if (inputEnded || drained || readLeftBytes == 0 || isOver()) {
            return null;
        }
        PooledBuffer buffer = pool().acquire();
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

    private int endInput(IOException error) {
        if (error != null) {
            onIoError(error);
        }
        inputEnded = true;
        want(wanted() & ~Interest.READ); // for good: the end of a stream is readable for ever
        return -1;
    }

    @Override
    int refusedInterest() {
        return inputEnded ? Interest.READ : 0;
    }

    /**
     * Whether nothing will come any more: the peer has ended its stream, or the connection is broken.
     *
     * @return true after a read has answered -1
     */
    public final boolean isInputEnded() {
        return inputEnded || isOver();
    }

    private BufferPool pool() {
        return BufferPool.current();
    }

    // -- writing

    /**
     * Sends what remains of a pooled buffer: at once what fits, the rest when there is room (WRITE events, to be answered
     * with {@link #flush}).
     *
     * @param buffer belongs to the device from now on, also when the answer is false
     * @return false when the connection is broken or closed
     */
    public final boolean write(PooledBuffer buffer) {
        boolean sent = false;
        try {
            sent = mayWrite() && writeThrough(buffer.bytes());
        } finally {
            if (!sent) {
                buffer.release();
            }
        }
        if (!sent) {
            return false;
        }
        if (!buffer.bytes().hasRemaining()) {
            buffer.release();
            return true;
        }
        queue().add(buffer);
        return wantWrite();
    }

    /**
     * Queues what remains of a pooled buffer: it leaves together with what is written next, or when the callback is over.
     *
     * @param buffer belongs to the device from now on, also when the answer is false
     * @return false when the connection is broken or closed
     */
    public final boolean queue(PooledBuffer buffer) {
        if (!mayWrite()) {
            buffer.release();
            return false;
        }
        queue().add(buffer);
        return wantWrite();
    }

    /**
     * Sends what remains of a buffer. A direct buffer belongs to the device until it is sent; a heap buffer is copied.
     *
     * @param buffer what to send; its position moves
     * @return false when the connection is broken or closed
     */
    public final boolean write(ByteBuffer buffer) {
        if (!mayWrite()) {
            return false;
        }
        if (!buffer.isDirect()) {
            return writeHeap(buffer);
        }
        if (!writeThrough(buffer)) {
            return false;
        }
        if (!buffer.hasRemaining()) {
            return true;
        }
        queue().add(buffer);
        return wantWrite();
    }

    private boolean writeHeap(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            PooledBuffer copy = pool().acquire();
            ByteBuffer slice = buffer.slice();
            slice.limit(Math.min(slice.remaining(), copy.bytes().remaining()));
            buffer.position(buffer.position() + slice.remaining());
            copy.bytes().put(slice).flip();
            if (!write(copy)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Sends a part of a file, by the kernel where it can. Should the file become shorter than that, the device is given up.
     *
     * @param file an open file
     * @param position where the part begins, in bytes
     * @param count its length in bytes
     * @param whenSent closed when the part is sent or given up: the file itself, who shares it, or null for nothing
     * @return false when the connection is broken or closed
     * @throws IllegalArgumentException when position or count is negative; {@code whenSent} is the caller's still
     */
    public final boolean write(FileChannel file, long position, long count, Closeable whenSent) {
        if (position < 0 || count < 0) { // seen before there is a queue, for whose end closeAfterOutput would wait
            throw new IllegalArgumentException("position=" + position + " count=" + count);
        }
        boolean may = mayWrite();
        OutputQueue queue = may ? queue() : new OutputQueue(0, 0);
        queue.add(file, position, count, whenSent);
        if (!may) {
            queue.release();
            return false;
        }
        flush();
        return !outputBroken;
    }

    private boolean mayWrite() {
        checkOwner();
        if (linger != null) {
            return false;
        }
        if (socket == null && !isClosed()) {
            throw new NotYetConnectedException();
        }
        if (shutdownAfterOutput) {
            throw new IllegalStateException("write after shutdownOutput on " + this);
        }
        return !outputBroken && !isClosed();
    }

    /** Writes at once what fits, unless something waits before it; false when the connection is broken. */
    private boolean writeThrough(ByteBuffer buffer) {
        if (output != null || writeLeftBytes <= 0) {
            return true;
        }
        int oldLimit = buffer.limit();
        buffer.limit((int) Math.min(oldLimit, (long) buffer.position() + writeLeftBytes));
        try {
            onWritten(socket.write(buffer));
            return true;
        } catch (IOException e) {
            breakOutput(e);
            return false;
        } finally {
            buffer.limit(oldLimit);
        }
    }

    private void onWritten(long written) {
        writeLeftBytes -= (int) written; // no more than it was
        bytesWritten += written;
        if (written > 0) {
            noteWritten();
        }
    }

    private OutputQueue queue() {
        if (output == null) {
            output = new OutputQueue(
                    system().config().highWatermarkBytes(), system().config().lowWatermarkBytes());
        }
        return output;
    }

    private boolean wantWrite() {
        want(wanted() | Interest.WRITE);
        return true;
    }

    /**
     * Sends what is queued, as much as fits and the event's leave allows; wants WRITE as long as something is left.
     *
     * @return true when nothing is left
     */
    public final boolean flush() {
        checkOwner();
        if (output == null) {
            want(wanted() & ~Interest.WRITE);
            return true;
        }
        if (isClosed()) {
            return false;
        }
        try {
            onWritten(output.flush(socket, writeLeftBytes));
        } catch (IOException e) {
            breakOutput(e);
            return false;
        }
        if (!output.isEmpty()) {
            wantWrite();
            return false;
        }
        output = null;
        want(wanted() & ~Interest.WRITE);
        afterOutput();
        return true;
    }

    private void breakOutput(IOException error) {
        onIoError(error);
        outputBroken = true;
        want(wanted() & ~Interest.WRITE);
        if (!isBeingOpened()) { // else the pump gives it up as soon as it has it
            system().atCallbackEnd(this);
        }
        releaseOutput(); // last: files are closed by the program, which may throw
    }

    @Override
    protected boolean isBroken() {
        return outputBroken;
    }

    private void releaseOutput() {
        OutputQueue given = output;
        output = null;
        if (given != null) {
            given.release();
        }
    }

    /** Ends this side's stream once everything queued is sent; reading goes on. */
    public final void shutdownOutput() {
        checkOwner();
        if (linger != null) {
            return;
        }
        if (socket == null && !isClosed()) {
            throw new NotYetConnectedException();
        }
        shutdownAfterOutput = true;
        if (output == null) {
            afterOutput();
        }
    }

    /** Closes the device once everything queued is sent. */
    public final void closeAfterOutput() {
        checkOwner();
        if (linger != null) {
            return;
        }
        closeAfterOutput = true;
        if (output == null) {
            close();
        }
    }

    /**
     * Closes the device so that a peer which is still sending can read all that was sent to it: sends what is queued and the end
     * of the stream, then reads and drops what still comes, until the peer ends its stream too or {@code lingerTime},
     * {@code lingerIdle} or {@code lingerBytes} are used up; then closes. A close at once would make the kernel answer what comes
     * with a reset, on which the peer may throw away what it has not read yet (RFC 9112 section 9.6). A peer that takes nothing
     * of what is queued for {@code lingerTime} gets a reset. Owner only.
     *
     * <p>To the program the device is closed with this call: no event comes any more, its timers are stopped, reading and writing
     * answer as on a closed device. {@link #close} and {@link #abort} end the lingering. One that is not connected is closed at
     * once.
     */
    public final void lingerClose() {
        checkOwner();
        if (isOver()) {
            return;
        }
        if (outputBroken || socket == null || !socket.isConnected()) {
            close();
            return;
        }
        endTimers();
        closeAfterOutput = false;
        shutdownOutput();
        linger = new LingerClose(this);
        linger.begin();
    }

    /**
     * Whether the device is closed to the program and lingers for the sake of its peer. Safe from any thread.
     *
     * @return true from {@link #lingerClose} on
     */
    @Override
    public final boolean isLingering() {
        return linger != null;
    }

    @Override
    final boolean isOverFor(IOTimer timer) {
        LingerClose lingering = linger;
        return isClosed() || (lingering != null && !timer.isOf(lingering));
    }

    /** Whether all that was queued is sent. */
    final boolean isAllSent() {
        return output == null;
    }

    /** Whether the peer's stream has ended, whatever the program is told. */
    final boolean hasPeerEnded() {
        return inputEnded;
    }

    /** Wants to read, or no longer, whatever the program wants. */
    final void wantRead(boolean wants) {
        want(wants ? wanted() | (Interest.READ & ~refusedInterest()) : wanted() & ~Interest.READ);
    }

    /**
     * Reads what is there and drops it, up to the event's leave.
     *
     * @param mostBytes how much at most
     * @return bytes dropped
     */
    final long throwAway(long mostBytes) {
        PooledBuffer room = pool().acquire();
        long dropped = 0;
        int count;
        try {
            do {
                room.bytes().clear();
                long wish = Math.min(Math.min(room.bytes().remaining(), readLeftBytes), mostBytes - dropped);
                count = wish <= 0 || drained || inputEnded ? 0 : readDirect(room.bytes(), (int) wish);
                dropped += Math.max(0, count);
            } while (count > 0);
        } finally {
            room.release();
        }
        return dropped;
    }

    /**
     * Closes the device with a reset, so that the peer cannot take what it has got for the whole. What is queued is given up.
     */
    public final void abort() {
        checkOwner();
        try {
            if (socket != null) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException ignored) { // broken already: there is nothing to reset
            close();
        }
        close();
    }

    private void afterOutput() {
        if (closeAfterOutput) {
            close();
        } else if (shutdownAfterOutput && !isClosed()) {
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                breakOutput(e);
            }
        }
    }

    @Override
    CloseReason closeReason() {
        if (connectFailed) {
            return CloseReason.CONNECT_FAILED;
        }
        if ((inputEnded || outputBroken) && ioError() != null) {
            return CloseReason.IO_ERROR;
        }
        CloseReason reason = super.closeReason();
        boolean peerWasFirst = inputEnded && linger == null; // who lingers waits for the peer's end
        return peerWasFirst && reason == CloseReason.PROGRAM ? CloseReason.PEER : reason;
    }

    @Override
    protected void onRelease() {
        if (recordedConnect != null) {
            endConnectRecord("CLOSED");
        }
        super.onRelease();
        releaseOutput();
    }

    // -- views

    /**
     * Whether the source of what is written may go on.
     *
     * @return false from above the high watermark until at or below the low one, and on a broken or closed connection
     */
    public final boolean isWritable() {
        return !outputBroken && !isOver() && (output == null || !output.isAboveHighWatermark());
    }

    /**
     * What is written and not sent yet.
     *
     * @return bytes
     */
    public final long pendingBytes() {
        return output == null ? 0 : output.pendingBytes();
    }

    /**
     * What was read since the device was opened.
     *
     * @return bytes
     */
    public final long bytesRead() {
        return bytesRead;
    }

    /**
     * What was sent since the device was opened.
     *
     * @return bytes
     */
    public final long bytesWritten() {
        return bytesWritten;
    }

    /** The channel, for what its kind alone knows; null as long as there is none. Safe from any thread. */
    final SocketChannel socket() {
        return (SocketChannel) SOCKET.getAcquire(this);
    }
}
