package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.HttpHandler;
import io.ejet.conf.HostName;
import io.ejet.conf.Limits;
import io.ejet.conf.LocationMatch;
import io.ejet.conf.UnknownHost;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
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
import io.ejet.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that have a say in answers, whoever gives them, in every model. */
@Tag("permutation")
class ReplyScriptTest {
    private static final String MODELS = "io.ejet.integration.HttpRig#models";
    private static final int LARGE = 3_000_000;
    private static final String ASKED = """
            GET /a.txt HTTP/1.1\r
            Host: a\r
            Range: bytes=0-1\r
            \r
            GET /none HTTP/1.1\r
            Host: a\r
            \r
            GET /say/?n=1 HTTP/1.1\r
            Host: a\r
            \r
            GET /large HTTP/1.1\r
            Host: a\r
            \r
            """;

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    private final byte[] large = new byte[LARGE];

    @BeforeEach
    void makeSite() throws IOException {
        Files.createDirectories(folder.resolve("site"));
        Files.writeString(folder.resolve("site/index.html"), "front");
        Files.writeString(folder.resolve("site/a.txt"), "a file");
        Files.writeString(folder.resolve("site/foot.html"), "<foot>");
        new Random(7).nextBytes(large);
        Files.write(folder.resolve("site/large"), large);
    }

