package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.integration.Command.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program reads its configuration again, when a signal or {@code ejet reload} asks it to. */
@Tag("permutation")
class CliReloadTest {
    @TempDir
    Path folder;

    private Path configuration;

    @BeforeEach
    void shouldHaveASiteWhenTestsStart() throws IOException {
        for (String name : List.of("old", "new")) {
            Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("index.html"), name);
        }
        configuration = folder.resolve("ejet.conf");
        configure("old", "");
    }

    private void configure(String root, String more) throws IOException {
        Path edited = folder.resolve("edited");
        Files.writeString(
                edited,
                "pid lock file = ejet.pid;\nerror log = { level = info; }\nhttp = { listen = { local ip = 127.0.0.1;"
                        + " port = 0; root = " + root + "; }\n" + more + "}\n");
        Files.move(edited, configuration, StandardCopyOption.REPLACE_EXISTING);
    }

    private EJetProcess serve() throws IOException {
        return EJetProcess.start(folder, "-c", configuration.toString()).awaitReady();
    }

    private Outcome reload() throws IOException, InterruptedException {
        return reload(configuration);
    }

    private static Outcome reload(Path file) throws IOException, InterruptedException {
        List<String> arguments = List.of("reload", "-c", file.toString());
        List<String> command = new ArrayList<>(EJetProcess.command(List.of(), EJetProcess.jar(), arguments));
        return Command.run(Map.of(), command.toArray(String[]::new));
    }

    @Test
    void shouldServeWhatIsConfiguredAnewWhenItIsTold() throws Exception {
        try (EJetProcess jet = serve();
                HttpPeer peer = HttpPeer.connect(jet.port())) {
            assertEquals("old", peer.get("/").text());
            configure("new", "");
            assertEquals(new Outcome(0, "configuration " + configuration + " is in effect\n"), reload());
            assertEquals("new", peer.get("/").text());

            configure("old", "");
            jet.signal("HUP");
            HttpRig.await(() -> isAnswered(peer, "old"), "the answer of the old site");

            Files.writeString(configuration, "epump = { epump threads = 7; }\n" + Files.readString(configuration));
            Outcome counted = reload();
            assertEquals(0, counted.exitCode());
            assertTrue(counted.text().contains("\"epump threads\" stays "), counted.text());
            assertTrue(jet.errors().contains("\"epump threads\" stays "), jet.errors());

            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            assertEquals(List.of(), jet.restOfOutput());
        }
        assertFalse(Files.exists(folder.resolve("ejet.pid")));
        assertFalse(Files.exists(folder.resolve("ejet.pid.reload")));
    }

    private static boolean isAnswered(HttpPeer peer, String expected) {
        try {
            return peer.get("/").text().equals(expected);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldChangeNothingAndSayAllThatIsWrongWhenTheConfigurationHasErrors() throws Exception {
        try (EJetProcess jet = serve();
                HttpPeer peer = HttpPeer.connect(jet.port())) {
            assertEquals("old", peer.get("/").text());
            configure("new", "no such setting;\nlisten = { port = 99999; }\nlisten = { port = x; root = nowhere; }");
            Outcome refused = reload();
            assertEquals(1, refused.exitCode(), refused.text());
            assertTrue(refused.text().contains("ejet.conf:6:19: error:"), refused.text());
            assertTrue(refused.text().contains("the server goes on with the one it has"), refused.text());

            jet.signal("HUP");
            HttpRig.await(() -> jet.errors().contains("stays in effect"), "the refusal in the log");
            HttpRig.await(() -> jet.errors().contains("ejet.conf:6:19: error:"), "the last error");
            assertTrue(jet.errors().contains("ejet.conf:5:19: error:"), jet.errors());
            assertEquals("old", peer.get("/").text());
        }
    }

    @Test
    void shouldSayWhyWhenTheServerRefuses() throws Exception {
        try (EJetProcess jet = serve();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "local ip = 127.0.0.1; port = " + taken.getLocalPort();
            configure("new", "listen = { " + address + "; root = new; }");
            Outcome refused = reload();
            assertEquals(1, refused.exitCode(), refused.text());
            String reason = "cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": the port is in use";
            assertTrue(refused.text().startsWith(reason), refused.text());
            assertTrue(jet.errors().contains(reason), jet.errors());
            assertEquals("old", EJetProcess.get(jet.port(), "/"));
        }
    }

    @Test
    void shouldSayThatItTakesARestartWhenAllAddressesOfAPortAreToBeOne() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        String listen = "http = { listen = { port = " + port + "; root = old; } }";
        Files.writeString(configuration, "pid lock file = ejet.pid; " + listen);
        try (EJetProcess jet = serve()) {
            Files.writeString(
                    configuration,
                    "pid lock file = ejet.pid; " + listen.replace("port =", "local ip = 127.0.0.1; port ="));
            Outcome refused = reload();
            assertEquals(1, refused.exitCode(), refused.text());
            String remedy = "127.0.0.1:" + port + " instead of *:" + port + " needs a restart";
            assertTrue(refused.text().contains(remedy), refused.text());
            assertEquals("old", EJetProcess.get(jet.port(), "/"));
        }
    }

    @Test
    void shouldSayThatNoServerIsThere() throws Exception {
        Outcome none = reload();
        assertEquals(2, none.exitCode());
        Path lockFile = folder.resolve("ejet.pid");
        assertEquals("eJet: no eJet has the pid lock file " + lockFile + ": it does not run\n", none.text());
        Files.writeString(lockFile, ProcessHandle.current().pid() + "\n"); // as after a crash: another has the id now
        assertEquals(none, reload());
        Files.writeString(configuration, "http = { listen = { port = 0; root = old; } }");
        Outcome nameless = reload();
        assertEquals(2, nameless.exitCode());
        assertTrue(nameless.text().contains("names no \"pid lock file\""), nameless.text());
    }

    @Test
    void shouldNotSayThatAConfigurationIsInEffectWhichTheServerDoesNotRead() throws Exception {
        try (EJetProcess jet = serve()) {
            configure("new", "");
            Path other = Files.move(configuration, folder.resolve("other.conf"));
            configure("old", "");
            Outcome refused = reload(other);
            assertEquals(2, refused.exitCode(), refused.text());
            assertTrue(refused.text().contains("reads " + configuration + ", not " + other), refused.text());
            assertEquals("old", EJetProcess.get(jet.port(), "/"));

            Path link = Files.createSymbolicLink(folder.resolve("link.conf"), configuration);
            assertEquals(new Outcome(0, "configuration " + link + " is in effect\n"), reload(link));
        }
    }

    @Test
    void shouldNotBeSentASignalThatItDoesNotHear() throws Exception {
        List<String> command =
                EJetProcess.command(List.of("-Xrs"), EJetProcess.jar(), List.of("-c", configuration.toString()));
        try (EJetProcess jet = EJetProcess.start(folder, command).awaitReady()) {
            Outcome refused = reload();
            assertEquals(2, refused.exitCode(), refused.text());
            assertTrue(refused.text().contains("hears no SIGHUP"), refused.text());
            assertEquals("old", EJetProcess.get(jet.port(), "/"));
        }
    }

    @Test
    void shouldEndWhenItIsHungUpWithoutAConfiguration() throws Exception {
        List<String> arguments = List.of("--root", folder.resolve("old").toString(), "--listen", "127.0.0.1:0");
        try (EJetProcess jet =
                EJetProcess.start(folder, arguments.toArray(String[]::new)).awaitReady()) {
            jet.signal("HUP");
            assertEquals(0, jet.awaitExit());
        }
    }
}
