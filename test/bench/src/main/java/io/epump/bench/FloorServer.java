package io.epump.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * A floor: what an answer costs with a bare {@link Selector}, one read, one write and nothing else.
 *
 * <p>Threading: one thread, no hand-off. Lifecycle: serves on the loopback address until it is killed. Bounds: keeps no output,
 * so it is right for peers only that take each answer before they send more; any other is closed.
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
     * @return what to write; the socket must take all of it
     */
    protected abstract ByteBuffer answerTo(ByteBuffer bytes);

    /** Says that it is ready, as {@code name ready on ADDRESS}, and serves; does not return. */
    protected final void serve(String name) throws IOException {
        System.out.println(name + " ready on 127.0.0.1:" + listener.socket().getLocalPort());
        while (true) {
            selector.select(action);
        }
    }

    private void onReady(SelectionKey key) {
        SocketChannel socket = (SocketChannel) key.attachment();
        if (socket == null) {
            accept();
        } else if (!answer(socket)) {
            close(socket);
        }
    }

    /** False when the peer has ended, or does not take what it was sent. */
    private boolean answer(SocketChannel socket) {
        try {
            received.clear();
            if (socket.read(received) < 0) {
                return false;
            }
            ByteBuffer answer = answerTo(received.flip());
            socket.write(answer);
            return !answer.hasRemaining();
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
                socket.register(selector, SelectionKey.OP_READ, socket);
            }
        } catch (IOException e) {
            closedBy(e);
        }
    }

    private static void close(SocketChannel socket) {
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
