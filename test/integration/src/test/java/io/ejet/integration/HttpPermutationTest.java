package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.integration.HttpRig.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same client sees the same server, however many pumps and workers it has. */
@Tag("permutation")
class HttpPermutationTest {
    private static final String MODELS = "io.ejet.integration.HttpRig#models";

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    /** Answers with method, path, query and body; from another thread when the path says so. */
    private static void tell(HttpExchange exchange, ExecutorService elsewhere) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        exchange.readBody((same, piece, last) -> {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            body.writeBytes(bytes);
            if (last) {
                String told = exchange.method() + " " + exchange.path() + " " + exchange.query() + " "
                        + body.toString(StandardCharsets.ISO_8859_1);
                if (exchange.path().startsWith("/later")) {
                    elsewhere.execute(() -> exchange.execute(() -> exchange.send(told)));
                } else {
                    exchange.send(told);
                }
            }
        });
    }

    private EJet startTelling(Model model) throws IOException {
        ExecutorService elsewhere = Executors.newFixedThreadPool(2);
        rig.closeLater(elsewhere::shutdownNow);
        return rig.start(rig.builder(model).handler(exchange -> tell(exchange, elsewhere)));
    }

    private static final String PIPELINE = "GET /first?x=1 HTTP/1.1\r\nHost: a\r\n\r\n"
            + "POST /second HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
            + "POST /later HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: v\r\n\r\n"
            + "BREW /%66ourth/../fifth HTTP/1.1\r\nHost: a\r\n\r\n";

    private static void expectPipeline(HttpPeer peer) throws IOException {
        assertEquals("GET /first x=1 ", peer.receive().text());
        assertEquals("POST /second null hello", peer.receive().text());
        assertEquals("POST /later null abcde", peer.receive().text());
        assertEquals("BREW /fifth null ", peer.receive().text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerInOrderWhenRequestsAreCutAnywhere(Model model) throws IOException {
        EJet server = startTelling(model);
        HttpPeer peer = rig.connect(server);
        for (int cut = 0; cut <= PIPELINE.length(); cut++) {
            peer.send(PIPELINE.substring(0, cut));
            if (cut % 7 == 0) {
                rig.connect(server).get("/other"); // the server has been around since
            }
            peer.send(PIPELINE.substring(cut));
            expectPipeline(peer);
        }
        peer.sendOneByOne(PIPELINE);
        expectPipeline(peer);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerEachItsOwnWhenManyClientsPipeline(Model model) throws IOException {
        EJet server = startTelling(model);
        List<HttpPeer> peers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            peers.add(rig.connect(server));
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            int[] counts = new int[peers.size()];
            for (int p = 0; p < counts.length; p++) {
                counts[p] = 1 + random.nextInt(16);
                StringBuilder requests = new StringBuilder();
                for (int i = 0; i < counts[p]; i++) {
                    String path = (random.nextInt(4) == 0 ? "/later/" : "/now/") + p + "/" + round + "/" + i;
                    requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
                }
                peers.get(p).send(requests.toString());
            }
            for (int p = 0; p < counts.length; p++) {
                for (int i = 0; i < counts[p]; i++) {
                    String told = peers.get(p).receive().text();
                    assertTrue(told.endsWith("/" + p + "/" + round + "/" + i + " null "), told + ", seed=" + seed);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldReadLargeBodiesAndSendLargeAnswersWhenTheClientIsSlow(Model model) throws IOException {
        byte[] data = new byte[3_000_000];
        new Random(1).nextBytes(data);
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            Pouring pouring = new Pouring(exchange, data);
            exchange.begin(exchange.path().equals("/length") ? data.length : -1);
            pouring.pour();
        }));
        for (String path : new String[] {"/length", "/chunked"}) {
            HttpPeer peer = rig.closeLater(HttpPeer.connect(server.port(), 4096));
            assertArrayEquals(data, peer.get(path).body());
            assertArrayEquals(data, peer.get(path).body());
        }
    }

    /** Writes as long as it may, and goes on when it may again. */
    private static final class Pouring {
        private final HttpExchange exchange;
        private final ByteBuffer left;

        Pouring(HttpExchange exchange, byte[] data) {
            this.exchange = exchange;
            this.left = ByteBuffer.wrap(data);
        }

        void pour() {
            boolean writable = true;
            while (writable && left.hasRemaining()) {
                ByteBuffer piece = left.slice(left.position(), Math.min(10_000, left.remaining()));
                left.position(left.position() + piece.remaining());
                writable = exchange.write(piece);
            }
            if (left.hasRemaining()) {
                exchange.onWritable(this::pour);
            } else {
                exchange.end(true);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldSuspendAndResumeTheBodyWhenTheHandlerAsks(Model model) throws IOException {
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        rig.closeLater(elsewhere::shutdownNow);
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            long[] count = {0};
            exchange.readBody((same, piece, last) -> {
                count[0] += piece.remaining();
                if (last) {
                    exchange.send(Long.toString(count[0]));
                } else {
                    exchange.suspendBody();
                    elsewhere.execute(() -> exchange.execute(exchange::resumeBody));
                }
            });
        }));
        HttpPeer peer = rig.connect(server);
        byte[] body = new byte[500_000];
        peer.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n");
        peer.send(body);
        assertEquals("500000", peer.receive().text());
        assertEquals("0", peer.get("/y").text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldKeepToTheConnectionRulesOfTheVersion(Model model) throws IOException {
        EJet server = startTelling(model);
        HttpPeer peer = rig.connect(server);
        assertNull(peer.get("/a").fields().get("connection"));

        peer.send("GET /b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertEquals("keep-alive", peer.receive().fields().get("connection"));

        peer.send("GET /c HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n");
        assertTrue(peer.receive().closes());
        peer.expectEnd();

        HttpPeer old = rig.connect(server);
        old.send("GET /d HTTP/1.0\r\n\r\n");
        assertTrue(old.receive().closes());
        old.expectEnd();
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldLeaveTheBodyOutWhenHeadIsAsked(Model model) throws IOException {
        EJet server = startTelling(model);
        HttpPeer peer = rig.connect(server);
        peer.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n\r\n");
        HttpPeer.Answer head = peer.receiveHead();
        assertEquals(Integer.toString("HEAD /x null ".length()), head.fields().get("content-length"));
        assertEquals("GET /y null ", peer.receive().text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRefuseAndCloseWhenTheRequestIsNone(Model model) throws IOException {
        EJet server = startTelling(model);
        String[] bad = {
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET /%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        };
        for (String request : bad) {
            HttpPeer peer = rig.connect(server);
            peer.send(request + "x".repeat(1000));
            HttpPeer.Answer answer = peer.receive();
            assertEquals(400, answer.status(), request);
            assertTrue(answer.closes(), request);
            peer.halfClose();
            peer.expectEnd();
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldGoOnWhenManyConnectionsComeAndGo(Model model) throws IOException {
        EJet server = startTelling(model);
        IntStream.range(0, 200).forEach(i -> {
            try (HttpPeer peer = HttpPeer.connect(server.port())) {
                if (i % 3 == 0) {
                    peer.send("GET /later HTTP/1.1\r\nHo");
                    peer.reset();
                } else {
                    assertFalse(peer.get("/" + i).closes());
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        HttpRig.await(() -> server.server().connections() == 0, "all connections to be closed");
    }
}
