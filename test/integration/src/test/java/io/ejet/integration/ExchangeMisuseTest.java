package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program or a client does wrong, and how they learn of it. */
@Timeout(100)
class ExchangeMisuseTest {
    @RegisterExtension
    final HttpRig rig = new HttpRig();

    // -- calls from elsewhere

    private static boolean isRefused(Runnable call) {
        try {
            call.run();
            return false;
        } catch (IllegalStateException refused) {
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldThrowWhenTheBodyIsSuspendedOrResumedFromElsewhere(Model model) throws IOException {
        AtomicReference<HttpExchange> suspended = new AtomicReference<>();
        EJet server = rig.start(rig.builder(model)
                .handler(exchange -> exchange.readBody((same, piece, last) -> {
                    if (last) {
                        same.send("read");
                    } else {
                        same.suspendBody();
                        suspended.set(same);
                    }
                })));
        HttpPeer peer = rig.connect(server);
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        HttpRig.await(() -> suspended.get() != null, "the body to be suspended");
        HttpExchange exchange = suspended.get();
        HttpRig.await(() -> isRefused(exchange::suspendBody), "a refusal, once the callback is over");
        assertThrows(IllegalStateException.class, exchange::resumeBody);

        assertTrue(exchange.execute(exchange::resumeBody));
        assertEquals("read", peer.receive().text());
    }

    // -- after the end

    private static String whatIsLeftOf(HttpExchange ended) {
        List<String> visited = new ArrayList<>();
        ended.forEachHeader((name, value) -> visited.add(name));
        return ended.isClosed() + " " + ended.header("Host") + " " + ended.headers("Host") + " " + visited + " "
                + ended.query();
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldTellNothingOfTheRequestWhenTheExchangeHasEnded(Model model) throws IOException {
        AtomicReference<HttpExchange> first = new AtomicReference<>();
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            if (first.compareAndSet(null, exchange)) {
                exchange.send();
            } else {
                exchange.send(whatIsLeftOf(first.get()));
            }
        }));
        HttpPeer peer = rig.connect(server);
        peer.get("/first?a=b");
        assertEquals("true null [] [] null", peer.get("/second").text());
    }

    // -- requests that are refused

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldCountEveryRequestThatTheServerRefuses(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model)
                .limits(new SomeLimits()
                        .maxBodyBytes(10)
                        .head(Duration.ofMillis(300))
                        .bodyIdle(Duration.ofMillis(300))
                        .all())
                .handler(exchange -> exchange.readBody((same, piece, last) -> {
                    if (last) {
                        same.send();
                    }
                })));
        String[][] cases = {
            {"400", "GET /%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n"},
            {"400", "GET / HTTP/1.1\r\n\r\n"},
            {"408", "GET / HTTP/1.1\r\nHos"},
            {"408", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx"},
            {"413", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n"},
            {"413", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n" + "x".repeat(11) + "\r\n"},
            {"414", "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"},
            {"417", "POST / HTTP/1.1\r\nHost: a\r\nExpect: much\r\nContent-Length: 1\r\n\r\n"},
            {"501", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n"},
            {"505", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
        };
        for (int i = 0; i < cases.length; i++) {
            HttpPeer peer = rig.connect(server);
            peer.send(cases[i][1]);
            String what =
                    cases[i][0] + " for " + cases[i][1].lines().findFirst().orElse("");
            assertEquals(cases[i][0], Integer.toString(peer.receive().status()), what);
            assertEquals(i + 1, server.server().refusedRequests(), what);
        }
        assertEquals(200, rig.connect(server).get("/").status());
        assertEquals(cases.length, server.server().refusedRequests());
    }
}
