package io.ejet.examples;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.PreparedAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Answers each request with its own body. {@code HttpEcho PORT PUMPS WORKERS}: with 0 workers the pumps run the handlers (the
 * fast model), else the workers do. {@code GET /plaintext} answers {@code Hello, World!}.
 */
public final class HttpEcho {
    private static final PreparedAnswer HELLO = PreparedAnswer.of(
            200, Map.of("Content-Type", "text/plain"), "Hello, World!".getBytes(StandardCharsets.US_ASCII));

    private HttpEcho() {}

    /**
     * Starts the server on the loopback address and serves until it is killed.
     *
     * @param args port (0 finds a free one), number of pumps, number of workers
     */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("usage: HttpEcho PORT PUMPS WORKERS");
            System.exit(2);
        }
        try {
            int port = Integer.parseInt(args[0]);
            EJet server = EJet.builder()
                    .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .pumps(Integer.parseInt(args[1]))
                    .workers(Integer.parseInt(args[2]))
                    .exact("/plaintext", HttpEcho::plaintext)
                    .handler(HttpEcho::echo)
                    .start();
            System.out.println("http echo ready on http://127.0.0.1:" + server.port());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(Duration.ofSeconds(5))));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("HttpEcho: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void plaintext(HttpExchange exchange) {
        if (exchange.method().equals("GET")) {
            exchange.send(HELLO);
        } else {
            echo(exchange);
        }
    }

    private static void echo(HttpExchange exchange) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        exchange.readBody((same, piece, last) -> {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            body.writeBytes(bytes);
            if (last) {
                exchange.send(ByteBuffer.wrap(body.toByteArray()));
            }
        });
    }
}
