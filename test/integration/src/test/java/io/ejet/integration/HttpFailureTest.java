package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.conf.Configuration;
import io.ejet.conf.Limits;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fails inside the server, or in a program's code, costs what it belongs to and no more. */
@Timeout(100)
class HttpFailureTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    private static void awaitNoConnection(EJet server) {
        HttpRig.await(() -> server.server().connections() == 0, "the connections to be counted no more");
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldGoOnListeningWhenAConnectionCannotBeSetUp(Model model) throws IOException {
        Duration beyondNanoseconds = Duration.ofDays(365_000); // the deadline of a new connection cannot be computed
        Limits limits = new SomeLimits().connectionIdle(beyondNanoseconds).all();
        EJet server = rig.start(rig.builder(model).limits(limits).handler(exchange -> exchange.send()));
        for (int i = 0; i < 5; i++) {
            HttpPeer peer = rig.connect(server); // refused, should the listener be gone
            peer.awaitEnd();
            awaitNoConnection(server);
        }
    }

    // -- fields of an answer that is not sent

    private static HttpExchange setFields(HttpExchange exchange) {
        return exchange.status(201)
                .setHeader("Content-Encoding", "gzip")
                .setHeader("Cache-Control", "public, max-age=86400")
                .addHeader("Set-Cookie", "a=b")
                .setHeader("ETag", "\"v1\"");
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendNoFieldOfTheHandlersWhenTheServerAnswersInItsStead(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model)
                .limits(new SomeLimits()
                        .maxBodyBytes(10)
                        .bodyIdle(SHORT)
                        .handle(SHORT)
                        .all())
                .exact("/throw", exchange -> {
                    setFields(exchange);
                    throw new IOException("of the handler");
                })
                .exact("/read", exchange -> setFields(exchange).readBody((same, piece, last) -> {}))
                .exact(
                        "/throw-reading",
                        exchange -> setFields(exchange).readBody((same, piece, last) -> {
                            throw new IOException("of the reader");
                        }))
                .exact("/never", HttpFailureTest::setFields));
        String chunked = " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        String[][] cases = {
            {"500", "GET /throw HTTP/1.1\r\nHost: a\r\n\r\n"},
            {"500", "POST /throw-reading" + chunked + "1\r\nx\r\n0\r\n\r\n"},
            {"400", "POST /read" + chunked + "no chunk\r\n"},
            {"413", "POST /read" + chunked + "b\r\n" + "x".repeat(11) + "\r\n0\r\n\r\n"},
            {"408", "POST /read" + chunked + "1\r\n"},
            {"503", "GET /never HTTP/1.1\r\nHost: a\r\n\r\n"},
        };
        for (String[] each : cases) {
            HttpPeer peer = rig.connect(server);
            peer.send(each[1]);
            HttpPeer.Answer answer = peer.receive();
            assertEquals(each[0], Integer.toString(answer.status()), each[1]);
            assertEquals("text/html; charset=utf-8", answer.fields().get("content-type"), each[0]);
            for (String field : new String[] {"content-encoding", "cache-control", "set-cookie", "etag"}) {
                assertNull(answer.fields().get(field), each[0] + " " + field);
            }
        }
    }

    // -- routing

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldAnswerWhenAPathIsMoreThanABacktrackingSearchCouldTake(Model model) throws Exception {
        Files.writeString(folder.resolve("file.txt"), "text");
        String text = "epump = { epump threads = " + model.pumps() + "; worker threads = " + model.workers() + "; }\n"
                + "http = { receive request = { max request line = 64K; max header size = 128K; }\n"
                + "  listen = { local ip = 127.0.0.1; port = 0; root = \".\"; host = { host name = \"*\";\n"
                + "    location = { path = [ \"^/(a|b)*$\", \"~\" ]; } location = { path = \"/\"; } } } }\n";
        LogRecords log = new LogRecords();
        EJet server =
                rig.closeLater(EJet.start(Configuration.of("test", text, folder).settings(), log));
        HttpPeer peer = rig.connect(server);
        HttpPeer.Answer answer = peer.get("/" + "ab".repeat(25_000)); // deeper than the stack of a thread
        assertEquals(404, answer.status());
        assertEquals(404, log.await(1).get(0).status());
        assertEquals(0, server.server().failures());

        assertEquals("text", rig.connect(server).get("/file.txt").text());
    }

    // -- the access log

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldCloseAllTheSameWhenTheAccessLogThrows(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model)
                .accessLog(exchange -> {
                    throw new IllegalStateException("of the access log");
                })
                .handler(exchange -> {
                    if (!exchange.path().equals("/never")) {
                        exchange.send(exchange.path());
                    }
                }));
        HttpPeer peer = rig.connect(server);
        for (int i = 0; i < 3; i++) {
            assertEquals("/" + i, peer.get("/" + i).text());
        }
        peer.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\nGET /4 HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("/3", peer.receive().text());
        assertEquals("/4", peer.receive().text());
        peer.close();
        awaitNoConnection(server);

        for (int i = 0; i < 3; i++) {
            HttpPeer gone = rig.connect(server);
            gone.send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
            HttpRig.await(() -> server.server().connections() == 1, "the connection to be accepted");
            gone.reset();
            awaitNoConnection(server);
        }
    }
}
