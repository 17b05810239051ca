package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A running server tells who knows its secret how a request is decided, and decides it so. */
@Tag("permutation")
class LiveExplainTest {
    private static final String SECRET = "0a1b2c3d4e5f60718293";

    @RegisterExtension
    final SiteRig rig = new SiteRig();

    @BeforeEach
    void makeSite() throws IOException {
        rig.write("site/index.html", "front");
        rig.write("site/a.txt", "a file");
        rig.write("site/sub/index.php", "a program");
        rig.makeFolder("site/empty");
    }

    private EJet site(Model model) throws IOException {
        return rig.listen(model, "explain secret = " + SECRET + ";" + """
                index = [ index.html, index.php ];
                host = { host name = one.org;
                  script = { set $who host; rewrite ^/old/(.*)$ /$1 last; }
                  reply_script = { addResHeader X-Who "$who $status"; }
                  location = { path = '/'; }
                  location = { path = '/say'; script = { reply 200 "hello $query[name]"; } }
                  location = { path = '/to'; script = { reply 302 /there; } }
                  location = { path = '/try/'; script = { try_files $uri $uri/ =410; } }
                  location = { path = ['\\.php$', '~']; script = { reply 203 program; } }
                  location = { path = '/closed/'; deny = all; }
                  location = { path = '/loop'; script = { rewrite ^ /loop last; } }
                }
                """);
    }

    private static String request(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: one.org\r\n" + fields + "\r\n";
    }

    private static Answer ask(HttpPeer peer, String path, String fields) throws IOException {
        peer.send(request(path, fields));
        return peer.receive();
    }

