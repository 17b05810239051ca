package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of the real program: those of hosts, and files that somebody moves away. */
class CliLogTest {
    @TempDir
    private Path folder;

    private Path accessLog;
    private Path configuration;

    @BeforeEach
    void makeSite() throws IOException {
        Files.createDirectory(folder.resolve("site"));
        Files.writeString(folder.resolve("site/index.html"), "hello");
        accessLog = folder.resolve("access.log");
        configuration = folder.resolve("ejet.conf");
    }

    private EJetProcess serve(String http) throws IOException {
        Files.writeString(configuration, http);
        return EJetProcess.start(folder, "-c", configuration.toString()).awaitReady();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldLoseNoRecordWhenFilesAreMovedAndTheSignalComes() throws Exception {
        String http = """
                error log = { log file = error.log; level = info; }
                http = { access log = { log2file = on; log file = access.log; format = '$status $uri'; }
                    listen = { local ip = 127.0.0.1; port = 0; root = site; } }
                """;
        int moves = 3;
        int requests = 0;
        try (EJetProcess jet = serve(http);
                HttpPeer peer = HttpPeer.connect(jet.port())) {
            for (int move = 0; move < moves; move++) {
                for (int i = 0; i < 50; i++) {
                    peer.get("/" + requests++);
                    if (i == 20) {
                        Files.move(accessLog, folder.resolve("moved." + move));
                        Files.move(folder.resolve("error.log"), folder.resolve("error." + move));
                    } else if (i == 30) {
                        jet.signal("USR1");
                    }
                }
                HttpRig.await(() -> Files.exists(accessLog), "a new log file");
                HttpRig.await(() -> Files.exists(folder.resolve("error.log")), "a new error log");
                peer.get("/" + requests++);
                String last = "404 /" + (requests - 1);
                HttpRig.await(() -> lines(accessLog).contains(last), "the next record in the new file");
            }
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
        }
        List<String> all = new ArrayList<>();
        for (int move = 0; move < moves; move++) {
            all.addAll(lines(folder.resolve("moved." + move)));
        }
        all.addAll(lines(accessLog));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            expected.add("404 /" + i);
        }
        assertEquals(expected, all);
    }

    @Test
    void shouldWriteTheLogsOfHostsToTheirFilesWhenTheyHaveSome() throws Exception {
        String http = """
                http = { access log = { log2file = on; log file = access.log; format = '$host $status'; }
                    listen = { local ip = 127.0.0.1; port = 0; root = site;
                        host = { host name = a; }
                        host = { host name = b; access log = { log file = b.log; } }
                        host = { host name = c; access log = { log file = b.log; format = { host = $host; took = $request_time;
                            status = $status; agent = '$http_user_agent'; }; } }
                        host = { host name = d; access log = { log2file = off; } } } }
                """;
        try (EJetProcess jet = serve(http);
                HttpPeer peer = HttpPeer.connect(jet.port())) {
            for (String host : List.of("a", "b", "c", "d")) {
                peer.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                assertEquals(200, peer.receive().status());
            }
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
        }
        assertEquals(List.of("a 200"), lines(accessLog));
        List<String> shared = lines(folder.resolve("b.log"));
        assertEquals("b 200", shared.get(0));
        assertTrue(
                shared.get(1).matches("\\{\"host\":\"c\",\"took\":\\d+\\.\\d{3},\"status\":200,\"agent\":null}"),
                shared.get(1));
        assertEquals(2, shared.size());
    }

    @Test
    void shouldLoseNoRecordWhenTheLogsAreConfiguredAnew() throws Exception {
        String before = """
                http = { access log = { log2file = on; log file = access.log; format = '$status $uri'; }
                    listen = { local ip = 127.0.0.1; port = 0; root = site; } }
                """;
        String after = """
                error log = { log file = error.log; level = info; }
                http = { access log = { log2file = on; log file = other.log; format = { path = '$uri'; }; rotate size = 1M; }
                    listen = { local ip = 127.0.0.1; port = 0; root = site;
                        host = { host name = '*'; }
                        host = { host name = b; access log = { log file = b.log; } } } }
                """;
        try (EJetProcess jet = serve(before);
                HttpPeer peer = HttpPeer.connect(jet.port())) {
            for (int i = 0; i < 50; i++) {
                peer.get("/old/" + i);
            }
            Files.writeString(configuration, after);
            jet.signal("HUP");
            Path errors = folder.resolve("error.log");
            HttpRig.await(() -> lines(errors).toString().contains("is read again"), "the report of the reload");
            for (int i = 0; i < 50; i++) {
                peer.get("/new/" + i);
            }
            peer.send("GET / HTTP/1.1\r\nHost: b\r\n\r\n");
            assertEquals(200, peer.receive().status());
            jet.signal("USR1");
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
        }
        assertEquals(IntStream.range(0, 50).mapToObj(i -> "404 /old/" + i).toList(), lines(accessLog));
        assertEquals(
                IntStream.range(0, 50)
                        .mapToObj(i -> "{\"path\":\"/new/" + i + "\"}")
                        .toList(),
                lines(folder.resolve("other.log")));
        assertEquals(List.of("{\"path\":\"/\"}"), lines(folder.resolve("b.log")));
    }
}
