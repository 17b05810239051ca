package io.epump;

import io.epump.pump.EventCodes;
import io.epump.pump.Interest;
import io.epump.pump.Pump;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * A UDP socket. Datagrams go and come whole: none is merged with another, or cut.
 *
 * <p>Threading: the owner only, but for what {@link IODevice} says.
 *
 * <p>Lifecycle: opened by {@link EPump#udpListen} or {@link EPump#udpClient}. What goes wrong with one datagram is told by an
 * exception of the call that took or sent it; the socket goes on.
 *
 * <p>Bounds: one event may receive and send so many bytes as configured, each datagram counted with
 * {@value #LEAST_COUNTED_BYTES} at least; level-triggering brings the rest. Nothing is queued: what the kernel has no room for
 * is the caller's still.
 */
public final class UdpDevice extends IODevice {
    /** No datagram is longer. */
    public static final int MAX_DATAGRAM_BYTES = 65_535;

    private static final int LEAST_COUNTED_BYTES = 256;

    private final DatagramChannel channel;
    private final SharedChannel<DatagramChannel> shared;

    // owner
    private int readLeftBytes;
    private long writeLeftBytes;
    private boolean drained;
    private long received;
    private long sent;

    UdpDevice(EPump system, Pump pump, SharedChannel<DatagramChannel> shared, Opening opening) {
        super(system, pump, shared.channel(), opening, Interest.READ);
        this.channel = shared.channel();
        this.shared = shared;
        beforeEvent(0);
    }

    void open() {
        handOver();
    }

    @Override
    boolean isAlone() {
        return shared.isAlone();
    }

    @Override
    protected void closeChannel() throws IOException {
        shared.release();
    }

    @Override
    boolean beforeEvent(int code) {
        readLeftBytes = system().config().readBytesPerEvent();
        writeLeftBytes = system().config().writtenBytesPerEvent();
        drained = false;
        if (code == EventCodes.WRITE) {
            want(wanted() & ~Interest.WRITE); // there is room: that is told once
        }
        return true;
    }

    /**
     * Receives one datagram. Call it until it answers null.
     *
     * @param into where to; its position moves by the datagram's length, which may be 0
     * @return who has sent it; null when none is there now, or this event's leave is used up
     * @throws IOException when the datagram is longer than {@code into} has room ({@link #MAX_DATAGRAM_BYTES} is always
     *     enough) and so is lost, or a datagram that was sent before has come back with an error, such as port unreachable on a
     *     connected socket
     */
    public InetSocketAddress receive(ByteBuffer into) throws IOException {
        checkOwner();
        if (drained || readLeftBytes <= 0 || isClosed()) {
            return null;
        }
        boolean isWholeRoom = into.isDirect() && into.remaining() >= MAX_DATAGRAM_BYTES;
        ByteBuffer room = isWholeRoom ? into : system().datagramRoom();
        int start = room.position();
        InetSocketAddress sender = (InetSocketAddress) channel.receive(room);
        if (sender == null) {
            drained = true;
            return null;
        }
        int bytes = room.position() - start;
        readLeftBytes -= Math.max(LEAST_COUNTED_BYTES, bytes);
        received++;
        noteRead();
        if (!isWholeRoom) {
            copy(room.flip(), into, sender);
        }
        return sender;
    }

    private static void copy(ByteBuffer datagram, ByteBuffer into, InetSocketAddress sender) throws IOException {
        if (datagram.remaining() > into.remaining()) {
            throw new IOException("datagram of " + datagram.remaining() + " bytes from " + sender
                    + " is lost: there is room for " + into.remaining());
        }
        into.put(datagram);
    }

    /**
     * Sends what remains of a buffer as one datagram.
     *
     * @param datagram its position moves to its limit when it is sent, and not otherwise
     * @param to the receiver
     * @return false when the kernel has no room now, which a WRITE tells of, or the device is closed
     * @throws IOException when this datagram cannot be sent: it is too long, or there is no way to the receiver
     */
    public boolean send(ByteBuffer datagram, InetSocketAddress to) throws IOException {
        checkOwner();
        if (isClosed()) {
            return false;
        }
        if (writeLeftBytes <= 0) {
            return waitForRoom();
        }
        int bytes = datagram.remaining();
        ByteBuffer direct = datagram.isDirect() ? datagram : copyOf(datagram);
        // A datagram goes whole or not at all; of one without a byte the answer does not tell which.
        if (channel.send(direct, to) < bytes) {
            return waitForRoom();
        }
        datagram.position(datagram.limit());
        writeLeftBytes -= Math.max(LEAST_COUNTED_BYTES, bytes);
        sent++;
        noteWritten();
        return true;
    }

    /** Through memory of the owner's: NIO would keep a direct copy of any size for each thread. */
    private ByteBuffer copyOf(ByteBuffer datagram) throws IOException {
        ByteBuffer room = system().datagramRoom();
        if (datagram.remaining() > room.remaining()) {
            throw new IOException("datagram of " + datagram.remaining() + " bytes is too long");
        }
        return room.put(datagram.duplicate()).flip();
    }

    private boolean waitForRoom() {
        want(wanted() | Interest.WRITE);
        return false;
    }

    /**
     * Talks to one peer only from now on: datagrams of others are not received, and what the network tells of the peer comes as
     * an exception of {@link #receive} or {@link #send}. An empty datagram is not sent then: Java writes nothing of it.
     *
     * @param remote a resolved address; {@link #send} must give the same
     * @throws IOException when the system refuses it
     */
    public void connect(InetSocketAddress remote) throws IOException {
        checkOwner();
        channel.connect(remote);
    }

    /**
     * Datagrams received since the device was opened.
     *
     * @return the count
     */
    public long received() {
        return received;
    }

    /**
     * Datagrams sent since the device was opened.
     *
     * @return the count
     */
    public long sent() {
        return sent;
    }

    @Override
    public InetSocketAddress localAddress() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }

    /** The peer that it is connected to, null for none. */
    @Override
    public InetSocketAddress remoteAddress() {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }
}
