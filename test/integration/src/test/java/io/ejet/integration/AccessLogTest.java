package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.AccessLogs;
import io.ejet.EJet;
import io.ejet.conf.AccessLogSettings;
import io.ejet.conf.ConfigException;
import io.ejet.conf.Configuration;
import io.ejet.integration.HttpRig.Model;
import io.ejet.log.AccessLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What configured formats say of real requests, with and without scripts, and which log gets them, in every model. */
@Tag("permutation")
class AccessLogTest {
    private static final String MODELS = "io.ejet.integration.HttpRig#models";

    /** All that scripts know of, for a host with and one without them. */
    private static final String VARIABLES = "$uri|$request_uri|$args|$document_root|$real_file|$req_file_ext|$mime"
            + "|$response_header[content-type]|$response_header[Content-Length]|$response_header[server]"
            + "|$response_header[x-two]|$body_bytes_sent|$status|$0|$1|$mine|$site"
            + "|<script>if ($status == 200) return good; return bad;</script>";

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    private final Map<String, List<String>> records = new ConcurrentHashMap<>();

    @BeforeEach
    void makeSite() throws IOException {
        Files.createDirectories(folder.resolve("site/sub"));
        Files.writeString(folder.resolve("site/a b.txt"), "a file");
        Files.writeString(folder.resolve("site/sub/index.html"), "sub");
    }

    /** Keeps records by the names of the files that they would go to. */
    private final class Kept implements AccessLogs {
        @Override
        public AccessLog ofServer(AccessLogSettings settings) {
            List<String> log = records.computeIfAbsent(
                    settings.file().getFileName().toString(), name -> new CopyOnWriteArrayList<>());
            return exchange -> {
                StringBuilder record = new StringBuilder();
                settings.format().append(exchange, record);
                log.add(settings.enabled() ? record.toString() : "not to be logged");
            };
        }

        @Override
        public AccessLog ofSite(AccessLogSettings settings) {
            return settings.enabled() ? ofServer(settings) : AccessLog.NONE;
        }
    }

    private EJet site(Model model, String http) throws IOException, ConfigException {
        String threads =
                "epump = { epump threads = " + model.pumps() + "; worker threads = " + model.workers() + "; };\n";
        Configuration read = Configuration.of("test.conf", threads + "http = {" + http + "}", folder);
        assertEquals(List.of(), read.warnings());
        return rig.closeLater(EJet.start(read.settings(), new Kept()));
    }

    private List<String> awaitRecords(String log, int count) {
        HttpRig.await(() -> records.get(log).size() >= count, count + " records of " + log + ", not " + records);
        return records.get(log);
    }

