package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.UnixDevice;
import io.epump.UnixListener;
import io.epump.buffer.PooledBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unix sockets: bytes as over TCP, and the file that stands for the socket. */
@Tag("permutation")
class UnixSocketTest {
    private static final int CLIENTS = 16;
    private static final int BYTES = 200_000;

    @RegisterExtension
    final Rig rig = new Rig();

    @TempDir
    Path folder;

    private UnixListener listen(EPump system, String name) throws IOException {
        return system.unixListen(folder.resolve(name), null, Rig.accepting(this::echo), null);
    }

    private IOHandler echo() {
        return new Supervised(rig, new EchoHandler(rig.random(), 10));
    }

    /** Sends so many bytes, and keeps what comes back. */
    private static final class Asker implements IOHandler {
        private final byte[] sent;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private volatile boolean done;

        Asker(byte[] sent) {
            this.sent = sent;
        }

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws IOException {
            UnixDevice device = (UnixDevice) source;
            assertEquals(FdType.USOCK_CONNECTED, fdType);
            switch (event) {
                case CONNECTED -> {
                    device.write(ByteBuffer.wrap(sent));
                    device.shutdownOutput();
                }
                case READ -> read(device);
                case WRITE -> device.flush();
                default -> throw new AssertionError(event + " " + device.ioError());
            }
        }

        private void read(UnixDevice device) {
            for (PooledBuffer buffer = device.receive(); buffer != null; buffer = device.receive()) {
                byte[] bytes = new byte[buffer.bytes().remaining()];
                buffer.bytes().get(bytes);
                received.writeBytes(bytes);
                buffer.release();
            }
            if (device.isInputEnded()) {
                device.close();
                done = true;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldCarryEveryByteInOrder(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation).watermarks(8192, 16_384));
        UnixListener listener = listen(system, "echo.sock");
        assertEquals(folder.resolve("echo.sock"), listener.localAddress().getPath());
        List<Asker> askers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Asker asker = new Asker(new RandomBytes(i).next(BYTES));
            askers.add(asker);
            system.unixConnect(folder.resolve("echo.sock"), new Supervised(rig, asker), null);
        }
        for (Asker asker : askers) {
            rig.await(() -> asker.done, "the end of an echo");
            assertArrayEquals(asker.sent, asker.received.toByteArray());
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFailOnceWhenNobodyListens(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Queue<String> log = new ConcurrentLinkedQueue<>();
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(UnixDomainSocketAddress.of(folder.resolve("gone.sock")));
        }
        for (String name : List.of("missing.sock", "gone.sock")) {
            UnixDevice device = system.unixConnect(
                    folder.resolve(name),
                    new Supervised(rig, (context, source, event, fdType) -> {
                        log.add(name + " " + event);
                        assertNotNull(((UnixDevice) source).ioError());
                        source.close();
                    }),
                    null);
            rig.await(device::isClosed, "the failed device to be closed");
        }
        assertEquals(List.of("missing.sock CONNFAIL", "gone.sock CONNFAIL"), List.copyOf(log));
    }

    @Test
    void shouldRemoveTheFileWhenTheListenerIsClosed() throws IOException {
        EPump system = rig.start(rig.settings(2, 0));
        UnixListener listener = listen(system, "a.sock");
        assertTrue(Files.exists(folder.resolve("a.sock")));
        listener.close();
        listener.closed().join();
        assertFalse(Files.exists(folder.resolve("a.sock")));
        listen(system, "b.sock");
        system.stop(Rig.PATIENCE);
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void shouldLeaveTheFileThatAnotherHasPutInItsPlace() throws IOException {
        EPump system = rig.start(rig.settings(1, 1));
        UnixListener first = listen(system, "a.sock");
        Files.delete(folder.resolve("a.sock"));
        listen(system, "a.sock");
        first.close();
        first.closed().join();
        assertTrue(Files.exists(folder.resolve("a.sock")));
    }

    @Test
    void shouldTakeThePlaceOfASocketThatNobodyListensOn() throws IOException {
        EPump system = rig.start(rig.settings(1, 0));
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(UnixDomainSocketAddress.of(folder.resolve("a.sock")));
        }
        listen(system, "a.sock");
        Asker asker = new Asker(new RandomBytes(1).next(100));
        system.unixConnect(folder.resolve("a.sock"), asker, null);
        rig.await(() -> asker.done, "the end of an echo");
        assertArrayEquals(asker.sent, asker.received.toByteArray());
    }

