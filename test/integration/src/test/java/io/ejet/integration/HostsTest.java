package io.ejet.integration;

import static io.ejet.integration.SiteRig.MODELS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.EJet;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which host of a configuration answers for which name, over real connections, in every model. */
@Tag("permutation")
class HostsTest {
    private static final String HOSTS = """
            host = { host name = [ a.org, www.a.org ]; script = { reply 200 names; } }
            host = { host name = '*.a.org'; script = { reply 200 leading; } }
            host = { host name = '*.b.a.org'; script = { reply 200 longer; } }
            host = { host name = 'www.a.*'; script = { reply 200 trailing; } }
            host = { host name = '~ ^w\\d+\\.c$'; script = { reply 200 first; } }
            host = { host name = [ '^[w3]+\\.', '~*' ]; script = { reply 200 second; } }
            host = { host name = [ '[0::1]', a.org:8080 ]; script = { reply 200 literal; } }
            host = { host name = a.org; port = 8081; script = { reply 200 port; } }
            """;

    @RegisterExtension
    final SiteRig rig = new SiteRig();

    private static String request(String host) {
        return "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    private static void assertAnswer(HttpPeer peer, String host, String expected) throws IOException {
        peer.send(request(host));
        Answer answer = peer.receive();
        assertEquals(expected, answer.status() == 200 ? answer.text() : String.valueOf(answer.status()), host);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldFindTheHostOfEachNameOnOneConnection(Model model) throws IOException {
        EJet server = rig.listen(model, HOSTS + "host = { script = { reply 200 default; } }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertAnswer(peer, "a.org", "names");
            assertAnswer(peer, "WWW.A.org.:80", "names");
            assertAnswer(peer, "x.a.org", "leading");
            assertAnswer(peer, "b.a.org", "leading");
            assertAnswer(peer, "x.y.b.a.org", "longer");
            assertAnswer(peer, "www.a.co.uk", "trailing");
            assertAnswer(peer, "W3.c", "first");
            assertAnswer(peer, "w3.d", "second");
            assertAnswer(peer, "[::1]", "literal");
            assertAnswer(peer, "a.org:8080", "literal");
            assertAnswer(peer, "a.org:8081", "port");
            assertAnswer(peer, "127.0.0.1:" + server.port(), "default");
            peer.send("GET http://b.a.org/ HTTP/1.1\r\nHost: a.org\r\n\r\n");
            assertEquals("leading", peer.receive().text());
            peer.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertEquals("default", peer.receive().text());
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerPipelinedRequestsForDifferentHostsInOrder(Model model) throws IOException {
        EJet server = rig.listen(model, HOSTS);
        int count = 60;
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send(IntStream.range(0, count)
                    .mapToObj(i -> request(i % 3 == 0 ? "w" + i + ".c" : i % 3 == 1 ? "h" + i + ".a.org" : "none" + i))
                    .collect(Collectors.joining()));
            for (int i = 0; i < count; i++) {
                Answer answer = peer.receive();
                assertEquals(i % 3 == 2 ? 404 : 200, answer.status());
                if (i % 3 < 2) {
                    assertEquals(i % 3 == 0 ? "first" : "leading", answer.text());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldDoWithUnknownHostsWhatTheListenSays(Model model) throws IOException {
        String host = "host = { host name = a.org; script = { reply 200 known; } }";
        for (String policy : new String[] {"", "unknown host = 404;", "unknown host = 421;"}) {
            EJet server = rig.listen(model, policy + host);
            try (HttpPeer peer = HttpPeer.connect(server.port())) {
                assertAnswer(peer, "b.org", policy.contains("421") ? "421" : "404");
                assertAnswer(peer, "a.org", "known"); // the connection stays open
            }
        }
        EJet server = rig.listen(model, "unknown host = close;" + host);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertAnswer(peer, "a.org", "known");
            peer.send(request("b.org") + request("a.org"));
            peer.expectEnd();
        }
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("POST / HTTP/1.1\r\nHost: b.org\r\nContent-Length: 10\r\n\r\n12345");
            peer.awaitEnd();
        }
        assertEquals(0, server.server().failures());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRefuseNamesThatAreTooLongWhateverTheExpressions(Model model) throws IOException {
        EJet server = rig.listen(model, "host = { host name = ['.', '~']; script = { reply 200 any; } }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertAnswer(peer, "a".repeat(255), "any");
            assertAnswer(peer, "a.".repeat(3000) + "b", "404");
        }
    }
}
