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
 * The floor: what an echo costs with a bare {@link Selector} and nothing else. {@code FloorEchoServer PORT}.
 *
 * <p>Threading: one thread, no hand-off. Lifecycle: serves until it is killed. Bounds: keeps no output, so it is right for
 * peers only that take each answer before they send more; any other is closed.
 */
public final class FloorEchoServer {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BACKLOG = 511;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Consumer<SelectionKey> action = this::onReady;

    private FloorEchoServer(int port) throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Serves on the loopback address until it is killed.
     *
     * @param args port, 0 finds a free one
     * @throws IOException when the port cannot be used or the selector fails
     */
    public static void main(String[] args) throws IOException {
        FloorEchoServer server = new FloorEchoServer(Integer.parseInt(args[0]));
        System.out.println("floor echo server ready on 127.0.0.1:"
                + server.listener.socket().getLocalPort());
        while (true) {
            server.selector.select(server.action);
        }
    }

    private void onReady(SelectionKey key) {
        SocketChannel socket = (SocketChannel) key.attachment();
        if (socket == null) {
            accept();
        } else if (!echo(socket)) {
            close(socket);
        }
    }

    /** False when the peer has ended, or does not take what it was sent. */
    private boolean echo(SocketChannel socket) {
        try {
            buffer.clear();
            if (socket.read(buffer) < 0) {
                return false;
            }
            buffer.flip();
            socket.write(buffer);
            return !buffer.hasRemaining();
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
