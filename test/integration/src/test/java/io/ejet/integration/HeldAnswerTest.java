package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.HttpExchange;
import io.ejet.PreparedAnswer;
import io.ejet.conf.HostName;
import io.ejet.conf.Limits;
import io.ejet.conf.LocationMatch;
import io.ejet.conf.UnknownHost;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.log.AccessLog;
import io.ejet.script.LocalNames;
import io.ejet.script.Script;
import io.ejet.script.ScriptCompiler;
import io.ejet.script.ScriptKind;
import io.ejet.script.Scripts;
import io.ejet.script.Setting;
import io.ejet.server.Host;
import io.ejet.server.Listen;
import io.ejet.server.Location;
import io.ejet.server.OffloadResult;
import io.ejet.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers that wait for a script that waits for a disk which does not answer: nothing of them is sent, so another one can be. */
@Tag("permutation")
class HeldAnswerTest {
    private static final PreparedAnswer PREPARED =
            PreparedAnswer.of(200, Map.of("X-Prepared", "yes"), "body".getBytes(StandardCharsets.US_ASCII));

    private final CountDownLatch disk = new CountDownLatch(1);
    private final List<HttpPeer> peers = new ArrayList<>();
    private Server server;
    private int port;

    private void serve(Limits limits) throws IOException {
        Script script = new ScriptCompiler(new LocalNames(), Setting.Source.NONE)
                .script(ScriptKind.REPLY, "addResHeader X-Size $filesize[/etc/hostname];", problem -> {
                    throw new AssertionError(problem.message());
                });
        Scripts scripts = new Scripts(List.of(), List.of(script));
        server = new Server("held", 1, 0, limits);
        Host host = new Host(
                List.of(HostName.DEFAULT),
                List.of(
                        new Location(LocationMatch.EXACT, "/stall", this::stall),
                        new Location(LocationMatch.EXACT, "/say", exchange -> exchange.send("said"), scripts),
                        new Location(
                                LocationMatch.EXACT,
                                "/prepared",
                                exchange -> exchange.setHeader("X-Set", "no").send(PREPARED),
                                scripts),
                        new Location(LocationMatch.EXACT, "/sayAndFail", HeldAnswerTest::sayAndFail, scripts),
                        new Location(LocationMatch.EXACT, "/fail", HeldAnswerTest::fail, scripts),
                        new Location(LocationMatch.EXACT, "/read", HeldAnswerTest::read, scripts)));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        port = server.serve(
                        List.of(new Listen(anyPort, List.of(host), UnknownHost.CLOSE)), server.limits(), AccessLog.NONE)
                .get(0)
                .getPort();
    }

    @AfterEach
    void shouldLeaveNothingBehindWhenTestsEnd() throws IOException {
        disk.countDown();
        for (HttpPeer peer : peers) {
            peer.close();
        }
        assertTrue(server.stop(HttpRig.PATIENCE));
        assertTrue(server.offload().close(HttpRig.PATIENCE));
        assertEquals(0, server.connections());
        assertEquals(0, server.pump().statistics().buffersInUse());
    }

    /** Keeps a thread for the disk busy until the test ends. */
    private void stall(HttpExchange exchange) {
        server.offload().call(exchange, this::awaitDisk, new OffloadResult<Object>() {
            @Override
            public void onResult(Object nothing) {
                exchange.send();
            }

            @Override
            public void onFailure(Throwable failure) {
                exchange.status(500).send();
            }
        });
    }

    private Object awaitDisk() throws InterruptedException {
        disk.await();
        return this;
    }

    /** Begins with an answer, and fails before anything of it is sent. */
    private static void fail(HttpExchange exchange) {
        exchange.begin(10);
        exchange.write(ByteBuffer.wrap(new byte[5]));
        throw new IllegalStateException("on purpose");
    }

    private static void sayAndFail(HttpExchange exchange) {
        exchange.send("said");
        throw new IllegalStateException("on purpose");
    }

