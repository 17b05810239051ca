package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.conf.Limits;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The last answer of a connection arrives whole, or is known not to be; then nothing is left of the connection. */
@Timeout(100)
class ConnectionEndTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONGER = SHORT.multipliedBy(4);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    /** More than both kernels take. */
    private static final byte[] LARGE = new byte[20_000_000];

    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

    static {
        new Random(1).nextBytes(LARGE);
    }

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    private final AtomicInteger calls = new AtomicInteger();

    private EJet startSendingLarge(Model model, Limits limits) throws IOException {
        return rig.start(rig.builder(model).limits(limits).handler(exchange -> {
            calls.incrementAndGet();
            exchange.send(exchange.path().equals("/small") ? ByteBuffer.allocate(1) : ByteBuffer.wrap(LARGE));
        }));
    }

    private HttpPeer connect(EJet server) throws IOException {
        return rig.closeLater(HttpPeer.connect(server.port(), RECEIVE_BUFFER_BYTES));
    }

    private void awaitCalls(int count) {
        HttpRig.await(() -> calls.get() >= count, "call " + count + " of the handler");
    }

    private static void awaitNoConnection(EJet server) {
        HttpRig.await(() -> server.server().connections() == 0, "the connection to be counted no more");
    }

    // -- what is left

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldCountNoConnectionWhenItsLastAnswerHadToWait(Model model) throws IOException {
        EJet server =
                startSendingLarge(model, new SomeLimits().maxConnections(1).all());
        for (String request : new String[] {"GET / HTTP/1.0\r\n\r\n", LAST_GET, LAST_GET}) {
            HttpPeer peer = connect(server);
            peer.send(request);
            assertArrayEquals(LARGE, peer.receive().body());
            peer.expectEnd();
            awaitNoConnection(server);
        }
        assertEquals(0, server.server().refusedConnections());
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldStopWithoutWaitingWhenALastAnswerHadToWait(Model model) throws Exception {
        Duration tooLong = HttpRig.PATIENCE.multipliedBy(4);
        EJet server = startSendingLarge(model, new SomeLimits().stop(tooLong).all());
        HttpPeer peer = connect(server);
        peer.send(LAST_GET);
        assertArrayEquals(LARGE, peer.receive().body());
        peer.expectEnd();
        HttpPeer idle = connect(server);
        assertEquals(1, idle.get("/small").body().length);

        Thread stopper = new Thread(() -> server.stop(tooLong));
        stopper.start();
        idle.expectEnd();
        stopper.join(HttpRig.PATIENCE.toMillis());
        assertFalse(stopper.isAlive(), "the server waits for a connection that is closed");
    }

    // -- the whole answer

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendTheWholeAnswerWhenASlowClientHasSentMore(Model model) throws Exception {
        EJet server = startSendingLarge(model, new SomeLimits().linger(SHORT).all());
        String[] more = {"\r\n", GET, "x".repeat(100)};
        for (int i = 0; i < more.length; i++) {
            HttpPeer peer = connect(server);
            peer.send(LAST_GET + more[i]);
            awaitCalls(i + 1);
            ServerTime.letPass(server, LONGER);
            assertArrayEquals(LARGE, peer.receive().body());
            peer.expectEnd();
            peer.close();
            awaitNoConnection(server);
        }
        assertEquals(more.length, calls.get());
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendTheWholeAnswerWhenTheConnectionHasHadItsRequests(Model model) throws Exception {
        EJet server = startSendingLarge(
                model, new SomeLimits().maxRequests(1).linger(SHORT).all());
        HttpPeer peer = connect(server);
        peer.send(GET.repeat(10));
        awaitCalls(1);
        ServerTime.letPass(server, LONGER);
        HttpPeer.Answer answer = peer.receive();
        assertTrue(answer.closes());
        assertArrayEquals(LARGE, answer.body());
        peer.expectEnd();
        assertEquals(1, calls.get());
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendTheWholeAnswerWhenTheClientHasEndedItsSide(Model model) throws IOException {
        EJet server = startSendingLarge(model, Limits.DEFAULTS);
        String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\n";
        HttpPeer together = connect(server);
        together.send(head + "12345");
        together.halfClose();
        assertArrayEquals(LARGE, together.receive().body());
        together.expectEnd();

        HttpPeer apart = connect(server);
        apart.send(head);
        awaitCalls(2);
        apart.send("12345");
        apart.halfClose();
        assertArrayEquals(LARGE, apart.receive().body());
        apart.expectEnd();
        awaitNoConnection(server);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldCloseByTimeWhenTheAnswerIsSentAndTheClientDoesNotEnd(Model model) throws IOException {
        EJet server = startSendingLarge(model, new SomeLimits().linger(SHORT).all());
        HttpPeer peer = connect(server);
        peer.send(LAST_GET + GET);
        assertArrayEquals(LARGE, peer.receive().body());
        peer.expectEnd();
        awaitNoConnection(server);
    }

    // -- given up

    private static void sendPart(HttpExchange exchange) {
        exchange.begin(-1);
        exchange.write(ByteBuffer.wrap("part".getBytes(StandardCharsets.US_ASCII)));
    }

    /** The path says what is answered first, and how the second answer is given up. */
    private EJet startGivingUp(Model model) throws IOException {
        return rig.start(rig.builder(model)
                .exact("/small", exchange -> exchange.send("small"))
                .exact("/large", exchange -> exchange.send(ByteBuffer.wrap(LARGE)))
                .exact("/cut", exchange -> {
                    sendPart(exchange);
                    exchange.end(false);
                })
                .exact("/throw", exchange -> {
                    sendPart(exchange);
                    throw new IOException("of the handler");
                }));
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendCompleteAnswersWhenALaterOneIsGivenUp(Model model) throws IOException {
        EJet server = startGivingUp(model);
        for (String second : new String[] {"/cut", "/throw"}) {
            HttpPeer peer = connect(server);
            peer.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\nGET " + second + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("small", peer.receive().text());
            assertThrows(IOException.class, peer::receive, "what was given up looks whole");
        }
        awaitNoConnection(server);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendCompleteAnswersThatWaitWhenALaterOneIsGivenUp(Model model) throws IOException {
        EJet server = startGivingUp(model);
        for (String second : new String[] {"/cut", "/throw"}) {
            HttpPeer peer = connect(server);
            peer.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\nGET " + second + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertArrayEquals(LARGE, peer.receive().body());
            assertThrows(IOException.class, peer::receive, "what was given up looks whole");
        }
        awaitNoConnection(server);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldResetWhenAnAnswerThatTheEndDelimitsIsGivenUp(Model model) throws IOException {
        EJet server = startGivingUp(model);
        for (String path : new String[] {"/cut", "/throw"}) {
            HttpPeer peer = connect(server);
            peer.send("GET " + path + " HTTP/1.0\r\n\r\n");
            assertThrows(SocketException.class, peer::receive, path);
        }
        awaitNoConnection(server);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldResetWhenAnAnswerThatTheEndDelimitsIsGivenUpLater(Model model) throws IOException {
        AtomicReference<HttpExchange> begun = new AtomicReference<>();
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            sendPart(exchange);
            begun.set(exchange);
        }));
        HttpPeer peer = connect(server);
        peer.send("GET / HTTP/1.0\r\n\r\n");
        HttpRig.await(() -> begun.get() != null, "the handler to be called");
        HttpExchange exchange = begun.get();
        assertTrue(exchange.execute(() -> exchange.end(false)));
        assertThrows(SocketException.class, peer::receive);
        awaitNoConnection(server);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldAnswer503WhenTheHandlerIsTooSlow(Model model) throws IOException {
        LogRecords log = new LogRecords();
        AtomicReference<HttpExchange> waiting = new AtomicReference<>();
        AtomicBoolean closed = new AtomicBoolean();
        EJet server = rig.start(rig.builder(model)
                .limits(new SomeLimits().handle(SHORT).all())
                .accessLog(log)
                .handler(exchange -> {
                    exchange.onClosed(() -> closed.set(true));
                    waiting.set(exchange);
                }));
        HttpPeer peer = connect(server);
        HttpPeer.Answer answer = peer.get("/");
        assertEquals(503, answer.status());
        assertTrue(answer.closes());
        peer.halfClose();
        peer.expectEnd();
        assertEquals(503, log.await(1).get(0).status());
        HttpRig.await(closed::get, "the handler to be told");
        assertFalse(waiting.get().execute(() -> waiting.get().send("too late")));
        awaitNoConnection(server);
    }
}
