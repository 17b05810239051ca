package io.ejet.integration;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client on a plain blocking socket, that takes answers apart by itself and gives up after a while. */
final class HttpPeer implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    private final InputStream in;

    /** An answer; several fields of one name are joined by a comma. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answer(int status, Map<String, String> fields, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }

        boolean closes() {
            return "close".equals(fields.get("connection"));
        }
    }

    private HttpPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static HttpPeer connect(int port) throws IOException {
        return connect(port, 0);
    }

    static HttpPeer connect(int port, int receiveBufferBytes) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            return new HttpPeer(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void sendOneByOne(String text) throws IOException {
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            socket.getOutputStream().write(b);
        }
    }

    Answer get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
        return receive();
    }

    Answer receive() throws IOException {
        return receive(false);
    }

    Answer receiveHead() throws IOException {
        return receive(true);
    }

    /** What follows a head that was received alone. */
    byte[] receiveBody(Answer head) throws IOException {
        return body(head.fields());
    }

    private Answer receive(boolean headOnly) throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.1 \\d{3} .*")) {
            throw new AssertionError("not a status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            fields.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        boolean hasBody = !headOnly && status >= 200 && status != 204 && status != 304;
        return new Answer(status, fields, hasBody ? body(fields) : new byte[0]);
    }

    private byte[] body(Map<String, String> fields) throws IOException {
        if (fields.containsKey("transfer-encoding")) {
            return chunks();
        }
        if (fields.containsKey("content-length")) {
            return bytes(Integer.parseInt(fields.get("content-length")));
        }
        return in.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(bytes(size));
            expect("", line());
        }
        expect("", line());
        return body.toByteArray();
    }

    private static void expect(String expected, String actual) {
        if (!actual.equals(expected)) {
            throw new AssertionError("expected '" + expected + "', got '" + actual + "'");
        }
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("end after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("end within '" + line + "'");
                }
                line.append((char) c);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("waited in vain for the rest of '" + line + "'", e);
        }
        if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
            throw new AssertionError("a line without CR: " + line);
        }
        return line.substring(0, line.length() - 1);
    }

    /** Expects the end of the connection, and nothing before it. */
    void expectEnd() throws IOException {
        try {
            int next = in.read();
            if (next >= 0) {
                throw new AssertionError("expected the end, got byte " + next);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("waited in vain for the end", e);
        }
    }

    /** Waits for the end or a reset; drops what comes before. */
    void awaitEnd() {
        try {
            in.readAllBytes();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("waited in vain for the end", e);
        } catch (IOException ignored) { // a reset is an end too
            return;
        }
    }

    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
