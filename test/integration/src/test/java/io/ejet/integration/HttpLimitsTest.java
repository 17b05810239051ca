package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client may not do, and what becomes of an exchange whose client or handler fails. */
class HttpLimitsTest {
    private static final String MODELS = "io.ejet.integration.HttpRig#models";
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    private static void readThenSend(HttpExchange exchange) {
        exchange.readBody((same, piece, last) -> {
            if (last) {
                exchange.send("read");
            }
        });
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswer408WhenTheClientPausesWithinARequest(Model model) throws IOException {
        EJet server =
                rig.start(rig.builder(model).limits(HttpRig.limits(SHORT, LONG)).handler(HttpLimitsTest::readThenSend));
        HttpPeer head = rig.connect(server);
        head.send("GET / HTTP/1.1\r\nHos");
        assertEquals(408, head.receive().status());
        head.expectEnd();

        HttpPeer body = rig.connect(server);
        body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc");
        assertEquals(408, body.receive().status());
        body.expectEnd();
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldCloseWhenTheClientSaysNothing(Model model) throws IOException {
        EJet server = rig.start(
                rig.builder(model).limits(HttpRig.limits(SHORT, SHORT)).handler(HttpLimitsTest::readThenSend));
        HttpPeer silent = rig.connect(server);
        silent.expectEnd();

        HttpPeer idle = rig.connect(server);
        assertEquals("read", idle.get("/").text());
        idle.expectEnd();
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRefuseWhatIsTooLarge(Model model) throws IOException {
        EJet server = rig.start(
                rig.builder(model).limits(HttpRig.limits(10, 1000, 1000)).handler(HttpLimitsTest::readThenSend));
        String[][] cases = {
            {"413", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n" + "x".repeat(11)},
            {"413", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n" + "x".repeat(11) + "\r\n"},
            {"414", "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"},
            {"431", "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(200) + "\r\n"},
            {"431", "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(40_000) + "\r\n\r\n"},
            {"417", "POST / HTTP/1.1\r\nHost: a\r\nExpect: much\r\nContent-Length: 1\r\n\r\nx"},
            {"501", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n"},
            {"505", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
        };
        for (String[] each : cases) {
            HttpPeer peer = rig.connect(server);
            peer.send(each[1]);
            HttpPeer.Answer answer = peer.receive();
            assertEquals(
                    each[0],
                    Integer.toString(answer.status()),
                    each[0] + " for " + each[1].lines().findFirst().orElse(""));
            assertTrue(answer.closes());
            peer.halfClose();
            peer.expectEnd();
        }
        HttpPeer allowed = rig.connect(server);
        allowed.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n" + "x".repeat(10));
        assertEquals("read", allowed.receive().text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldCloseWhenTheConnectionHasHadItsRequests(Model model) throws IOException {
        EJet server =
                rig.start(rig.builder(model).limits(HttpRig.limits(10, 3, 1000)).handler(HttpLimitsTest::readThenSend));
        HttpPeer peer = rig.connect(server);
        assertFalse(peer.get("/1").closes());
        assertFalse(peer.get("/2").closes());
        assertTrue(peer.get("/3").closes());
        peer.expectEnd();
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRefuseConnectionsWhenThereAreTooMany(Model model) throws IOException {
        EJet server =
                rig.start(rig.builder(model).limits(HttpRig.limits(10, 1000, 2)).handler(HttpLimitsTest::readThenSend));
        HttpPeer first = rig.connect(server);
        HttpPeer second = rig.connect(server);
        assertEquals("read", first.get("/").text());
        assertEquals("read", second.get("/").text());
        rig.connect(server).awaitEnd();
        assertEquals(1, server.server().refusedConnections());

        first.close();
        HttpRig.await(() -> server.server().connections() == 1, "the first connection to be closed");
        assertEquals("read", rig.connect(server).get("/").text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTellTheClientToGoOnOnlyWhenTheBodyIsWanted(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            if (exchange.path().equals("/unwanted")) {
                exchange.send("no");
            } else {
                readThenSend(exchange);
            }
        }));
        HttpPeer peer = rig.connect(server);
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertEquals(100, peer.receiveHead().status());
        peer.send("ab");
        assertEquals("read", peer.receive().text());

        peer.send("POST /unwanted HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        HttpPeer.Answer refused = peer.receive();
        assertEquals("no", refused.text());
        assertTrue(refused.closes(), "whether the body will come cannot be known");
        peer.halfClose();
        peer.expectEnd();
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldThrowAwayABodyThatNobodyReads(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model).handler(exchange -> exchange.send("unread")));
        HttpPeer peer = rig.connect(server);
        for (int i = 0; i < 3; i++) {
            peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));
            assertEquals("unread", peer.receive().text());
        }
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
        assertEquals("unread", peer.receive().text());
        assertEquals("unread", peer.get("/").text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswer500WhenTheHandlerThrowsAndCutWhenItHasBegun(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            if (exchange.path().equals("/begun")) {
                exchange.begin(10);
                exchange.write(ByteBuffer.wrap(new byte[3]));
            }
            throw new IOException("of the handler");
        }));
        HttpPeer peer = rig.connect(server);
        assertEquals(500, peer.get("/").status());
        HttpPeer begun = rig.connect(server);
        begun.send("GET /begun HTTP/1.1\r\nHost: a\r\n\r\n");
        begun.awaitEnd();
        HttpRig.await(() -> server.server().failures() == 2, "both failures to be counted");
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTellTheHandlerWhenTheClientGoes(Model model) throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<HttpExchange> waiting = new AtomicReference<>();
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            exchange.onClosed(closed::countDown);
            waiting.set(exchange);
        }));
        HttpPeer peer = rig.connect(server);
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        HttpRig.await(() -> waiting.get() != null, "the handler to be called");
        peer.reset();
        HttpRig.await(() -> closed.getCount() == 0, "the handler to be told");
        assertFalse(waiting.get().execute(() -> {}));
        assertTrue(waiting.get().isClosed());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRefuseTasksWhenTheExchangeHasEnded(Model model) throws Exception {
        AtomicReference<HttpExchange> first = new AtomicReference<>();
        AtomicInteger ran = new AtomicInteger();
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            first.compareAndSet(null, exchange);
            exchange.send(exchange.path());
        }));
        HttpPeer peer = rig.connect(server);
        assertEquals("/1", peer.get("/1").text());
        HttpRig.await(() -> first.get().isClosed(), "the first exchange to end");
        for (int i = 2; i < 50; i++) {
            assertFalse(first.get().execute(ran::incrementAndGet));
            assertEquals("/" + i, peer.get("/" + i).text());
        }
        assertEquals(0, ran.get());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldFinishWhatIsUnderWayWhenTheServerStops(Model model) throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        AtomicReference<HttpExchange> waiting = new AtomicReference<>();
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            if (exchange.path().equals("/slow")) {
                waiting.set(exchange);
                handling.countDown();
            } else {
                exchange.send("quick");
            }
        }));
        HttpPeer idle = rig.connect(server);
        assertEquals("quick", idle.get("/").text());
        HttpPeer slow = rig.connect(server);
        slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        assertTrue(handling.await(30, TimeUnit.SECONDS));

        Thread stopper = new Thread(() -> server.stop(HttpRig.PATIENCE));
        stopper.start();
        HttpRig.await(() -> !isAccepting(server), "the listener to be closed");
        assertTrue(waiting.get().execute(() -> waiting.get().send("finished")));

        HttpPeer.Answer answer = slow.receive();
        assertEquals("finished", answer.text());
        assertTrue(answer.closes());
        slow.expectEnd();
        idle.expectEnd();
        stopper.join(30_000);
        assertFalse(stopper.isAlive());
    }

    private static boolean isAccepting(EJet server) {
        try (HttpPeer probe = HttpPeer.connect(server.port())) {
            return probe != null;
        } catch (IOException refused) {
            return false;
        }
    }
}
