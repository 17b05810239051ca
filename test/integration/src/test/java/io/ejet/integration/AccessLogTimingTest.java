package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a record of the access log is made, and what it tells then. */
@Timeout(100)
class AccessLogTimingTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int LARGE_BYTES = 40_000_000;

    /** So many need all buffers that were given back. */
    private static final int OTHERS = 150;

    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    private final LogRecords log = new LogRecords();
    private final AtomicInteger calls = new AtomicInteger();

    private EJet startSendingLarge(Model model) throws IOException {
        byte[] large = new byte[LARGE_BYTES];
        return rig.start(rig.builder(model).accessLog(log).handler(exchange -> {
            exchange.send(ByteBuffer.wrap(large));
            calls.incrementAndGet();
        }));
    }

    private HttpPeer askForLarge(EJet server) throws IOException {
        HttpPeer peer = rig.closeLater(HttpPeer.connect(server.port(), RECEIVE_BUFFER_BYTES));
        peer.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        HttpRig.await(() -> calls.get() == 1, "the answer to be given");
        return peer;
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldTellWhatWasSentWhenTheClientGoesInTheMiddle(Model model) throws IOException {
        EJet server = startSendingLarge(model);
        HttpPeer peer = askForLarge(server);
        goInTheMiddle(peer);
        assertTellsOfAPart(log.await(1).get(0));
    }

    /** Here the server does not read before the answer is sent, and learns from a write that the client has gone. */
    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldTellWhatWasSentWhenTheClientGoesAndMoreRequestsWait(Model model) throws IOException {
        EJet server = startSendingLarge(model);
        HttpPeer peer = askForLarge(server);
        peer.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n".repeat(10));
        goInTheMiddle(peer);
        assertTellsOfAPart(log.await(1).get(0));
    }

    private static void goInTheMiddle(HttpPeer peer) throws IOException {
        assertEquals(200, peer.receiveHead().status());
        peer.reset();
    }

    private static void assertTellsOfAPart(LogRecords.Entry record) {
        assertEquals(200, record.status());
        assertTrue(record.bytesSent() > 0 && record.bytesSent() < LARGE_BYTES / 2, record.toString());
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldWaitWithTheRecordWhenTheClientIsSlow(Model model) throws Exception {
        EJet server = startSendingLarge(model);
        HttpPeer peer = askForLarge(server);
        ServerTime.letPass(server, SHORT);
        assertEquals(List.of(), log.entries(), "the answer is not sent yet");
        assertEquals(LARGE_BYTES, peer.receive().body().length);
        LogRecords.Entry record = log.await(1).get(0);
        assertTrue(record.bytesSent() > LARGE_BYTES, record.toString());
        assertTrue(record.durationNs() >= SHORT.toNanos(), record.toString());
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldTellOfItsOwnRequestWhenOthersComeBeforeItIsSent(Model model) throws IOException {
        AtomicReference<String> agentAtTheEnd = new AtomicReference<>();
        EJet server = rig.start(rig.builder(model).accessLog(log).handler(exchange -> {
            if (exchange.path().equals("/large")) {
                exchange.onClosed(() -> agentAtTheEnd.set(exchange.header("User-Agent")));
                exchange.send(ByteBuffer.wrap(new byte[LARGE_BYTES]));
                calls.incrementAndGet();
            } else {
                exchange.send("other");
            }
        }));
        HttpPeer peer = rig.closeLater(HttpPeer.connect(server.port(), RECEIVE_BUFFER_BYTES));
        peer.send("GET /large HTTP/1.1\r\nHost: a\r\nUser-Agent: me\r\n\r\n");
        HttpRig.await(() -> calls.get() == 1, "the answer to be given");
        peer.send("GET /next HTTP/1.1\r\nHost: next\r\nUser-Agent: next\r\n\r\n");
        List<HttpPeer> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            HttpPeer other = rig.connect(server);
            other.send("GET /other HTTP/1.1\r\nHost: other\r\nUser-Agent: other\r\n"); // holds a buffer
            others.add(other);
        }
        for (HttpPeer other : others) {
            other.send("\r\n");
            assertEquals("other", other.receive().text());
        }
        assertEquals(LARGE_BYTES, peer.receive().body().length);
        assertEquals("other", peer.receive().text());

        List<String> targets =
                log.await(OTHERS + 2).stream().map(LogRecords.Entry::target).toList();
        assertEquals(Collections.nCopies(OTHERS, "/other"), targets.subList(0, OTHERS));
        assertEquals(List.of("/large", "/next"), targets.subList(OTHERS, OTHERS + 2));
        assertEquals("me", agentAtTheEnd.get());
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldTellTheTimeOfTheHandlerWhenItBlocks(Model model) throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch unblock = new CountDownLatch(1);
        AtomicLong blockedNs = new AtomicLong();
        AtomicLong calledMs = new AtomicLong();
        EJet server = rig.start(rig.builder(model).accessLog(log).handler(exchange -> {
            calledMs.set(System.currentTimeMillis());
            long startNs = System.nanoTime();
            called.countDown();
            assertTrue(unblock.await(30, TimeUnit.SECONDS));
            blockedNs.set(System.nanoTime() - startNs);
            exchange.send("at last");
        }));
        HttpPeer peer = rig.connect(server);
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertTrue(called.await(30, TimeUnit.SECONDS));
        HttpRig.await(() -> System.currentTimeMillis() - calledMs.get() > 2 * SHORT.toMillis(), "the clock to go on");
        unblock.countDown();
        assertEquals("at last", peer.receive().text());
        LogRecords.Entry record = log.await(1).get(0);
        assertTrue(record.durationNs() >= blockedNs.get(), record + ", blocked for " + blockedNs);
        assertTrue(record.createdMs() < calledMs.get() + SHORT.toMillis(), record + ", called at " + calledMs);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldTellEachRequestByItselfWhenTheyArePipelined(Model model) throws IOException {
        int first = 10; // 200 is the status of many
        int count = 50;
        byte[] body = new byte[1000 * (first + count)];
        EJet server = rig.start(rig.builder(model).accessLog(log).handler(exchange -> {
            int number = Integer.parseInt(exchange.path().substring(1));
            exchange.status(200 + number).send(ByteBuffer.wrap(body, 0, 1000 * number));
        }));
        HttpPeer peer = rig.connect(server);
        StringBuilder requests = new StringBuilder();
        for (int i = first; i < first + count; i++) {
            requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        peer.send(requests.toString());
        for (int i = first; i < first + count; i++) {
            assertEquals(1000 * i, peer.receive().body().length);
        }
        peer.close();
        List<LogRecords.Entry> records = log.await(count);
        for (int i = first; i < first + count; i++) {
            LogRecords.Entry record = records.get(i - first);
            assertEquals("/" + i, record.target());
            assertEquals(200 + i, record.status());
            assertTrue(record.bytesSent() > 1000L * i && record.bytesSent() < 1000L * i + 500, record.toString());
        }
    }
}
