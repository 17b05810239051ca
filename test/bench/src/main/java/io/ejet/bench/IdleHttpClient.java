package io.ejet.bench;

import io.epump.bench.IdleClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The other ends of {@link IdleHttpConnections}: each connection makes one request, takes its answer, and says no more. */
public final class IdleHttpClient {
    static final String BODY = "Hello, World!";

    private static final int MAX_ANSWER_BYTES = 4096;
    private static final byte[] REQUEST =
            "GET /13.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private IdleHttpClient() {}

    /**
     * Serves the commands of {@link IdleClient}.
     *
     * @param args the server's port
     * @throws IOException when the server cannot be reached, or does not answer
     */
    public static void main(String[] args) throws IOException {
        IdleClient.serve(Integer.parseInt(args[0]), IdleHttpClient::get);
    }

    private static void get(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(REQUEST));
        byte[] bytes = new byte[MAX_ANSWER_BYTES];
        ByteBuffer received = ByteBuffer.wrap(bytes);
        String answer = "";
        while (!answer.endsWith("\r\n\r\n" + BODY)) {
            if (channel.read(received) <= 0) {
                throw new IOException("no complete answer, only: " + answer);
            }
            answer = new String(bytes, 0, received.position(), StandardCharsets.ISO_8859_1);
        }
        if (!answer.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("answer: " + answer);
        }
    }
}
