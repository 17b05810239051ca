package io.ejet.integration;

import static io.ejet.integration.SiteRig.MODELS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What hosts with pages of their own answer when something is wrong, over real connections, in every model. */
@Tag("permutation")
class ErrorPageTest {
    private static final String BUILT_IN = "<hr><p>eJet</p>";

    @RegisterExtension
    final SiteRig rig = new SiteRig();

    @BeforeEach
    void makeSite() throws IOException {
        rig.makeFolder("site/folder");
        rig.write("site/404.html", "not on this site");
        rig.write("errors/404.json", "{\"status\":404}");
        rig.write("errors/all.txt", "sorry");
        rig.write("errors/large.html", "x".repeat(200_000));
    }

    private EJet site(Model model) throws IOException {
        return rig.http(model, """
                receive request = { max body size = 10; }
                listen = { local ip = 127.0.0.1; port = 0; root = site;
                  host = { host name = plain.org; error page = { 404 = /404.html; } }
                  host = { host name = all.org;
                    error page = { root = errors; 404 = 404.json; 400 403 405 413 500 501 = all.txt; 410 = large.html; }
                    location = { path = '/'; }
                    location = { path = '/gone'; script = { addResHeader X-Why gone; reply 410; } }
                    location = { path = '/said'; script = { reply 404 "said by a script"; } }
                    location = { path = '/moved'; script = { reply 301 /elsewhere; } }
                    location = { path = '/loop'; script = { rewrite ^ /loop2; } }
                    location = { path = '/loop2'; script = { rewrite ^ /loop; } }
                    location = { path = '/program'; type = fastcgi; }
                  }
                  host = { host name = '*'; }
                }""");
    }

    private static String request(String host, String line) {
        return line + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    private static Answer ask(HttpPeer peer, String host, String path) throws IOException {
        peer.send(request(host, "GET " + path));
        return peer.receive();
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerWithThePageOfTheHost(Model model) throws IOException {
        EJet server = site(model);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < 2; i++) {
                Answer plain = ask(peer, "plain.org", "/none");
                assertEquals("404 not on this site", plain.status() + " " + plain.text());
                assertEquals("text/html", plain.fields().get("content-type"));
                Answer json = ask(peer, "all.org", "/none");
                assertEquals("404 {\"status\":404}", json.status() + " " + json.text());
                assertEquals("application/json", json.fields().get("content-type"));
                Answer other = ask(peer, "other.org", "/none");
                assertTrue(other.status() == 404 && other.text().contains(BUILT_IN), other.text());
            }
            Answer forbidden = ask(peer, "plain.org", "/folder/");
            assertTrue(forbidden.status() == 403 && forbidden.text().contains(BUILT_IN), "it has no page for that");
            assertEquals("sorry", ask(peer, "all.org", "/folder/").text());
            assertEquals(301, ask(peer, "all.org", "/moved").status());
            assertEquals("said by a script", ask(peer, "all.org", "/said").text());
            assertEquals(200, ask(peer, "plain.org", "/404.html").status());
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerWithItWhoeverHasFoundTheError(Model model) throws IOException {
        EJet server = site(model);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            Answer gone = ask(peer, "all.org", "/gone");
            assertEquals(410, gone.status());
            assertEquals("x".repeat(200_000), gone.text());
            assertEquals("gone", gone.fields().get("x-why"));
            peer.send(request("all.org", "HEAD /gone"));
            assertEquals("200000", peer.receiveHead().fields().get("content-length"));
            peer.send(request("all.org", "DELETE /404.html"));
            Answer notAllowed = peer.receive();
            assertEquals(
                    "405 sorry GET, HEAD",
                    told(notAllowed) + notAllowed.fields().get("allow"));
            assertEquals("500 sorry ", told(ask(peer, "all.org", "/loop")));
            assertEquals("501 sorry ", told(ask(peer, "all.org", "/program")));
            peer.send("POST / HTTP/1.1\r\nHost: all.org\r\nContent-Length: 11\r\n\r\n");
            Answer tooLarge = peer.receive();
            assertEquals("413 sorry ", told(tooLarge));
            assertTrue(tooLarge.closes());
        }
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals("400 sorry ", told(ask(peer, "all.org", "/%00")));
        }
    }

    private static String told(Answer answer) {
        return answer.status() + " " + answer.text() + " ";
    }

    /** Also when the connection has served a host with pages before. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerWithTheBuiltInPageWhenNoHostIsKnown(Model model) throws IOException {
        EJet server = site(model);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send(request("all.org", "GET /none") + "GET / HTTP/1.1\r\nHost: all.org\r\nno field\r\n\r\n");
            assertEquals("{\"status\":404}", peer.receive().text());
            Answer refused = peer.receive();
            assertEquals(400, refused.status());
            assertTrue(refused.text().contains(BUILT_IN), refused.text());
            assertFalse(refused.text().contains("sorry"));
        }
    }
}
