package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program from its command line to its ready message, or to the reason why it cannot start. */
@Tag("permutation")
class CliTest {
    private static final Path SHIPPED = Path.of("..", "..", "conf", "ejet.conf");

    @TempDir
    Path folder;

    private Path configuration;
    private Path accessLog;

    @BeforeEach
    void shouldHaveASiteWhenTestsStart() throws IOException {
        Path site = Files.createDirectory(folder.resolve("site"));
        Files.writeString(site.resolve("index.html"), "hello");
        accessLog = folder.resolve("access.log");
        configuration = folder.resolve("ejet.conf");
        configure("listen = { local ip = 127.0.0.1; port = 0; root = site; }");
    }

    private void configure(String rest) throws IOException {
        Files.writeString(
                configuration,
                "http = { access log = { log2file = on; log file = access.log; format = '$status $uri $bytes_sent'; }\n"
                        + rest + " }\n");
    }

    private EJetProcess start(String... arguments) throws IOException {
        return EJetProcess.start(folder, arguments);
    }

    private EJetProcess serve() throws IOException {
        return start("-c", configuration.toString()).awaitReady();
    }

    @Test
    void shouldServeAFolderOnEveryAddressWhenThereIsNoConfiguration() throws Exception {
        String site = folder.resolve("site").toString();
        try (EJetProcess jet = start("--root", site, "--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0")
                .awaitReady()) {
            String[] urls = jet.urls().split(", ", -1);
            assertEquals(2, urls.length, jet.urls());
            for (String url : urls) {
                assertEquals("hello", EJetProcess.get(Integer.parseInt(url.replaceAll(".*:", "")), "/"));
            }
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
        }
    }

