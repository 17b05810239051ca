package io.epump.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One connection of {@link EchoLoad}: sends a message, waits until all of it has come back, sends the next.
 *
 * <p>Threading: the load's one thread. Bounds: one message under way.
 */
final class EchoConnection {
    private final int number;
    private final SocketChannel socket;
    private final ByteBuffer message;
    private final ByteBuffer answer;
    private SelectionKey key;
    private long roundTrips;
    private long sentNs;

    EchoConnection(int number, SocketAddress server, int messageBytes) throws IOException {
        this.number = number;
        message = ByteBuffer.allocateDirect(messageBytes);
        answer = ByteBuffer.allocateDirect(messageBytes);
        for (int i = 0; i < messageBytes; i++) {
            message.put(i, (byte) (number + i));
        }
        socket = SocketChannel.open(server);
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    void start(Selector selector, long nowNs) throws IOException {
        key = socket.register(selector, SelectionKey.OP_READ, this);
        send(nowNs);
    }

    private void send(long nowNs) throws IOException {
        message.clear();
        message.putLong(0, roundTrips);
        answer.clear();
        sentNs = nowNs;
        write();
    }

    private void write() throws IOException {
        socket.write(message);
        int wanted = message.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /**
     * Takes what there is of the answer.
     *
     * @return true when the answer is complete; the caller then calls {@link #next}
     */
    boolean onReady() throws IOException {
        if (message.hasRemaining()) {
            write();
        }
        if (socket.read(answer) < 0) {
            throw new IOException("the server closed connection " + number + " after " + roundTrips + " round trips");
        }
        return !answer.hasRemaining();
    }

    /**
     * Checks the answer and sends the next message.
     *
     * @param nowNs the time now
     * @return how long the round trip took
     */
    long next(long nowNs) throws IOException {
        if (answer.flip().mismatch(message.flip()) >= 0) {
            throw new IOException("wrong answer on connection " + number + " after " + roundTrips + " round trips");
        }
        long tookNs = nowNs - sentNs;
        roundTrips++;
        send(nowNs);
        return tookNs;
    }

    void close() throws IOException {
        socket.close();
    }
}