    private EJet site(Model model, String hostItems) throws IOException {
        String listen = "listen = { local ip = 127.0.0.1; port = 0; root = site; host = { host name = '*';\n"
                + hostItems + "\n} }";
        return rig.start(model, listen, folder);
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static void assertField(String expected, Answer answer, String name) {
        assertEquals(expected, answer.fields().get(name), answer.fields()::toString);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldSeeAndChangeTheFieldsOfEveryKindOfAnswer(Model model) throws IOException {
        EJet server = site(model, """
                script = { set $who host; addResHeader X-Asked $request_method; }
                reply_script = { addResHeader X-Said "$status $response_header[content-type] $response_header[x-asked] $who"; }
                location = { path = '/'; reply_script = { delResHeader Accept-Ranges; addResHeader X-Mime $mime; } }
                location = { path = '/to/'; script = { set $who location; reply 302 /there; } }
                location = { path = '/say/'; script = { reply 200 said; }
                             reply_script = { if ($status == 200) { addResHeader X-Said yes; } else { addResHeader X-Said no; } } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < 2; i++) {
                Answer file = peer.get("/a.txt");
                assertEquals("a file", text(file));
                assertField("200 text/plain GET host", file, "x-said");
                assertField("text/plain", file, "x-mime");
                assertNull(file.fields().get("accept-ranges"));
                assertField("404 text/html; charset=utf-8 GET host", peer.get("/none"), "x-said");
                assertField("302 text/html; charset=utf-8 GET location", peer.get("/to/"), "x-said");
                assertField("yes", peer.get("/say/"), "x-said");
                peer.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n");
                Answer unchanged = peer.receive();
                assertEquals(304, unchanged.status());
                assertTrue(unchanged.fields().get("x-said").startsWith("304 "), unchanged.fields()::toString);
            }
            peer.send("OPTIONS * HTTP/1.1\r\nHost: a\r\nExpect: something\r\n\r\n"); // refused before scripts are asked
            Answer refused = peer.receive();
            assertEquals(417, refused.status());
            assertField("417 text/html; charset=utf-8", refused, "x-said");
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAddFilesToBodiesInOrderWhenTheDiskHasToBeAsked(Model model) throws IOException {
        EJet server = site(model, """
                reply_script = { if ($status == 200) { addResHeader X-Size $filesize[$document_root/a.txt];
                                 appendFile2ResBody /foot.html; addResBody "$"; } }
                location = { path = '/'; }
                location = { path = '/say/'; script = { reply 200 $query[n]; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < 3; i++) {
                peer.send(ASKED);
                Answer file = peer.receive();
                assertEquals("200 $a file<foot>", file.status() + " " + text(file));
                assertField("6", file, "x-size");
                Answer none = peer.receive();
                assertEquals(404, none.status());
                assertNull(none.fields().get("x-size"));
                assertEquals("$1<foot>", text(peer.receive()));
                byte[] body = peer.receive().body();
                assertEquals(1 + LARGE + 6, body.length);
                assertEquals("$", new String(body, 0, 1, StandardCharsets.US_ASCII));
                assertArrayEquals(large, Arrays.copyOfRange(body, 1, 1 + LARGE));
            }
            peer.send("HEAD /a.txt HTTP/1.1\r\nHost: a\r\n\r\n");
            assertField("13", peer.receiveHead(), "content-length");
        }
        assertEquals(0, server.server().failures());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTellTheWeakTagAlsoOfWhatHasNotChanged(Model model) throws IOException {
        EJet server = site(model, """
                location = { path = '/'; }
                location = { path = '/a.txt'; reply_script = { if ($status == 200) appendResBody "$"; } }
                location = { path = '/large'; reply_script = { appendResBody "$"; } }
                location = { path = '/index.html'; script = { appendResBody "$"; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (String path : List.of("/a.txt", "/large", "/index.html")) {
                String tag = peer.get(path).fields().get("etag");
                assertTrue(tag.startsWith("W/"), tag);
                peer.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + tag + "\r\n\r\n");
                Answer unchanged = peer.receive();
                assertEquals(304, unchanged.status());
                assertField(tag, unchanged, "etag");
            }
            assertTrue(peer.get("/foot.html").fields().get("etag").startsWith("\""));
        }
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldAddNothingWhenWhatIsToBeAddedIsNoFile(Model model) throws Exception {
        Path pipe = folder.resolve("site/pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        EJet server = site(
                model, "symlinks = on; reply_script = { appendFile2ResBody $query[add]; } location = { path = '/'; }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals("a file", text(peer.get("/a.txt?add=/pipe"))); // to open it would take until somebody writes
            assertEquals("a file", text(peer.get("/a.txt?add=/")));
            assertEquals("a file<foot>", text(peer.get("/a.txt?add=foot.html")));
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswer500WhenItCannotBeRun(Model model) throws IOException {
        String doubled = "$a = \"$a$a\"; ".repeat(20);
        EJet server = site(
                model,
                "location = { path = '/'; } location = { path = '/bad/'; script = { reply 200 secret; }"
                        + "reply_script = { if (-f /none) return; set $a 0123456789abcdef; " + doubled + " } }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            Answer failed = peer.get("/bad/");
            assertEquals(500, failed.status());
            assertTrue(text(failed).startsWith("<!DOCTYPE"), () -> text(failed));
            assertEquals("a file", text(peer.get("/a.txt")));
        }
        assertEquals(1, server.server().failures());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerWithThePageOfTheHostWhenItCannotBeRun(Model model) throws IOException {
        String doubled = "$a = \"$a$a\"; ".repeat(20);
        EJet server = site(
                model,
                "error page = { 500 = foot.html; } location = { path = '/'; reply_script = { if (-f /none) return;"
                        + " set $a 0123456789abcdef; " + doubled + " } }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < 2; i++) {
                Answer failed = peer.get("/a.txt");
                assertEquals("500 <foot>", failed.status() + " " + text(failed));
                assertField("text/html", failed, "content-type");
            }
        }
        assertEquals(2, server.server().failures());
    }

    /** A handler that sends in pieces, as fast as it may. */
    private static final class Pieces implements HttpHandler {
        private static final int PIECE = 50_000;

        @Override
        public void handle(HttpExchange exchange) {
            exchange.begin(exchange.path().endsWith("/told") ? 40L * PIECE : -1);
            exchange.attach(0);
            send(exchange);
        }

        private void send(HttpExchange exchange) {
            boolean mayGoOn = true;
            while (mayGoOn) {
                int number = (Integer) exchange.attachment();
                if (number == 40) {
                    exchange.end(true);
                    return;
                }
                byte[] piece = new byte[PIECE];
                Arrays.fill(piece, (byte) ('A' + number));
                exchange.attach(number + 1);
                mayGoOn = exchange.write(ByteBuffer.wrap(piece));
            }
            exchange.onWritable(() -> send(exchange));
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldHoldWhatIsSentInPiecesUntilTheDiskHasAnswered(Model model) throws Exception {
        Script script = new ScriptCompiler(new LocalNames(), Setting.Source.NONE)
                .script(
                        ScriptKind.REPLY,
                        "addResHeader X-Size $filesize[" + folder.resolve("site/a.txt") + "]; appendResBody end;",
                        problem -> {
                            throw new AssertionError(problem.message());
                        });
        Scripts scripts = new Scripts(List.of(), List.of(script));
        Location location = new Location(LocationMatch.DEFAULT, "/", new Pieces(), scripts);
        Server server = new Server("reply", model.pumps(), model.workers(), Limits.DEFAULTS);
        try {
            Location less = new Location(LocationMatch.EXACT, "/less", ReplyScriptTest::sendLessThanTold, scripts);
            Host host = new Host(List.of(HostName.DEFAULT), List.of(location, less));
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            List<Listen> listens = List.of(new Listen(anyPort, List.of(host), UnknownHost.CLOSE));
            int port = server.serve(listens, server.limits(), AccessLog.NONE)
                    .get(0)
                    .getPort();
            try (HttpPeer peer = HttpPeer.connect(port)) {
                for (String path : List.of("/", "/told", "/")) {
                    Answer answer = peer.get(path);
                    assertField("6", answer, "x-size");
                    assertEquals(40 * Pieces.PIECE + 3, answer.body().length);
                    for (int i = 0; i < 40; i++) {
                        assertEquals('A' + i, answer.body()[i * Pieces.PIECE + PIECE_MIDDLE]);
                    }
                    assertTrue(text(answer).endsWith("end"));
                }
                peer.send(
                        "GET /less HTTP/1.1\r\nHost: a\r\n\r\n"); // else the next answer would be taken for the rest of
                // it
                peer.awaitEnd();
            }
            assertEquals(0, server.failures());
        } finally {
            assertTrue(server.stop(HttpRig.PATIENCE));
            server.offload().close();
        }
    }

    private static void sendLessThanTold(HttpExchange exchange) {
        exchange.begin(10);
        exchange.write(ByteBuffer.wrap(new byte[5]));
        exchange.end(true);
    }

    private static final int PIECE_MIDDLE = Pieces.PIECE / 2;
}
