package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.TcpDevice;
import io.epump.buffer.BufferPool;
import io.epump.buffer.PooledBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and watermarks: what is sent arrives whole through a socket that is full most of the time. */
class FileSendTest {
    private static final int FILE_BYTES = 12 << 20;
    private static final int PEER_BUFFER_BYTES = 64 * 1024;
    private static final int LOW_BYTES = 64 * 1024;
    private static final int HIGH_BYTES = 256 * 1024;
    private static final int CHUNK_BYTES = 16 * 1024;

    @RegisterExtension
    final Rig rig = new Rig();

    @TempDir
    Path directory;

    private Path file;
    private final AtomicReference<FileChannel> channel = new AtomicReference<>();
    private final AtomicReference<TcpDevice> device = new AtomicReference<>();
    private final AtomicInteger shortWrites = new AtomicInteger();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.write(directory.resolve("file"), new RandomBytes(1).next(FILE_BYTES));
    }

    /** Sends the file between two words when it is asked to. */
    private final class Sender implements IOHandler {
        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            TcpDevice own = (TcpDevice) source;
            switch (event) {
                case READ -> {
                    if (CommandHandler.receive(own).isEmpty()) {
                        own.close();
                    } else {
                        send(own);
                    }
                }
                case WRITE -> own.flush();
                case INVALID_DEV -> log.add(event + " " + own.ioError());
                default -> own.close();
            }
            shortWrites.addAndGet(own.pendingBytes() > 0 ? 1 : 0);
        }

        private void send(TcpDevice own) throws IOException {
            channel.set(FileChannel.open(file, StandardOpenOption.READ));
            CommandHandler.echo(own, "before");
            own.write(channel.get(), 0, FILE_BYTES, channel.get());
            own.write(ByteBuffer.wrap("after".getBytes(StandardCharsets.US_ASCII)));
            own.closeAfterOutput();
            device.set(own);
        }
    }

    private Peer ask(EPump system) throws IOException {
        Peer peer = rig.closeLater(Peer.connect(rig.listen(system, Sender::new).port(), PEER_BUFFER_BYTES));
        peer.send("send");
        rig.await(() -> device.get() != null, "the answer to begin");
        return peer;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldArriveIntactWhenFileIsSentWithShortWrites(int workers) throws IOException {
        Peer peer = ask(rig.start(rig.settings(1, workers)));
        rig.await(() -> shortWrites.get() > 0, "a write that is short");

        peer.expect("before");
        RandomBytes expected = new RandomBytes(1);
        for (int offset = 0; offset < FILE_BYTES; offset += 1 << 20) {
            expected.compare(ByteBuffer.wrap(peer.receive(1 << 20)), offset);
        }
        peer.expect("after");
        peer.expectEnd();

        assertFalse(channel.get().isOpen(), "the file is open still");
        assertEquals(List.of(), List.copyOf(log));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGiveUpConnectionWhenFileShrinks(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        Peer peer = ask(system);
        rig.await(() -> shortWrites.get() > 0, "a write that is short");

        try (FileChannel shrinking = FileChannel.open(file, StandardOpenOption.WRITE)) {
            shrinking.truncate(FILE_BYTES / 16);
        }

        peer.awaitEnd();
        rig.await(device.get()::isClosed, "the connection to be closed");
        rig.await(() -> system.statistics().devices() == 1, "the connection to be gone");
        assertEquals(1, log.size(), log::toString);
        assertTrue(log.peek().contains("file shrank"), log::toString);
        assertFalse(channel.get().isOpen(), "the file is open still");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseFileWhenPeerGoesWhileItIsSent(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        Peer peer = ask(system);
        rig.await(() -> shortWrites.get() > 0, "a write that is short");

        peer.reset();

        rig.await(() -> system.statistics().devices() == 1, "the connection to be gone");
        rig.await(() -> !channel.get().isOpen(), "the file to be closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseFileWhenSystemStopsWhileItIsSent(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        ask(system);
        rig.await(() -> shortWrites.get() > 0, "a write that is short");

        assertTrue(system.stop(Rig.PATIENCE));

        assertFalse(channel.get().isOpen(), "the file is open still");
        assertEquals(List.of("INVALID_DEV null"), List.copyOf(log));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldPauseAndGoOnWhenWatermarksArePassed(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers).watermarks(LOW_BYTES, HIGH_BYTES));
        Filler filler = new Filler();
        Peer peer = rig.closeLater(Peer.connect(rig.listen(system, () -> filler).port(), PEER_BUFFER_BYTES));
        peer.send("fill");
        rig.await(() -> !log.isEmpty(), "the queue to be full");

        int written = filler.writtenWhenFull;
        RandomBytes expected = new RandomBytes(2);
        for (int offset = 0; offset < written; offset += CHUNK_BYTES) {
            expected.compare(ByteBuffer.wrap(peer.receive(CHUNK_BYTES)), offset);
        }

        rig.await(() -> log.contains("writable"), "the device to be writable again");
        assertEquals(List.of("full", "writable"), List.copyOf(log));
    }

    /** Writes until it may not, then waits until it may again. */
    private final class Filler implements IOHandler {
        private volatile int writtenWhenFull;
        private boolean writable;

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            TcpDevice own = (TcpDevice) source;
            if (event == IOEventType.READ && !CommandHandler.receive(own).isEmpty()) {
                fill(own);
            } else if (event == IOEventType.WRITE) {
                onWrite(own);
            } else {
                own.close();
            }
        }

        private void fill(TcpDevice own) {
            RandomBytes bytes = new RandomBytes(2);
            int written = 0;
            while (own.isWritable()) {
                assertTrue(own.pendingBytes() <= HIGH_BYTES);
                assertTrue(own.write(ByteBuffer.wrap(bytes.next(CHUNK_BYTES))));
                written += CHUNK_BYTES;
            }
            assertTrue(own.pendingBytes() > HIGH_BYTES);
            writtenWhenFull = written;
            log.add("full");
        }

        private void onWrite(TcpDevice own) {
            boolean was = writable;
            long pending = own.pendingBytes();
            assertEquals(was || pending <= LOW_BYTES, own.isWritable(), () -> "with " + pending + " bytes pending");
            if (!was && own.isWritable()) {
                writable = true;
                log.add("writable");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSendWhatWasQueuedBeforeWhatIsWrittenOrWhenTheCallbackIsOver(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ)) {
            int port = rig.listen(
                            system,
                            () -> new CommandHandler((own, text) -> {
                                assertTrue(own.queue(pooled("first ")));
                                assertTrue(own.queue(pooled("second ")));
                                assertEquals(13, own.pendingBytes());
                                if (text.equals("file")) {
                                    own.write(open, 1000, 10, null);
                                    assertEquals(0, own.pendingBytes());
                                }
                            }))
                    .port();
            Peer peer = rig.closeLater(Peer.connect(port));
            peer.send("queue only");
            assertEquals("first second ", new String(peer.receive(13), StandardCharsets.US_ASCII));
            peer.send("file");
            assertEquals("first second ", new String(peer.receive(13), StandardCharsets.US_ASCII));
            byte[] start = new RandomBytes(1).next(1010);
            assertEquals(ByteBuffer.wrap(start, 1000, 10), ByteBuffer.wrap(peer.receive(10)));
        }
    }

    private static PooledBuffer pooled(String text) {
        PooledBuffer buffer = BufferPool.current().acquire();
        buffer.bytes().put(text.getBytes(StandardCharsets.US_ASCII)).flip();
        return buffer;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSendPartOnlyWhenPartOfFileIsAskedFor(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ)) {
            int port = rig.listen(
                            system,
                            () -> new CommandHandler((own, text) -> {
                                own.write(open, 1000, 10, null);
                                own.write(open, 0, 0, null);
                                own.write(open, 5, 10, null);
                            }))
                    .port();
            Peer peer = rig.closeLater(Peer.connect(port));
            peer.send("send");

            byte[] start = new RandomBytes(1).next(1010);
            ByteBuffer expected = ByteBuffer.allocate(20)
                    .put(start, 1000, 10)
                    .put(start, 5, 10)
                    .flip();
            assertEquals(expected, ByteBuffer.wrap(peer.receive(20)));
            assertTrue(open.isOpen());
        }
    }
}