    @Test
    void shouldEndByItselfAndLeaveNothingWhenItRehearses() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> command =
                EJetProcess.command(List.of("-Djava.io.tmpdir=" + temporary), EJetProcess.jar(), List.of("--rehearse"));
        try (EJetProcess jet = EJetProcess.start(folder, command).awaitReady()) {
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void shouldServeTheDefaultPageWhenTheShippedConfigurationIsUsed() throws Exception {
        try (EJetProcess jet =
                start("-c", SHIPPED.toString(), "--listen", "127.0.0.1:0").awaitReady()) {
            String page = EJetProcess.get(jet.port(), "/");
            assertTrue(page.contains("<title>eJet is running</title>"), page);
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
            List<String> records = jet.restOfOutput();
            assertEquals(1, records.size(), records.toString());
            assertTrue(records.get(0).contains("\"GET / HTTP/1.1\""), records.get(0));
        }
    }

    @Test
    void shouldSayThatThePortIsInUseWhenItIsStartedTwice() throws Exception {
        try (EJetProcess first = serve();
                EJetProcess second =
                        start("--root", folder.resolve("site").toString(), "--listen", "127.0.0.1:" + first.port())) {
            assertEquals(2, second.awaitExit());
            assertEquals(
                    "eJet: cannot listen on 127.0.0.1:" + first.port()
                            + ": the port is in use, by another program or another eJet\n",
                    second.errors());
            assertEquals(List.of(), second.restOfOutput());
            assertEquals("hello", EJetProcess.get(first.port(), "/"));
        }
    }

    @Test
    void shouldNameTheCapabilityWhenAPortBelow1024IsForbidden() throws Exception {
        Path firstFree = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        assumeTrue(Files.isReadable(firstFree));
        try (BufferedReader reader = Files.newBufferedReader(firstFree)) { // such files give all at the first read only
            assumeTrue(Integer.parseInt(reader.readLine()) > 1023);
        }
        Path jar = Files.copy(EJetProcess.jar(), folder.resolve("ejet.jar"));
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            Path setpriv = Path.of("/usr/bin/setpriv");
            assumeTrue(Files.isExecutable(setpriv));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            command.addAll(List.of(
                    setpriv.toString(), "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all"));
        }
        command.addAll(EJetProcess.command(
                List.of(), jar, List.of("--root", folder.resolve("site").toString(), "--listen", "127.0.0.1:1023")));
        try (EJetProcess jet = EJetProcess.start(folder, command)) {
            assertEquals(2, jet.awaitExit());
            assertTrue(jet.errors().startsWith("eJet: cannot listen on 127.0.0.1:1023: "), jet.errors());
            assertTrue(jet.errors().contains("CAP_NET_BIND_SERVICE"), jet.errors());
            assertEquals(1, jet.errors().lines().count(), jet.errors());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            root = nowhere;                                | there is no folder
            root = site; } access log = { log file = site; | given twice
            root = site; index = ;                         | index
            """)
    void shouldSayInOneLineWhatKeepsItFromServingWhenItCannotStart(String setting, String part) throws Exception {
        configure("listen = { local ip = 127.0.0.1; port = 0; " + setting + " }");
        try (EJetProcess jet = start("-c", configuration.toString())) {
            assertEquals(2, jet.awaitExit());
            assertTrue(jet.errors().startsWith("eJet: " + configuration + ":"), jet.errors());
            assertTrue(jet.errors().contains(part), jet.errors());
            assertEquals(1, jet.errors().lines().count(), jet.errors());
        }
    }

    @Test
    void shouldSayInOneLineThatTheLogCannotBeWrittenWhenItCannot() throws Exception {
        Files.createSymbolicLink(accessLog, folder.resolve("nowhere/access.log"));
        try (EJetProcess jet = start("-c", configuration.toString())) {
            assertEquals(2, jet.awaitExit());
            assertEquals("eJet: cannot write the access log " + accessLog + ": no such file or folder\n", jet.errors());
        }
    }

    @Test
    void shouldExitWithZeroOrTwoWhenAConfigurationIsTested() throws Exception {
        try (EJetProcess jet = start("-t", "-c", configuration.toString())) {
            assertEquals(0, jet.awaitExit());
            assertEquals(List.of("configuration " + configuration + " is valid"), jet.restOfOutput());
            assertEquals("", jet.errors());
        }
        configure("listen = { port = x; root = y; }");
        try (EJetProcess jet = start("-t", "-c", configuration.toString())) {
            assertEquals(2, jet.awaitExit());
            assertEquals(List.of(), jet.restOfOutput());
            assertEquals(
                    2,
                    jet.errors()
                            .lines()
                            .filter(line -> line.contains(": error: "))
                            .count(),
                    jet.errors());
        }
    }

    @Test
    void shouldPrintAConfigurationThatServesTheSame() throws Exception {
        List<String> printed;
        try (EJetProcess jet = start("-T", "-c", configuration.toString())) {
            printed = jet.restOfOutput();
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
        }
        Files.write(Files.createDirectory(folder.resolve("elsewhere")).resolve("printed.conf"), printed);
        try (EJetProcess jet =
                start("-c", folder.resolve("elsewhere/printed.conf").toString()).awaitReady()) {
            assertEquals("hello", EJetProcess.get(jet.port(), "/"));
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
        }
        assertTrue(Files.readString(accessLog).startsWith("200 / "), Files.readString(accessLog));
    }

    @Test
    void shouldServeWhatJsonSays() throws Exception {
        Files.writeString(configuration, """
                { "http": { "listen": [ { "local ip": "127.0.0.1", "port": 0, "root": "site",
                    "script": "if ($uri == \\"/x\\") reply 200 \\"from JSON\\";" } ] } }
                """);
        try (EJetProcess jet = serve()) {
            assertEquals("hello", EJetProcess.get(jet.port(), "/"));
            assertEquals("from JSON", EJetProcess.get(jet.port(), "/x").strip());
        }
    }

    @Test
    void shouldStartOnceWhenThereIsAPidLockFile() throws Exception {
        Path lock = folder.resolve("ejet.pid");
        Files.writeString(configuration, "pid lock file = ejet.pid;\n" + Files.readString(configuration));
        try (EJetProcess first = serve()) {
            String id = Files.readString(lock).strip();
            try (EJetProcess second = start("-c", configuration.toString())) {
                assertEquals(2, second.awaitExit());
                assertEquals(
                        "eJet: another eJet, process " + id + ", has the pid lock file " + lock + "\n",
                        second.errors());
                assertEquals(List.of(), second.restOfOutput());
            }
            try (EJetProcess tested = start("-t", "-c", configuration.toString())) {
                assertEquals(0, tested.awaitExit(), tested.errors());
            }
            assertEquals("hello", EJetProcess.get(first.port(), "/"));
            first.signal("TERM");
            assertEquals(0, first.awaitExit());
        }
        assertFalse(Files.exists(lock));
    }

    @Test
    void shouldTakeOverThePidLockFileWhenTheOneBeforeWasKilled() throws Exception {
        Path lock = folder.resolve("ejet.pid");
        Files.writeString(configuration, "pid lock file = ejet.pid;\n" + Files.readString(configuration));
        String killed;
        try (EJetProcess first = serve()) {
            killed = Files.readString(lock);
            first.signal("KILL");
            first.awaitExit();
        }
        assertEquals(killed, Files.readString(lock));
        try (EJetProcess second = serve()) {
            assertNotEquals(killed, Files.readString(lock));
            assertEquals("hello", EJetProcess.get(second.port(), "/"));
        }
    }

    @Test
    void shouldSayWhatToDoWhenThereAreFewerDescriptorsThanAskedFor() throws Exception {
        Files.writeString(configuration, "rlimit nofile = 1000000000;\n" + Files.readString(configuration));
        try (EJetProcess jet = start("-t", "-c", configuration.toString())) {
            assertEquals(0, jet.awaitExit());
            assertTrue(jet.errors().contains("ejet.conf:1:17: warning: this process may have "), jet.errors());
            assertTrue(jet.errors().contains("LimitNOFILE=1000000000"), jet.errors());
        }
    }
}
