package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of requests that are answered before they have come, or that wait for the handler. */
@Timeout(100)
class UploadTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration AMPLE = Duration.ofSeconds(20);

    /** Up to here an upload that nobody reads is thrown away, and the connection stays. */
    private static final int DRAINED_BYTES = 256 * 1024;

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    private static String post(String path, long contentLength) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + contentLength + "\r\n\r\n";
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void awaitNoConnection(EJet server) {
        HttpRig.await(() -> server.server().connections() == 0, "the connection to be closed");
    }

    // -- 100 Continue

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldNotSay100WhenTheAnswerHasBegun(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            exchange.begin(-1);
            exchange.write(text("first "));
            exchange.readBody((same, piece, last) -> {
                same.write(piece);
                if (last) {
                    same.end(true);
                }
            });
        }));
        HttpPeer peer = rig.connect(server);
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        peer.send("body");
        HttpPeer.Answer answer = peer.receive();
        assertEquals("first body", answer.text());
        assertTrue(answer.closes(), "the client could not know that its body was wanted");
        peer.halfClose();
        peer.expectEnd();
    }

    // -- answers that come early

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendTheWholeAnswerWhenALongUploadIsRefused(Model model) throws IOException {
        Files.writeString(folder.resolve("file.txt"), "text");
        EJet server = rig.start(
                rig.builder(model).limits(new SomeLimits().linger(AMPLE).all()).root(folder));
        for (int size : new int[] {300_000, 2_000_000, 20_000_000}) {
            HttpPeer peer = rig.connect(server);
            peer.send(post("/file.txt", size));
            peer.send(new byte[size]);
            HttpPeer.Answer answer = peer.receive();
            assertEquals(405, answer.status());
            assertTrue(answer.closes(), "so much is not read for the sake of the next request");
            peer.expectEnd();
            peer.close();
            awaitNoConnection(server);
        }
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendTheWholeAnswerWhenAnUploadOfUnknownLengthIsNotRead(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model)
                .limits(new SomeLimits().linger(AMPLE).all())
                .handler(exchange -> exchange.send("early")));
        HttpPeer peer = rig.connect(server);
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 500; i++) {
            peer.send("2710\r\n" + "x".repeat(10_000) + "\r\n");
        }
        peer.send("0\r\n\r\n");
        assertEquals("early", peer.receive().text());
        peer.expectEnd();
        peer.close();
        awaitNoConnection(server);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldKeepTheConnectionWhenTheUploadIsShort(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model).handler(exchange -> exchange.send("early")));
        HttpPeer peer = rig.connect(server);
        peer.send(post("/", DRAINED_BYTES));
        peer.send(new byte[DRAINED_BYTES]);
        assertFalse(peer.receive().closes());
        assertEquals("early", peer.get("/").text());

        peer.send(post("/", DRAINED_BYTES + 1));
        assertTrue(peer.receive().closes());
        peer.expectEnd();
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldCloseByTimeWhenAnUploadNeverEnds(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model)
                .limits(new SomeLimits().linger(SHORT).all())
                .handler(exchange -> exchange.send("early")));
        HttpPeer peer = rig.connect(server);
        peer.send(post("/", 1L << 30));
        assertTrue(peer.receive().closes());
        byte[] piece = new byte[1000];
        HttpRig.await(
                () -> {
                    sendOrFail(peer, piece);
                    return server.server().connections() == 0;
                },
                "the connection to be closed");
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldCloseByTimeWhenABodyThatNobodyReadsTrickles(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model)
                .limits(new SomeLimits().bodyIdle(SHORT).linger(SHORT).all())
                .handler(exchange -> exchange.send("early")));
        HttpPeer peer = rig.connect(server);
        peer.send(post("/", 200_000));
        assertEquals("early", peer.receive().text());
        byte[] piece = new byte[1];
        HttpRig.await(
                () -> {
                    sendOrFail(peer, piece);
                    return server.server().connections() == 0;
                },
                "the connection to be closed");
    }

    /** Until the server has closed. */
    private static void sendOrFail(HttpPeer peer, byte[] piece) {
        try {
            peer.send(piece);
        } catch (IOException ignored) { // it has: the caller looks whether it counts that too
            return;
        }
    }

    // -- bodies that wait

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldNotBlameTheClientWhenTheHandlerSuspendsTheBody(Model model) throws Exception {
        AtomicReference<HttpExchange> suspended = new AtomicReference<>();
        EJet server = rig.start(rig.builder(model)
                .limits(new SomeLimits().bodyIdle(SHORT).all())
                .handler(exchange -> exchange.readBody((same, piece, last) -> {
                    if (last) {
                        same.send("read");
                    } else if (suspended.get() == null) {
                        same.suspendBody();
                        suspended.set(same);
                    }
                })));
        for (String sentBefore : new String[] {"0123456789", "01234"}) {
            suspended.set(null);
            HttpPeer peer = rig.connect(server);
            peer.send(post("/", 10) + sentBefore);
            HttpRig.await(() -> suspended.get() != null, "the body to be suspended");
            ServerTime.letPass(server, SHORT.multipliedBy(4));
            peer.send("0123456789".substring(sentBefore.length()));
            HttpExchange exchange = suspended.get();
            assertTrue(exchange.execute(exchange::resumeBody), "the exchange has ended");
            assertEquals("read", peer.receive().text());
        }
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldNotBlameTheClientWhenItsOwnAnswerHoldsTheBodyUp(Model model) throws Exception {
        Duration idle = Duration.ofSeconds(1);
        byte[] body = new byte[20_000_000];
        new Random(1).nextBytes(body);
        AtomicLong received = new AtomicLong();
        EJet server = rig.start(rig.builder(model)
                .limits(new SomeLimits().bodyIdle(idle).all())
                .handler(exchange -> {
                    exchange.begin(body.length);
                    exchange.readBody((same, piece, last) -> {
                        received.addAndGet(piece.remaining());
                        same.write(piece);
                        if (last) {
                            same.end(true);
                        }
                    });
                }));
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        rig.closeLater(elsewhere::shutdownNow);
        HttpPeer peer = rig.closeLater(HttpPeer.connect(server.port(), 64 * 1024));
        Future<?> sending = elsewhere.submit(() -> {
            peer.send(post("/", body.length));
            peer.send(body);
            return null;
        });
        long before;
        do { // until nothing comes for longer than a body may pause
            before = received.get();
            ServerTime.letPass(server, idle.multipliedBy(2));
        } while (received.get() > before || before == 0);
        assertTrue(before < body.length, "nothing is held up");
        assertArrayEquals(body, peer.receive().body());
        sending.get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldAnswerTheNextRequestWhenABodyIsSuspendedForGood(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model)
                .limits(new SomeLimits().bodyIdle(Duration.ofSeconds(3)).all())
                .handler(exchange -> {
                    if (exchange.path().equals("/next")) {
                        exchange.send("next");
                        return;
                    }
                    exchange.readBody((same, piece, last) -> {
                        if (!same.isClosed()) {
                            same.suspendBody();
                            same.send("early");
                        }
                    });
                }));
        HttpPeer peer = rig.connect(server);
        peer.send(post("/", 10) + "01234");
        assertEquals("early", peer.receive().text());
        peer.send("56789GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("next", peer.receive().text());
    }
}