    @Test
    void shouldRefuseAPathThatIsTaken() throws IOException {
        EPump system = rig.start(rig.settings(1, 0));
        listen(system, "a.sock");
        Files.writeString(folder.resolve("file"), "precious");
        for (String name : List.of("a.sock", "file")) {
            BindException refused = assertThrows(BindException.class, () -> listen(system, name));
            assertTrue(refused.getMessage().contains(folder.resolve(name).toString()), refused::getMessage);
        }
        assertThrows(IOException.class, () -> listen(system, "missing/a.sock"));
        assertThrows(IOException.class, () -> listen(system, "x".repeat(200)));
        assertEquals("precious", Files.readString(folder.resolve("file")));
    }

    /** To a connect they look like a socket that nobody listens on. */
    @Test
    void shouldRefuseAPathThatIsAPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
        assumeTrue(made.waitFor() == 0, "needs mkfifo");
        EPump system = rig.start(rig.settings(1, 0));
        assertThrows(BindException.class, () -> listen(system, "pipe"));
        assertEquals(0x1000, (int) Files.getAttribute(pipe, "unix:mode") & 0xf000, "still a pipe");
    }

    /** Two instances started at the same time: one gets the path, and the file leads to it; the other is told. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetOneListenWhenSeveralComeAtOnce(boolean isStale) throws Exception {
        EPump system = rig.start(rig.settings(1, 0));
        for (int round = 0; round < 200; round++) {
            String name = "r" + round;
            if (isStale) {
                try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                    gone.bind(UnixDomainSocketAddress.of(folder.resolve(name)));
                }
            }
            Queue<UnixListener> listening = new ConcurrentLinkedQueue<>();
            CyclicBarrier start = new CyclicBarrier(2);
            for (int i = 0; i < 2; i++) {
                rig.thread("starter-" + i, () -> {
                    start.await();
                    try {
                        listening.add(listen(system, name));
                    } catch (BindException refused) {
                        assertTrue(refused.getMessage().contains(name), refused::getMessage);
                    }
                });
            }
            rig.joinThreads();
            assertEquals(1, listening.size(), "who listen in round " + round);
            SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve(name))).close();
            listening.remove().close();
        }
        system.stop(Rig.PATIENCE);
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** Whatever a socket takes here; and nothing longer, which nobody could connect to. */
    @Test
    void shouldTakeAPathAsLongAsASocketDoes() throws IOException {
        EPump system = rig.start(rig.settings(1, 0));
        for (int length = 8; length < 120; length++) {
            String name = "x".repeat(length);
            if (isFitFor(folder.resolve(name))) {
                listen(system, name).close();
            } else {
                IOException tooLong = assertThrows(IOException.class, () -> listen(system, name));
                assertTrue(tooLong.getMessage().contains(folder.resolve(name).toString()), tooLong::getMessage);
            }
        }
    }

    private static boolean isFitFor(Path path) throws IOException {
        try (ServerSocketChannel plain = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            plain.bind(UnixDomainSocketAddress.of(path));
            Files.delete(path);
            return true;
        } catch (SocketException tooLong) {
            return false;
        }
    }

    @Test
    void shouldGiveTheFileThePermissionsThatAreAskedFor() throws IOException {
        EPump system = rig.start(rig.settings(1, 0));
        listen(system, "own.sock");
        var all = PosixFilePermissions.fromString("rw-rw-rw-");
        system.unixListen(folder.resolve("all.sock"), all, Rig.accepting(this::echo), null);
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(folder.resolve("own.sock")));
        assertEquals(all, Files.getPosixFilePermissions(folder.resolve("all.sock")));
    }
}
