package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.conf.ConfigException;
import io.ejet.conf.Configuration;
import io.ejet.conf.ServerSettings;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, and how often, over real connections, in every model. */
@Tag("permutation")
class AccessTest {
    private static final String MODELS = "io.ejet.integration.HttpRig#models";

    /** Of "secret", cost 4. */
    private static final String BCRYPT = "$2b$04$r4Fgcchq5wwoVgWH41pHLuaQqScZvMLN5c.oYCv7VNj0hB2hlGPCe";

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    @BeforeEach
    void makeSite() throws IOException {
        Files.createDirectories(folder.resolve("site/sub"));
        Files.writeString(folder.resolve("site/index.html"), "front");
        Files.writeString(folder.resolve("site/a.txt"), "a file");
        Files.writeString(folder.resolve("site/sub/index.html"), "sub front");
        Files.writeString(folder.resolve("site/refused.html"), "not you");
        users("bob:" + BCRYPT, 100);
    }

    private void users(String text, int seconds) throws IOException {
        Files.writeString(folder.resolve("users"), text);
        Files.setLastModifiedTime(folder.resolve("users"), FileTime.fromMillis(seconds * 1000L));
    }

    private EJet site(Model model, String listenItems, String hostItems) throws IOException {
        String listen = "listen = { local ip = 127.0.0.1; port = 0; root = site;\n" + listenItems
                + "\nhost = { host name = '*';\n" + hostItems + "\n} }";
        return rig.start(model, listen, folder);
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Answer get(HttpPeer peer, String path, String... fields) throws IOException {
        peer.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n"
                + String.join(
                        "",
                        List.of(fields).stream().map(field -> field + "\r\n").toList()) + "\r\n");
        return peer.receive();
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(both);
    }

