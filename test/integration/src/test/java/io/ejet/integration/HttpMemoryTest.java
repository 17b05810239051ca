package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.conf.Configuration;
import io.ejet.conf.ServerSettings;
import io.ejet.integration.HttpRig.Model;
import io.ejet.log.AccessLog;
import io.epump.buffer.BufferPool;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server reserves, for clients that do not read and for sizes of all sorts. */
class HttpMemoryTest {
    private static final String MODELS = "io.ejet.integration.HttpRig#models";
    private static final int SMALL_PIECES = 20_000;
    private static final int MIB = 1 << 20;

    /** More than a socket takes whose peer has a small buffer. */
    private static final int FILLING_BYTES = 16 * MIB;

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    /** Each piece is put in an event of its own, behind what the kernel does not take. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTakeNoBufferForEachPieceWhenTheClientDoesNotRead(Model model) throws Exception {
        AtomicReference<HttpExchange> waiting = new AtomicReference<>();
        AtomicInteger bufferBytes = new AtomicInteger();
        EJet server = rig.start(rig.builder(model).handler(exchange -> {
            bufferBytes.set(BufferPool.current().bufferBytes());
            exchange.begin(-1);
            exchange.write(ByteBuffer.allocate(FILLING_BYTES));
            waiting.set(exchange);
        }));
        HttpPeer peer = rig.closeLater(HttpPeer.connect(server.port(), 16 * 1024));
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        HttpRig.await(() -> waiting.get() != null, "the handler");

        HttpExchange exchange = waiting.get();
        AtomicInteger pieces = new AtomicInteger();
        for (int i = 0; i < SMALL_PIECES; i++) {
            assertTrue(exchange.execute(() -> {
                exchange.write(ByteBuffer.wrap(new byte[9]));
                pieces.incrementAndGet();
            }));
        }
        HttpRig.await(() -> pieces.get() == SMALL_PIECES, "all pieces");
        long chunkBytes = "9\r\n123456789\r\n".length();
        long limit = 2 * (FILLING_BYTES + SMALL_PIECES * chunkBytes) / bufferBytes.get() + 3;
        long taken = server.server().pump().statistics().buffersInUse();
        assertTrue(taken <= limit, () -> taken + " buffers for " + SMALL_PIECES + " pieces, allowed: " + limit);

        assertTrue(exchange.execute(() -> exchange.end(true)));
        assertEquals(FILLING_BYTES + 9 * SMALL_PIECES, peer.receive().body().length);
    }

    private EJet serve(String sizes) throws Exception {
        Files.createDirectories(folder.resolve("site"));
        ServerSettings settings = Configuration.of(
                        "test.conf",
                        "epump = { epump threads = 1; } http = { " + sizes
                                + " listen = { local ip = 127.0.0.1; port = 0; root = site; } }",
                        folder)
                .settings();
        return rig.closeLater(EJet.start(settings, AccessLog.NONE));
    }

    private byte[] file(int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Files.createDirectories(folder.resolve("site"));
        Files.write(folder.resolve("site/file"), content);
        return content;
    }

    @Test
    void shouldServeWhenSizesAreTheLargestThatAreAllowed() throws Exception {
        byte[] content = file(MIB);
        EJet server = serve("receive request = { max header size = 1M; max request line = 1M; }"
                + " file cache = { small file = 1M; size = 3M; }");
        for (int i = 0; i < 3; i++) { // from the disk, then from memory
            assertArrayEquals(content, rig.connect(server).get("/file").body());
        }
        HttpPeer peer = rig.connect(server);
        peer.send("GET /file?" + "x".repeat(MIB - 100) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertArrayEquals(content, peer.receive().body());
        peer.send("GET /file?" + "x".repeat(MIB) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(414, peer.receive().status());
    }

    /** A mebibyte from memory takes many buffers; which end where does not matter. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32 * 1024, 32 * 1024 + 900, 64 * 1024, 64 * 1024 + 1, 100_000, MIB - 1})
    void shouldServeFilesOfAnySizeFromMemory(int bytes) throws Exception {
        byte[] content = file(bytes);
        HttpPeer peer = rig.connect(serve("file cache = { small file = 1M; }"));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(content, peer.get("/file").body());
        }
    }

    /** By the usual settings: what does not fit into one buffer leaves in several writes. */
    @Test
    void shouldHaveRoomForASmallFileAndItsHeadInOneBuffer() throws Exception {
        AtomicInteger bufferBytes = new AtomicInteger();
        byte[] content = file(32 * 1024);
        EJet server = rig.start(rig.builder(new Model(1, 0))
                .root(folder.resolve("site"))
                .exact("/size", exchange -> {
                    bufferBytes.set(BufferPool.current().bufferBytes());
                    exchange.send();
                }));
        HttpPeer peer = rig.connect(server);
        assertEquals(200, peer.get("/size").status());
        HttpPeer.Answer answer = peer.get("/file");
        int headBytes = answer.fields().entrySet().stream()
                        .mapToInt(field ->
                                field.getKey().length() + field.getValue().length() + 4)
                        .sum()
                + "HTTP/1.1 200 OK\r\n\r\n".length();
        assertTrue(headBytes > 100, () -> "head=" + headBytes);
        assertTrue(headBytes + content.length <= bufferBytes.get(), () -> "head=" + headBytes);
    }
}
