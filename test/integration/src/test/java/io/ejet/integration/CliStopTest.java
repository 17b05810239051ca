package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the program ends: by which signals, with which exit code, and what becomes of what is in flight. */
@Tag("permutation")
class CliStopTest {
    private static final int BIG_FILE_BYTES = 64 << 20;

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
        configure("");
    }

    private void configure(String limits) throws IOException {
        Files.writeString(
                configuration,
                "http = { access log = { log2file = on; log file = access.log; format = '$status $uri $bytes_sent'; }\n"
                        + "receive request = { " + limits + " }\n"
                        + "listen = { local ip = 127.0.0.1; port = 0; root = site; } }\n");
    }

    private EJetProcess serve() throws IOException {
        return EJetProcess.start(folder, "-c", configuration.toString()).awaitReady();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shouldServeUntilTheSignalAndExitWithZeroWhenItIsConfigured(String signal) throws Exception {
        try (EJetProcess jet = serve()) {
            assertEquals("http://127.0.0.1:" + jet.port(), jet.urls());
            assertEquals("hello", EJetProcess.get(jet.port(), "/"));
            jet.signal(signal);
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
            assertEquals(List.of(), jet.restOfOutput());
        }
        List<String> records = Files.readAllLines(accessLog);
        assertEquals(1, records.size(), records.toString());
        assertTrue(records.get(0).matches("200 / [1-9]\\d+"), records.get(0));
    }

    @Test
    void shouldExitWithZeroWhenTheJvmHasNoSignalClass() throws Exception {
        List<String> command = EJetProcess.command(
                List.of("--limit-modules", "java.se"), EJetProcess.jar(), List.of("-c", configuration.toString()));
        try (EJetProcess jet = EJetProcess.start(folder, command).awaitReady()) {
            assertEquals("hello", EJetProcess.get(jet.port(), "/"));
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
        }
        assertEquals(1, Files.readAllLines(accessLog).size());
    }

    @Test
    void shouldFinishWhatIsInFlightWhenItIsToldToStop() throws Exception {
        makeBigFile();
        try (EJetProcess jet = serve();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), jet.port())) {
            InputStream answer = beginDownload(client);
            jet.signal("TERM");
            awaitRefusal(jet.port());
            String rest = new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertEquals(BIG_FILE_BYTES, rest.length() - rest.indexOf("\r\n\r\n") - 4);
            assertEquals(0, jet.awaitExit());
        }
    }

    @Test
    void shouldEndAtOnceWhenASecondSignalComes() throws Exception {
        makeBigFile();
        try (EJetProcess jet = serve();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), jet.port())) {
            beginDownload(client);
            jet.signal("TERM");
            awaitRefusal(jet.port());
            jet.signal("INT");
            assertEquals(128 + 2, jet.awaitExit());
        }
    }

    @Test
    void shouldExitWithZeroWhenWhatIsInFlightTakesTooLong() throws Exception {
        makeBigFile();
        configure("stop timeout = 100ms;");
        try (EJetProcess jet = serve();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), jet.port())) {
            beginDownload(client);
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
        }
    }

    private void makeBigFile() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("site/big.bin").toFile(), "rw")) {
            file.setLength(BIG_FILE_BYTES);
        }
    }

    /** More than any socket buffer holds; nothing is read but the first byte, so that the exchange has begun. */
    private static InputStream beginDownload(Socket client) throws IOException {
        client.setSoTimeout(30_000);
        client.getOutputStream()
                .write("GET /big.bin HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        InputStream answer = client.getInputStream();
        assertEquals('H', answer.read());
        return answer;
    }

    /** Until nothing listens any more: then the first signal has been understood. */
    private static void awaitRefusal(int port) {
        HttpRig.await(
                () -> {
                    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return late.isClosed();
                    } catch (ConnectException e) {
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                },
                "the listener's end");
    }
}