    @ParameterizedTest
    @MethodSource(SiteRig.MODELS)
    void shouldDecideAsItTells(Model model) throws IOException {
        EJet server = site(model);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (String path : List.of(
                    "/",
                    "/a.txt",
                    "/old/a.txt?x=1",
                    "/none",
                    "/say?name=you",
                    "/to",
                    "/try/x",
                    "/sub",
                    "/sub/",
                    "/empty/",
                    "/closed/x",
                    "/loop",
                    "/%2e%2e/x",
                    "/a%00")) {
                Answer told = ask(peer, path, "X-EJet-Explain: " + SECRET + "\r\nAccept: application/json\r\n");
                assertEquals(200, told.status());
                assertEquals("application/json", told.fields().get("content-type"));
                assertEquals("no-store", told.fields().get("cache-control"));
                try (HttpPeer other = HttpPeer.connect(server.port())) { // what is refused ends the connection
                    Answer served = ask(other, path, "");
                    String start = "{ \"status\": " + served.status() + ",";
                    assertTrue(told.text().startsWith(start), () -> path + " is " + start + "\n" + told.text());
                    String who = served.fields().get("x-who");
                    if (who != null) {
                        assertTrue(told.text().contains("\"value\": \"" + who + "\""), () -> who + "\n" + told.text());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(SiteRig.MODELS)
    void shouldCompareThePasswordAndLeaveRoomForOthersWhenOneIsAskedFor(Model model) throws IOException {
        rig.write("users", "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
        EJet server = rig.listen(model, "explain secret = " + SECRET + ";" + """
                host = { host name = one.org; connections per address = 1;
                  auth basic = Members; auth basic user file = users; location = { path = '/'; } }
                """);
        String right = "Authorization: Basic YW5uOnNlY3JldA==\r\n"; // ann:secret
        String wrong = "Authorization: Basic YW5uOnNlY3JlVA==\r\n";
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < 3; i++) {
                String explain = "X-EJet-Explain: " + SECRET + "\r\n";
                String told = ask(peer, "/a.txt", explain + right).text();
                assertTrue(told.contains("answer    200 by the files"), told);
                told = ask(peer, "/a.txt", explain + wrong).text();
                assertTrue(told.contains("answer    401"), told);
                assertEquals("a file", ask(peer, "/a.txt", right).text());
            }
        }
        assertEquals(0, server.server().failures());
    }

    @ParameterizedTest
    @MethodSource(SiteRig.MODELS)
    void shouldDecideAsItTellsForOtherMethods(Model model) throws IOException {
        EJet server = site(model);
        for (String method : List.of("POST", "PUT", "DELETE", "CONNECT")) {
            for (String path : List.of("/", "/sub/", "/sub", "/a.txt", "/say", "/none")) {
                String line = method + " " + (method.equals("CONNECT") ? "one.org:80" : path)
                        + " HTTP/1.1\r\nHost: one.org\r\nContent-Length: 0\r\n";
                try (HttpPeer peer = HttpPeer.connect(server.port());
                        HttpPeer other = HttpPeer.connect(server.port())) {
                    peer.send(line + "\r\n");
                    int status = peer.receive().status();
                    other.send(line + "X-EJet-Explain: " + SECRET + "\r\n\r\n");
                    Answer told = other.receive();
                    if (method.equals("CONNECT")) { // a 200 would be the beginning of a tunnel
                        assertEquals(status, told.status());
                    } else {
                        assertTrue(told.text().contains("answer    " + status), () -> line + status + told.text());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(SiteRig.MODELS)
    void shouldTellNobodyWhoDoesNotKnowTheSecret(Model model) throws IOException {
        EJet server = site(model);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send(request("/a.txt", "X-EJet-Explain: " + SECRET + "0\r\n")
                    + request("/a.txt", "X-EJet-Explain: " + SECRET + "\r\n")
                    + request("/a.txt", "X-EJet-Explain:\r\n")
                    + request("/a.txt", "X-EJet-Explain: " + SECRET.substring(1) + "\r\n"));
            assertEquals("a file", peer.receive().text());
            String told = peer.receive().text();
            assertTrue(told.startsWith("listener  127.0.0.1:"), told);
            assertTrue(told.contains("$who becomes \"host\""), told);
            assertEquals("a file", peer.receive().text());
            assertEquals("a file", peer.receive().text());
        }
        EJet plain = rig.listen(model, "host = { host name = one.org; location = { path = '/'; } }");
        try (HttpPeer peer = HttpPeer.connect(plain.port())) {
            assertEquals(
                    "a file",
                    ask(peer, "/a.txt", "X-EJet-Explain: " + SECRET + "\r\n").text());
        }
    }

    /** A comparison of passwords ends the usual run of a request, and is waited for here; whoever only asks takes up no room. */
    @ParameterizedTest
    @MethodSource(SiteRig.MODELS)
    void shouldComparePasswordsAndLeaveTheRoomThatItHasTaken(Model model) throws IOException {
        rig.write("users", "bob:$2b$04$r4Fgcchq5wwoVgWH41pHLuaQqScZvMLN5c.oYCv7VNj0hB2hlGPCe\n");
        EJet server = rig.listen(model, "explain secret = " + SECRET + ";" + """
                host = { host name = one.org;
                  connections per address = 1; auth basic = site; auth basic user file = users;
                  location = { path = '/'; }
                }
                """);
        String right = "Authorization: Basic Ym9iOnNlY3JldA==\r\n";
        String wrong = "Authorization: Basic Ym9iOndyb25n\r\n";
        String asked = "X-EJet-Explain: " + SECRET + "\r\n";
        for (int i = 0; i < 2; i++) {
            try (HttpPeer peer = HttpPeer.connect(server.port())) {
                String refused = ask(peer, "/a.txt", wrong + asked).text();
                assertTrue(refused.contains("401, for it is not let in there"), refused);
                String letIn = ask(peer, "/a.txt", right + asked).text();
                assertTrue(letIn.contains("200 by the files below"), letIn);
                assertEquals("a file", ask(peer, "/a.txt", right).text());
            }
        }
        assertEquals(0, server.server().failures());
    }
}
