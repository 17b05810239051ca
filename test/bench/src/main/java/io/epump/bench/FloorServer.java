package io.epump.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * A floor: what an answer costs with a bare {@link Selector}, one read, one write and nothing else.
 *
 * <p>Threading: one thread, no hand-off. Lifecycle: serves on the loopback address until it is killed. Bounds: keeps at most the
 * rest of one answer for each peer, which is not read meanwhile.
 */
public abstract class FloorServer {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BACKLOG = 511;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Consumer<SelectionKey> action = this::onReady;

    /**
     * Listens.
     *
     * @param port 0 finds a free one
     * @throws IOException when the port cannot be used
     */
    protected FloorServer(int port) throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * The answer to what has been received, from position to limit; it is written at once.
     *
     * @param bytes what one read has brought
     * @return what to write
     */
    protected abstract ByteBuffer answerTo(ByteBuffer bytes);

    /**
     * What is left of an answer that the socket did not take whole.
     *
     * @param answer as it came from {@link #answerTo}
     * @return the same bytes in a buffer that stays as it is when others are answered; null when there is none, and then the
     *     connection is closed
     */
    protected ByteBuffer rest(ByteBuffer answer) {
        return null;
    }

    /** Says that it is ready, as {@code name ready on ADDRESS}, and serves; does not return. */
    protected final void serve(String name) throws IOException {
        System.out.println(name + " ready on 127.0.0.1:" + listener.socket().getLocalPort());
        while (true) {
            selector.select(action);
        }
    }

    private void onReady(SelectionKey key) {
        if (key.isAcceptable()) {
            accept();
        } else if (!(key.attachment() instanceof ByteBuffer rest ? goOn(key, rest) : answer(key))) {
            close(key.channel());
        }
    }

    /** False when the peer has ended, or does not take what it was sent. */
    private boolean answer(SelectionKey key) {
        try {
            SocketChannel socket = (SocketChannel) key.channel();
            received.clear();
            if (socket.read(received) < 0) {
                return false;
            }
            ByteBuffer answer = answerTo(received.flip());
            socket.write(answer);
            return !answer.hasRemaining() || keep(key, rest(answer));
        } catch (IOException e) {
            return closedBy(e);
        }
    }

    private static boolean keep(SelectionKey key, ByteBuffer rest) {
        key.attach(rest);
        key.interestOps(SelectionKey.OP_WRITE);
        return rest != null;
    }

    private static boolean goOn(SelectionKey key, ByteBuffer rest) {
        try {
            ((SocketChannel) key.channel()).write(rest);
            if (!rest.hasRemaining()) {
                key.attach(null);
                key.interestOps(SelectionKey.OP_READ);
            }
            return true;
        } catch (IOException e) {
            return closedBy(e);
        }
    }

    private void accept() {
        try {
            SocketChannel socket = listener.accept();
            if (socket != null) {
                socket.configureBlocking(false);
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.register(selector, SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            closedBy(e);
        }
    }

    private static void close(SelectableChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            closedBy(e);
        }
    }

    private static boolean closedBy(IOException e) {
        System.err.println("floor: " + e.getMessage());
        return false;
    }
}
