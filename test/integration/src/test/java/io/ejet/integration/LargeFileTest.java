package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are too large to be kept in memory, and stay open for a moment instead. */
@Timeout(100)
class LargeFileTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int SIZE_BYTES = 300_000;

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void shouldHaveALargeFileWhenTestsStart() throws IOException {
        file = folder.resolve("large.bin");
        Files.write(file, filled('a'));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    private static byte[] filled(char c) {
        byte[] content = new byte[SIZE_BYTES];
        Arrays.fill(content, (byte) c);
        return content;
    }

    // -- while the server stops

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendALargeFileWhenTheServerStops(Model model) throws Exception {
        AtomicReference<HttpExchange> held = new AtomicReference<>();
        EJet server = rig.start(rig.builder(model).exact("/held", held::set).root(folder));
        List<HttpPeer> peers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HttpPeer peer = rig.connect(server);
            assertEquals(404, peer.get("/nothing").status()); // it is accepted for sure
            peers.add(peer);
        }
        HttpPeer holding = rig.connect(server);
        holding.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
        HttpRig.await(() -> held.get() != null, "an exchange that the stop waits for");
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> server.stop(HttpRig.PATIENCE));
        HttpRig.await(() -> !isAccepting(server), "the listener to be closed");

        for (HttpPeer peer : peers) {
            peer.send("GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        for (HttpPeer peer : peers) {
            HttpPeer.Answer answer = peer.receive();
            assertEquals(200, answer.status());
            assertArrayEquals(filled('a'), answer.body());
        }
        assertTrue(held.get().execute(() -> held.get().send("held")));
        assertEquals("held", holding.receive().text());
        assertTrue(stopped.get(60, TimeUnit.SECONDS));
        assertEquals(0, descriptors(), "descriptors of the file are left");
    }

    private static boolean isAccepting(EJet server) {
        try (HttpPeer probe = HttpPeer.connect(server.port())) {
            return probe != null;
        } catch (IOException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldLetTheFileGoWhenNobodyAsksForIt(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model).root(folder));
        HttpPeer peer = rig.connect(server);
        assertArrayEquals(filled('a'), peer.get("/large.bin").body());
        HttpRig.await(() -> descriptors() == 0, "the file to be closed");
    }

    /** How many descriptors of this process stand for the file; none where the system does not tell. */
    private long descriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
            long count = 0;
            for (Path entry : entries) {
                count += standsForTheFile(entry) ? 1 : 0;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean standsForTheFile(Path entry) throws IOException {
        try {
            return Files.readSymbolicLink(entry).equals(file);
        } catch (NoSuchFileException closedMeanwhile) {
            return false;
        }
    }

    // -- parts

    private static HttpPeer.Answer getPart(HttpPeer peer, String condition) throws IOException {
        peer.send("GET /large.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=100000-199999\r\n" + condition + "\r\n");
        return peer.receive();
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendTheWholeFileWhenAPartOfAnEarlierStateIsAsked(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model).root(folder));
        HttpPeer peer = rig.connect(server);
        String oldTag = peer.get("/large.bin").fields().get("etag");
        HttpPeer.Answer part = getPart(peer, "If-Range: " + oldTag + "\r\n");
        assertEquals(206, part.status());
        assertEquals(oldTag, part.fields().get("etag"));

        assertEquals(200, peer.get("/large.bin").status()); // from now on it is open for a second
        Files.write(file, filled('b'), StandardOpenOption.WRITE); // in place, of the same size
        HttpPeer.Answer whole = getPart(peer, "If-Range: " + oldTag + "\r\n");
        assertEquals(200, whole.status(), "parts of two states are put together");
        assertNotEquals(oldTag, whole.fields().get("etag"));
        assertArrayEquals(filled('b'), whole.body());
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldTellThePresentTagWhenAPartIsAsked(Model model) throws IOException {
        EJet server = rig.start(rig.builder(model).root(folder));
        HttpPeer peer = rig.connect(server);
        String oldTag = peer.get("/large.bin").fields().get("etag");
        Files.write(file, filled('b'), StandardOpenOption.WRITE);
        HttpPeer.Answer part = getPart(peer, "");
        assertEquals(206, part.status());
        assertEquals("bytes 100000-199999/300000", part.fields().get("content-range"));
        assertNotEquals(oldTag, part.fields().get("etag"));
        assertArrayEquals(Arrays.copyOf(filled('b'), 100_000), part.body());
    }
}