    /** Begins with an answer while the body comes. */
    private static void read(HttpExchange exchange) {
        exchange.readBody((same, piece, last) -> {});
        exchange.begin(-1);
    }

    private HttpPeer connect() throws IOException {
        HttpPeer peer = HttpPeer.connect(port);
        peers.add(peer);
        return peer;
    }

    /** All threads for the disk are busy; further questions wait. */
    private void stallDisk() throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i <= threads; i++) {
            connect().send("GET /stall HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        HttpRig.await(() -> server.offload().waiting() == 1, "the disk to stall");
    }

    @Test
    void shouldLeaveOutWhatWasSetBeforeAPreparedAnswerIsSent() throws Exception {
        serve(Limits.DEFAULTS);
        Answer answer = connect().get("/prepared");
        assertEquals("yes", answer.fields().get("x-prepared"));
        assertTrue(answer.fields().containsKey("x-size"));
        assertNull(answer.fields().get("x-set"));
    }

    private static void assertAnswered(int status, HttpPeer peer) throws IOException {
        Answer answer = peer.receive();
        assertEquals(status, answer.status());
        assertNull(answer.fields().get("x-size"));
        assertTrue(answer.text().startsWith("<!DOCTYPE"), answer::text);
    }

    @Test
    void shouldAnswer503WhenTheDiskDoesNotAnswerInTime() throws Exception {
        serve(new SomeLimits().handle(Duration.ofMillis(300)).all());
        stallDisk();
        HttpPeer peer = connect();
        peer.send("GET /say HTTP/1.1\r\nHost: a\r\n\r\n");
        assertAnswered(503, peer);
        peer.expectEnd();
    }

    @Test
    void shouldAnswer408WhenTheClientIsTooSlowMeanwhile() throws Exception {
        serve(new SomeLimits().bodyIdle(Duration.ofMillis(300)).all());
        stallDisk();
        HttpPeer peer = connect();
        peer.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
        assertAnswered(408, peer);
    }

    @Test
    void shouldAnswer500WhenTheHandlerFailsMeanwhile() throws Exception {
        serve(Limits.DEFAULTS);
        stallDisk();
        HttpPeer peer = connect();
        peer.send("GET /fail HTTP/1.1\r\nHost: a\r\n\r\n");
        assertAnswered(500, peer);
        assertEquals(1, server.failures());
    }

    @Test
    void shouldSendWhatWasGivenWholeWhenTheHandlerFailsAfterIt() throws Exception {
        serve(Limits.DEFAULTS);
        stallDisk();
        HttpPeer peer = connect();
        peer.send("GET /sayAndFail HTTP/1.1\r\nHost: a\r\n\r\n");
        HttpRig.await(() -> server.failures() == 1, "the failure");
        disk.countDown();
        Answer answer = peer.receive();
        assertEquals("200 said", answer.status() + " " + answer.text());
        assertTrue(answer.fields().containsKey("x-size"));
        assertEquals("200 said", "200 " + peer.get("/say").text());
    }

    @Test
    void shouldAnswer400WhenTheBodyIsWrongMeanwhile() throws Exception {
        serve(Limits.DEFAULTS);
        stallDisk();
        HttpPeer peer = connect();
        peer.send("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        assertAnswered(400, peer);
    }

    @Test
    void shouldAnswer500WhenTheQuestionFailsAnd503WhenThereIsNoRoom() throws Exception {
        serve(Limits.DEFAULTS);
        stallDisk();
        HttpPeer peer = connect();
        peer.send("GET /say HTTP/1.1\r\nHost: a\r\n\r\n");
        HttpRig.await(() -> server.offload().waiting() == 2, "the question");
        server.offload().close(Duration.ZERO); // what waits fails, and nothing more is taken
        assertAnswered(500, peer);
        HttpPeer late = connect();
        late.send("GET /say HTTP/1.1\r\nHost: a\r\n\r\n");
        Answer refused = late.receive();
        assertEquals(503, refused.status());
        assertEquals("1", refused.fields().get("retry-after"));
    }
}