    private void assertRecord(EJet server, String host, String path, String expected) throws IOException {
        int before = records.get("access.log").size();
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            peer.receive();
        }
        List<String> after = awaitRecords("access.log", before + 1);
        assertEquals(expected, after.get(after.size() - 1), host + path);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldSayTheSameOfARequestAsItsScripts(Model model) throws Exception {
        EJet server = site(model, "access log = { log2file = on; format = '" + VARIABLES + "'; }\n" + """
                        listen = { local ip = 127.0.0.1; port = 0; root = site; site = one;
                            host = { host name = plain; location = { path = '/'; } location = { path = ['^/(s)ub/', '~']; } }
                            host = { host name = scripted; site = two;
                                location = { path = '/'; script = {
                                    set $mine "m $query[x]"; addResHeader X-Two second; } }
                                location = { path = ['^/old/(.*)$', '~']; site = three; script = {
                                    set $mine moved; rewrite ^/old/(.*)$ /$1; } }
                                location = { path = ['^/reply/(.*)$', '~']; script = { reply 404 "none"; } }
                            }
                        }
                        """);
        String root = folder.resolve("site").toString();
        assertRecord(
                server,
                "plain",
                "/a%20b.txt?x=1",
                "/a b.txt|/a%20b.txt?x=1|x=1|" + root + "|" + root
                        + "/a b.txt|.txt|text/plain|text/plain|6|eJet|-|6|200|/|-|-|one|good");
        assertRecord(
                server,
                "plain",
                "/sub/",
                "/sub/|/sub/|-|" + root + "|" + root + "/sub/|-|text/html|text/html|3|eJet|-|3|200|/sub/|s|-|one|good");
        assertRecord(
                server,
                "scripted",
                "/a%20b.txt?x=1",
                "/a b.txt|/a%20b.txt?x=1|x=1|" + root + "|" + root
                        + "/a b.txt|.txt|text/plain|text/plain|6|eJet|second|6|200|/|-|m 1|two|good");
        assertRecord(
                server,
                "scripted",
                "/reply/x?y",
                "/reply/x|/reply/x?y|y|" + root + "|" + root
                        + "/reply/x|-|text/plain; charset=utf-8|text/plain; charset=utf-8|4|eJet|-|4|404|/reply/x|x|-|two|bad");
        assertRecord(
                server,
                "scripted",
                "/old/sub/?z",
                "/sub/|/old/sub/?z|z|" + root + "|" + root
                        + "/sub/|-|text/html|text/html|3|eJet|second|3|200|/|-|m |two|good");
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldSayWhatIsKnownWhenTheRequestIsNone(Model model) throws Exception {
        EJet server = site(
                model,
                "access log = { log2file = on; format = '" + VARIABLES.replace("$mine|", "")
                        + "|$request|$remote_port|$server_addr|$server_port|$req_path_only|$absuri'; }\n"
                        + "listen = { local ip = 127.0.0.1; port = 0; root = site; site = one; }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("what\r\n\r\n");
            peer.receive();
        }
        String record = awaitRecords("access.log", 1).get(0);
        assertTrue(record.startsWith("-|-|-|-|-|-|text/html"), record);
        assertTrue(record.contains("|400|"), record);
        assertTrue(record.matches(".*\\|-\\|\\d+\\|127\\.0\\.0\\.1\\|" + server.port() + "\\|-\\|-"), record);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldGiveEachRequestToTheLogOfItsPlace(Model model) throws Exception {
        EJet server = site(model, """
                access log = { log2file = on; format = 'http $host$uri'; }
                listen = { local ip = 127.0.0.1; port = 0; root = site; unknown host = 421;
                    host = { host name = a; location = { path = '/'; }
                        location = { path = '/quiet/'; access log = { log2file = off; } }
                        location = { path = '/sub/'; access log = { log file = sub.log; } } }
                    host = { host name = b; access log = { log file = b.log; format = { host = '$host'; status = $status; }; }
                        script = { set $x 1; }
                        location = { path = '/'; script = { rewrite ^/to/(.*)$ /sub/$1 last; } }
                        location = { path = '/sub/'; access log = { log file = access.log; format = 'sub $host$uri'; } } }
                }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (String request :
                    List.of("a /", "a /quiet/x", "a /sub/", "b /", "b /sub/", "b /to/y", "c /none", "a /end")) {
                String[] hostAndPath = request.split(" ", -1);
                peer.send("GET " + hostAndPath[1] + " HTTP/1.1\r\nHost: " + hostAndPath[0] + "\r\n\r\n");
                peer.receive();
            }
        }
        awaitRecords("access.log", 5);
        assertEquals(
                List.of("http a/", "sub b/sub/", "sub b/sub/y", "http c/none", "http a/end"),
                records.get("access.log"));
        assertEquals(List.of("http a/sub/"), records.get("sub.log"));
        assertEquals(List.of("{\"host\":\"b\",\"status\":403}"), records.get("b.log"));
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTellTheFieldsThatTheServerPutsThere(Model model) throws Exception {
        EJet server = site(
                model,
                "access log = { log2file = on; format = '$response_header[connection] $response_header[transfer-encoding]"
                        + " $response_header[content-length] $body_bytes_sent $response_header[date]'; }\n"
                        + "listen = { local ip = 127.0.0.1; port = 0; root = site; }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("HEAD /a%20b.txt HTTP/1.1\r\nHost: a\r\n\r\n");
            peer.receiveHead();
            peer.send("GET /a%20b.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=2-3\r\nConnection: close\r\n\r\n");
            peer.receive();
            peer.expectEnd();
        }
        List<String> all = awaitRecords("access.log", 2);
        assertTrue(all.get(0).matches("- - 6 0 \\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT"), all.toString());
        assertTrue(all.get(1).startsWith("close - 2 2 "), all.toString());
    }

    /** What it depends on may be another by now, and what the disk was not asked before is not asked any more. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTellTheRootThatARequestHasChosen(Model model) throws Exception {
        EJet server = site(model, """
                access log = { log2file = on; format = '$status $document_root'; }
                listen = { local ip = 127.0.0.1; port = 0;
                  host = { host name = a; location = { path = '/'; root = site; } }
                  host = { host name = b; location = { path = '/'; root = %1$s/$query[r]; } }
                  host = { host name = c; location = { path = '/'; script = { set $r site; }
                    root = <script> if (-d '%1$s/$r') return $r; return sub; </script>;
                    reply_script = { set $r other; } } } }
                """.formatted(folder));
        assertRecord(server, "a", "/a%20b.txt", "200 " + folder + "/site");
        assertRecord(server, "b", "/a%20b.txt?r=site", "200 " + folder + "/site");
        assertRecord(server, "b", "/a%20b.txt?r=..", "404 -");
        assertRecord(server, "c", "/a%20b.txt", "200 -");
    }

    /** As the bytes that came, whether they were decoded for the variable or not; no two paths have the same record. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTellPathsBeyondAsciiApart(Model model) throws Exception {
        String format = "'$uri|$req_path_only|$req_file_only|$req_file_base|$1|$kept|$town'";
        EJet server = site(model, "access log = { log2file = on; format = " + format + "; }\n" + """
                        listen = { local ip = 127.0.0.1; port = 0; root = site;
                            town = Zürich;
                            host = { host name = text; location = { path = ['^/(.*)/', '~']; script = { set $kept $uri; } } }
                            host = { host name = object; access log = { format = { uri = $uri; file = $req_file_only; }; } } }
                        """);
        assertRecord(
                server,
                "text",
                "/%C3%BC/%E2%82%AC.x",
                "/\\xC3\\xBC/\\xE2\\x82\\xAC.x|/\\xC3\\xBC/|\\xE2\\x82\\xAC.x|\\xE2\\x82\\xAC|\\xC3\\xBC|/\\xC3\\xBC/\\xE2\\x82\\xAC.x|Z\\xC3\\xBCrich");
        assertRecord(server, "object", "/%C3%BC", "{\"uri\":\"/\\u00fc\",\"file\":\"\\u00fc\"}");
        assertRecord(server, "object", "/%C3%83%C2%BC", "{\"uri\":\"/\\u00c3\\u00bc\",\"file\":\"\\u00c3\\u00bc\"}");
    }
}