    // -- addresses

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTakeTheRulesOfTheInnermostScopeThatHasSome(Model model) throws IOException {
        EJet server = site(model, "deny = all;", """
                error page = { 403 = refused.html; }
                location = { path = '/'; }
                location = { path = '/sub/'; allow = 127.0.0.0/8; deny = all; }
                location = { path = '/both'; deny = 127.0.0.1; allow = all; script = { reply 200 reached; } }
                location = { path = '/open'; allow = all; script = { reply 200 open; } }
                location = { path = '/enter'; allow = all; script = { rewrite ^ /a.txt last; } }
                location = { path = '/leave'; script = { rewrite ^ /open last; } }
                location = { path = '/name'; allow = all; script = { try_files /none @named; } }
                location = { path = ['@named', '=']; }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            Answer refused = peer.get("/a.txt");
            assertEquals(403, refused.status());
            assertEquals("not you", text(refused));
            assertEquals("sub front", text(peer.get("/sub/")));
            assertEquals(403, peer.get("/both").status());
            assertEquals("open", text(peer.get("/open")));
            assertEquals(403, peer.get("/enter").status()); // where it goes, nobody is let in
            assertEquals(403, peer.get("/leave").status()); // nor to the script that would send it away
            assertEquals(403, peer.get("/name").status());
            assertEquals(403, peer.get("/none").status());
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRefuseBeforeAnyScriptOfTheHostAnswers(Model model) throws IOException {
        EJet server = site(model, "", """
                deny = 127.0.0.1;
                script = { reply 200 "from a script"; }
                location = { path = '/'; }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(403, peer.get("/a.txt").status());
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAskTheLocationOfAnIndexTooAndThatOfNoLocation(Model model) throws IOException {
        EJet server = site(model, "", """
                location = { path = '/'; }
                location = { path = ['\\.html$', '~']; deny = all; }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(403, peer.get("/sub/").status());
            assertEquals("a file", text(peer.get("/a.txt")));
        }
        EJet bare = site(model, "", "deny = all; location = { path = '/sub/'; }");
        try (HttpPeer peer = HttpPeer.connect(bare.port())) {
            assertEquals(403, peer.get("/none").status());
        }
    }

    /** However a path is written that leads into a closed folder, it stays closed. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRefuseEverySpellingOfAClosedPath(Model model) throws IOException {
        EJet server = site(model, "", """
                location = { path = '/'; }
                location = { path = '/sub/'; deny = all; }
                """);
        for (String path : List.of(
                "/sub/index.html",
                "//sub/index.html",
                "/./sub/index.html",
                "/x/../sub//index.html",
                "/%73ub/index.html",
                "/sub%2Findex.html",
                "/sub%2findex.html",
                "/%2fsub/index.html",
                "/x/%2e%2e/sub/index.html",
                "/sub/./",
                "/sub/",
                "/sub/.",
                "/sub/x/..",
                "/sub/?a",
                "http://a/sub/",
                "http://a//sub/index.html")) {
            try (HttpPeer peer = HttpPeer.connect(server.port())) {
                Answer answer = get(peer, path);
                assertTrue(answer.status() == 403 || answer.status() == 400, path + ": " + answer.status());
            }
        }
    }

    // -- users

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldLetInWhoKnowsHisPassword(Model model) throws IOException {
        EJet server = site(model, "auth basic user file = users;", """
                location = { path = '/'; auth basic = 'the "site"'; }
                location = { path = '/who'; auth basic = who; script = { reply 200 "$remote_user!"; } }
                location = { path = '/once'; auth basic = who; limit request = { rate = 1/m; } script = { reply 200 in; } }
                location = { path = '/free'; script = { reply 200 "$remote_user!"; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            Answer asked = get(peer, "/a.txt");
            assertEquals(401, asked.status());
            assertEquals(
                    "Basic realm=\"the \\\"site\\\"\", charset=\"UTF-8\"",
                    asked.fields().get("www-authenticate"));
            assertEquals(401, get(peer, "/a.txt", basic("bob", "wrong")).status());
            assertEquals(401, get(peer, "/a.txt", basic("eve", "secret")).status());
            assertEquals(401, get(peer, "/a.txt", "Authorization: Basic ???").status());
            for (int i = 0; i < 3; i++) {
                Answer answer = get(peer, "/a.txt", basic("bob", "secret"));
                assertEquals("a file", text(answer));
                assertNull(answer.fields().get("www-authenticate"));
            }
            assertEquals("bob!", text(get(peer, "/who", basic("bob", "secret"))));
            assertEquals("!", text(get(peer, "/free", basic("bob", "secret"))));
            assertEquals(401, get(peer, "/once?", basic("bob", "wrong")).status()); // compared elsewhere, counted once
            assertEquals(429, get(peer, "/once?", basic("bob", "secret")).status());
            assertEquals("sub front", text(get(peer, "/sub/", basic("bob", "secret"))));
            assertEquals(404, get(peer, "/none", basic("bob", "secret")).status());
            assertEquals(401, get(peer, "/none").status());
        }
        assertEquals(0, server.server().failures());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerPipelinedRequestsInOrderWhilePasswordsAreCompared(Model model) throws IOException {
        EJet server = site(model, "auth basic user file = users;", """
                auth basic = site;
                location = { path = '/'; }
                location = { path = '/open'; auth basic = off; script = { reply 200 open; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            String head = " HTTP/1.1\r\nHost: a\r\n";
            peer.send("GET /a.txt" + head + basic("bob", "secret") + "\r\n\r\nGET /open" + head + "\r\nGET /a.txt"
                    + head
                    + basic("bob", "no") + "\r\n\r\nPOST /a.txt" + head + "Content-Length: 3\r\n\r\nabcGET /open" + head
                    + "\r\n");
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Answer answer = peer.receive();
                answers.add(answer.status() == 200 ? text(answer) : "" + answer.status());
            }
            assertEquals(List.of("a file", "open", "401", "401", "open"), answers);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ejet.integration.BothModels#models")
    void shouldReadTheUserFileAgainWhenItHasChanged(Model model) throws IOException {
        EJet server = site(model, "auth basic user file = users; auth basic = site;", "location = { path = '/'; }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(401, get(peer, "/a.txt", basic("zoë", "secret")).status());
            users("zoë:" + BCRYPT, 200);
            assertEquals(200, get(peer, "/a.txt", basic("zoë", "secret")).status());
            assertEquals(401, get(peer, "/a.txt", basic("bob", "secret")).status());
            Files.delete(folder.resolve("users"));
            assertEquals(500, get(peer, "/a.txt", basic("bob", "secret")).status());
        }
    }

    /** The disk answers for the user file when the test says so: as long as it does not, nobody else waits. */
    @ParameterizedTest
    @MethodSource("io.ejet.integration.BothModels#models")
    void shouldRefuseWhatFindsNoRoomAndAnswerAllOthersWhenPasswordsTakeLong(Model model) throws Exception {
        EJet server = site(model, "auth basic user file = users; auth basic = site;", """
                location = { path = '/'; }
                location = { path = '/open'; auth basic = off; script = { reply 200 open; } }
                """);
        Path file = folder.resolve("users");
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        List<HttpPeer> waiting = new ArrayList<>();
        for (int i = 0; i < threads + 64; i++) {
            HttpPeer peer = rig.connect(server);
            waiting.add(peer);
            peer.send("GET /a.txt HTTP/1.1\r\nHost: a\r\n" + basic("bob", "secret") + "\r\n\r\n");
        }
        HttpRig.await(() -> server.server().logins().waiting() == 64, "a full queue");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            Answer refused = get(peer, "/a.txt", basic("bob", "secret"));
            assertEquals(503, refused.status());
            assertEquals("1", refused.fields().get("retry-after"));
            assertEquals(401, get(peer, "/a.txt").status());
            assertEquals("open", text(get(peer, "/open")));
        }
        Path fifo = folder.resolve("fifo");
        Files.move(file, fifo);
        users("bob:" + BCRYPT, 100);
        for (int i = 0; i < threads; i++) {
            Files.writeString(fifo, "bob:" + BCRYPT); // lets go whoever waits for it
        }
        for (HttpPeer peer : waiting) {
            assertEquals("a file", text(peer.receive()));
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldBeSatisfiedWithEither(Model model) throws IOException {
        EJet server = site(model, "auth basic user file = users; auth basic = site; satisfy = any;", """
                location = { path = '/'; allow = 127.0.0.1; deny = all; }
                location = { path = '/sub/'; deny = all; }
                location = { path = '/all'; satisfy = all; deny = all; script = { reply 200 x; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(200, get(peer, "/a.txt").status());
            assertEquals(401, get(peer, "/sub/").status());
            assertEquals(200, get(peer, "/sub/", basic("bob", "secret")).status());
            assertEquals(403, get(peer, "/all", basic("bob", "secret")).status());
        }
    }

    // -- limits

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRefuseWhatComesTooOften(Model model) throws IOException {
        EJet server = site(model, "", """
                limit request = { rate = 1/m; burst = 2; }
                location = { path = '/'; script = { try_files $uri /sub/index.html; } }
                location = { path = '/key'; limit request = { key = $query[k]; rate = 1/m; } script = { reply 200 in; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(200, peer.get("/a.txt").status());
            assertEquals(
                    200, peer.get("/none").status()); // comes to two locations, and is asked of the disk: counts once
        }
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(200, peer.get("/sub/").status());
            Answer refused = peer.get("/a.txt");
            assertEquals(429, refused.status());
            int seconds = Integer.parseInt(refused.fields().get("retry-after"));
            assertTrue(seconds > 0 && seconds <= 60, () -> "Retry-After: " + seconds);
            assertEquals(200, peer.get("/key?k=a").status());
            assertEquals(429, peer.get("/key?k=a").status());
            assertEquals(200, peer.get("/key?k=b").status());
            assertEquals(429, peer.get("/key?k=b").status());
            assertEquals(200, peer.get("/key").status()); // an empty key is not counted
            assertEquals(200, peer.get("/key").status());
        }
    }

    /** As in nginx: what one limit refuses has not come, as far as the others are concerned. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldCountNowhereWhatOneOfSeveralLimitsRefuses(Model model) throws IOException {
        EJet server = site(model, "", """
                location = { path = '/'; script = { reply 200 in; }
                    limit request = { key = all; rate = 1/m; burst = 1; }
                    limit request = { key = $query[k]; rate = 1/m; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(200, peer.get("/?k=a").status());
            for (int i = 0; i < 3; i++) {
                assertEquals(429, peer.get("/?k=a").status());
            }
            assertEquals(200, peer.get("/?k=b").status());
            assertEquals(429, peer.get("/?k=c").status()); // too many of all
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldCountConnectionsOfAnAddressExactly(Model model) throws IOException {
        EJet server = site(model, "connections per address = 2;", "location = { path = '/'; }");
        for (int round = 0; round < 3; round++) {
            HttpPeer one = HttpPeer.connect(server.port());
            HttpPeer two = HttpPeer.connect(server.port());
            assertEquals(200, one.get("/a.txt").status());
            assertEquals(200, two.get("/a.txt").status());
            try (HttpPeer three = HttpPeer.connect(server.port())) {
                three.awaitEnd();
            }
            assertEquals(round + 1, server.server().refusedConnections());
            if (round == 0) {
                one.reset();
                two.halfClose();
                two.awaitEnd();
            } else {
                one.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                one.awaitEnd();
                two.send("nonsense\r\n\r\n");
                two.awaitEnd();
            }
            one.close();
            two.close();
            HttpRig.await(() -> server.server().connections() == 0, "the connections' end");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ejet.integration.BothModels#models")
    void shouldKeepCountsAndTakeNewRulesWhenItIsReloaded(Model model) throws Exception {
        EJet server = site(model, "connections per address = 1;", "location = { path = '/'; }");
        HttpPeer one = rig.connect(server);
        assertEquals(200, one.get("/a.txt").status());
        server.reload(settings("connections per address = 2; deny = 6.6.6.6; trusted proxy = 127.0.0.1;"));
        assertEquals(200, one.get("/a.txt").status());
        assertEquals(403, get(one, "/a.txt", "X-Forwarded-For: 6.6.6.6").status());
        server.reload(settings("connections per address = 2; deny = all;"));
        try (HttpPeer two = HttpPeer.connect(server.port())) {
            assertEquals(403, two.get("/a.txt").status());
            assertEquals(403, one.get("/a.txt").status());
            try (HttpPeer three = HttpPeer.connect(server.port())) {
                three.awaitEnd();
            }
            assertEquals(1, server.server().refusedConnections());
        }
    }

    private ServerSettings settings(String listenItems) throws ConfigException {
        return Configuration.of(
                        "again.conf",
                        "http = { listen = { local ip = 127.0.0.1; port = 0; root = site; " + listenItems + " } }",
                        folder)
                .settings();
    }

    // -- proxies

    private static final String WHO = "location = { path = '/'; script = { reply 200 '$remote_addr $remote_port'; } }";

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldBelieveTrustedProxiesOnly(Model model) throws IOException {
        EJet trusting = site(model, "trusted proxy = [ 127.0.0.0/8, 10.0.0.0/8 ];", WHO + """
                location = { path = '/no'; deny = 192.0.2.0/24; script = { reply 200 yes; } }
                location = { path = '/few'; limit request = { rate = 1/m; } script = { reply 200 yes; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(trusting.port())) {
            String forged = "X-Forwarded-For: 6.6.6.6, 192.0.2.1, 10.0.0.2";
            assertEquals("192.0.2.1 0", text(get(peer, "/", forged)));
            assertEquals("2001:db8::1 0", text(get(peer, "/", "X-Forwarded-For: 2001:DB8:0:0:0:0:0:1")));
            assertEquals("127.0.0.1", text(get(peer, "/", "X-Forwarded-For: x")).split(" ", -1)[0]);
            assertEquals(
                    "127.0.0.1",
                    text(get(peer, "/", "Forwarded: for=192.0.2.1")).split(" ", -1)[0]);
            assertEquals("127.0.0.1", text(get(peer, "/")).split(" ", -1)[0]); // not that of the request before
            assertEquals(403, get(peer, "/no", forged).status());
            assertEquals(200, get(peer, "/no", "X-Forwarded-For: 192.0.3.1").status());
            assertEquals(200, get(peer, "/few", "X-Forwarded-For: 192.0.3.1").status());
            assertEquals(200, get(peer, "/few", "X-Forwarded-For: 192.0.3.2").status());
            assertEquals(429, get(peer, "/few", "X-Forwarded-For: 192.0.3.2").status());
        }
        EJet plain = site(model, "trusted proxy = 10.0.0.0/8;", WHO);
        try (HttpPeer peer = HttpPeer.connect(plain.port())) {
            assertTrue(text(get(peer, "/", "X-Forwarded-For: 192.0.2.1")).startsWith("127.0.0.1 "));
        }
        EJet other = site(model, "trusted proxy = 127.0.0.1; trusted proxy header = Forwarded;", WHO);
        try (HttpPeer peer = HttpPeer.connect(other.port())) {
            assertEquals("192.0.2.1 80", text(get(peer, "/", "Forwarded: for=\"192.0.2.1:80\";proto=https")));
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTakeTheClientFromTheHeaderOfThePROXYProtocol(Model model) throws IOException {
        EJet server = site(model, "proxy protocol = on; connections per address = 1;", WHO);
        String v1 = "PROXY TCP4 192.0.2.1 192.0.2.9 5000 80\r\n";
        String v2 = "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000f\u00c0\0\u0002\u0002\u00c0\0\u0002\u0009\1\2\0Pabc";
        String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        for (int round = 0; round < 2; round++) {
            try (HttpPeer one = HttpPeer.connect(server.port());
                    HttpPeer two = HttpPeer.connect(server.port());
                    HttpPeer local = HttpPeer.connect(server.port())) {
                one.send(v1 + request + request); // all in one segment
                assertEquals("192.0.2.1 5000", text(one.receive()));
                assertEquals("192.0.2.1 5000", text(one.receive()));
                two.sendOneByOne(v2 + request);
                assertEquals("192.0.2.2 258", text(two.receive()));
                local.send("PROXY UNKNOWN\r\n" + request);
                assertTrue(text(local.receive()).startsWith("127.0.0.1 "));
                try (HttpPeer three = HttpPeer.connect(server.port())) {
                    three.send(v1 + request); // one too many of that address
                    three.awaitEnd();
                }
            }
            HttpRig.await(() -> server.server().connections() == 0, "the connections' end");
        }
        for (String bad : List.of(request, "PROXY TCP4 1.2.3.4 1.2.3.4 x 1\r\n" + request, "\r\n\r\n" + request)) {
            try (HttpPeer peer = HttpPeer.connect(server.port())) {
                peer.send(bad);
                assertSilentEnd(peer);
            }
        }
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("PROXY TC");
            peer.halfClose();
            assertSilentEnd(peer);
        }
    }

    /** The end, perhaps a reset, and no byte before it. */
    private static void assertSilentEnd(HttpPeer peer) throws IOException {
        try {
            peer.expectEnd();
        } catch (java.net.SocketException reset) { // an end too
            assertTrue(reset.getMessage().contains("reset"), reset::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ejet.integration.BothModels#models")
    void shouldBelieveTheHeaderOfTrustedProxiesOnlyWhenThereAreSome(Model model) throws IOException {
        EJet server = site(model, "proxy protocol = on; trusted proxy = 10.0.0.0/8;", WHO);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("PROXY TCP4 192.0.2.1 192.0.2.9 5000 80\r\n");
            assertTrue(text(get(peer, "/")).startsWith("127.0.0.1 "));
        }
        EJet chained = site(model, "proxy protocol = on; trusted proxy = [ 10.0.0.0/8, 127.0.0.1 ];", WHO);
        try (HttpPeer peer = HttpPeer.connect(chained.port())) {
            peer.send("PROXY TCP4 10.0.0.1 192.0.2.9 5000 80\r\n");
            assertEquals("192.0.2.7 0", text(get(peer, "/", "X-Forwarded-For: 192.0.2.7")));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ejet.integration.BothModels#models")
    void shouldCloseAConnectionWhoseHeaderTakesTooLong(Model model) throws IOException {
        EJet server = rig.start(model, """
                receive request = { header timeout = 300ms; }
                listen = { local ip = 127.0.0.1; port = 0; root = site; proxy protocol = on; location = { path = '/'; } }
                """, folder);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("PROXY TCP4 192.0.2.1");
            assertSilentEnd(peer);
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldLetSoManyRequestsOfAnAddressBeUnderWayAtOnce(Model model) throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("site/large").toFile(), "rw")) {
            large.setLength(64L << 20); // more than all buffers on the way take
        }
        EJet server = site(model, "", """
                connections per address = 2;
                location = { path = '/'; connections per address = 1; script = { addResHeader X-Seen yes; } }
                location = { path = '/sub/'; }
                """);
        try (HttpPeer other = HttpPeer.connect(server.port())) {
            for (int i = 0; i < 3; i++) {
                try (HttpPeer slow = HttpPeer.connect(server.port())) {
                    slow.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
                    assertEquals(200, slow.receiveHead().status());
                    assertEquals(503, get(other, "/a.txt").status());
                    assertEquals(200, get(other, "/sub/").status()); // has room of its own, that of the host
                }
                HttpRig.await(() -> status(other, "/a.txt") == 200, "the end of the slow request");
                assertEquals(200, get(other, "/a.txt").status());
            }
        }
    }

    private static int status(HttpPeer peer, String path) {
        try {
            return get(peer, path).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
