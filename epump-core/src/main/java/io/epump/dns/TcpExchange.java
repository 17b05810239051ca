package io.epump.dns;

import io.epump.EPump;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.TcpDevice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A question by TCP, for an answer too long for UDP (RFC 7766): two bytes of length before each message (RFC 1035 section
 * 4.2.2). Bounded in length by configuration and in time by the exchange's timer, however slowly the bytes come.
 */
final class TcpExchange extends Exchange {
    private static final int LENGTH_BYTES = 2;

    private final EPump system;
    private final InetSocketAddress server;
    private final int maxBytes;
    private TcpDevice device;
    private ByteBuffer room = ByteBuffer.allocate(LENGTH_BYTES);
    private boolean hasLength;

    TcpExchange(EPump system, InetSocketAddress server, Query query, Question question, int maxBytes) {
        super(query, question);
        this.system = system;
        this.server = server;
        this.maxBytes = maxBytes;
    }

    @Override
    IODevice open() throws IOException {
        device = system.tcpConnect(server, this, null);
        device.pinToPump();
        return device;
    }

    @Override
    void begin() {
        // when it is connected
    }

    @Override
    void onDevice(IOEventType event) throws IOException {
        switch (event) {
            case CONNECTED -> send();
            case READ -> receive();
            case WRITE -> device.flush();
            default -> fail(NameStatus.UNREACHABLE);
        }
    }

    private void send() {
        byte[] message = MessageCoding.encode(question, false);
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES + message.length);
        device.write(bytes.putShort((short) message.length).put(message).flip());
    }

    private void receive() throws IOException {
        int count;
        do {
            count = device.read(room);
            if (!room.hasRemaining()) {
                onFull();
            }
        } while (count > 0 && !isEnded());
        if (count < 0 && !isEnded()) {
            throw new IOException("end after " + room.position() + " bytes from " + server);
        }
    }

    private void onFull() {
        if (hasLength) {
            if (!take(room.array())) {
                fail(NameStatus.SERVER_FAILURE); // there is no second one to wait for
            }
            return;
        }
        int length = Short.toUnsignedInt(room.getShort(0));
        if (length > maxBytes || length == 0) {
            fail(NameStatus.SERVER_FAILURE);
            return;
        }
        hasLength = true;
        room = ByteBuffer.allocate(length);
    }
}
