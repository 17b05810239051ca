package io.epump.dns;

import io.epump.EPump;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.UdpDevice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A question by UDP. The socket is new, so that the system gives it a port that nobody foresees, and connected, so that the
 * system drops what others than the server send (RFC 5452 section 9).
 */
final class UdpExchange extends Exchange {
    private final EPump system;
    private final InetSocketAddress server;
    private final ByteBuffer message;
    private final byte[] room;
    private UdpDevice device;

    /**
     * @param room for one datagram, until the callback ends; a longer one is dropped
     */
    UdpExchange(EPump system, InetSocketAddress server, Query query, Question question, boolean hasEdns, byte[] room) {
        super(query, question);
        this.system = system;
        this.server = server;
        this.message = ByteBuffer.wrap(MessageCoding.encode(question, hasEdns));
        this.room = room;
    }

    @Override
    IODevice open() throws IOException {
        device = system.udpClient(null, this, null);
        device.pinToPump();
        return device;
    }

    @Override
    void begin() throws IOException {
        device.connect(server);
        send();
    }

    /** Without room in the kernel a WRITE comes when there is some. */
    private void send() throws IOException {
        if (message.hasRemaining()) {
            device.send(message, server);
        }
    }

    @Override
    void onDevice(IOEventType event) throws IOException {
        if (event == IOEventType.WRITE) {
            send();
            return;
        }
        boolean isMore = true;
        while (isMore && !isEnded()) {
            isMore = receive();
        }
    }

    private boolean receive() throws IOException {
        ByteBuffer datagram = ByteBuffer.wrap(room);
        long before = device.received();
        try {
            if (device.receive(datagram) == null) {
                return false;
            }
        } catch (IOException e) {
            if (device.received() > before) {
                return true; // longer than any answer we have asked for
            }
            throw e; // nobody listens there, or a firewall has said so
        }
        byte[] bytes = new byte[datagram.flip().remaining()];
        datagram.get(bytes);
        take(bytes);
        return true;
    }
}
