package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** The other end of a connection: a plain blocking socket that gives up after a while. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE_MS = (int) Rig.PATIENCE.toMillis();

    private final Socket socket;

    private Peer(Socket socket) {
        this.socket = socket;
    }

    /** Connects and goes, to a listener that gives itself up for it, and perhaps sooner. */
    static void knock(int port) {
        try {
            connect(port).close();
        } catch (IOException ignored) { // the listener is gone already, and the connection with it
            return;
        }
    }

    static Peer connect(int port) throws IOException {
        return connect(port, 0);
    }

    /** Connects with a small receive buffer, so that whoever sends must wait; 0 leaves it to the system. */
    static Peer connect(int port, int receiveBufferBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        return open(socket, port);
    }

    private static Peer open(Socket socket, int port) throws IOException {
        try {
            socket.connect(Rig.loopback(port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            return new Peer(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] receive(int count) throws IOException {
        byte[] received;
        try {
            received = socket.getInputStream().readNBytes(count);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("waited in vain for " + count + " bytes from " + socket, e);
        }
        if (received.length < count) {
            throw new EOFException("end after " + received.length + " of " + count + " bytes");
        }
        return received;
    }

    /** Up to the next line feed, which is left out. */
    String receiveLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (byte next = receive(1)[0]; next != '\n'; next = receive(1)[0]) {
            line.append((char) next);
        }
        return line.toString();
    }

    /** How many bytes can be received without waiting. */
    int available() throws IOException {
        return socket.getInputStream().available();
    }

    void expect(String text) throws IOException {
        assertEquals(text, new String(receive(text.length()), StandardCharsets.ISO_8859_1));
    }

    void sendAndExpect(String text) throws IOException {
        send(text);
        expect(text);
    }

    /** Reads what still comes and drops it, up to the end of the stream or a reset. */
    void awaitEnd() {
        byte[] dropped = new byte[64 * 1024];
        try {
            int count = 0;
            while (count >= 0) {
                count = socket.getInputStream().read(dropped);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("waited in vain for the end of " + socket, e);
        } catch (IOException ignored) { // a reset is an end too
            return;
        }
    }

    /** Expects the orderly end of the stream, and nothing before it. */
    void expectEnd() throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read(), "end of stream");
        } catch (SocketTimeoutException e) {
            throw new AssertionError("waited in vain for the end of " + socket, e);
        }
    }

    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
