package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A selector that spins is replaced by one that watches the same, over real sockets. */
class SelectorRebuildTest {
    private static final int A_BYTE = 7;

    private final Bench bench = new Bench(0);
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final Map<String, Integer> told = new TreeMap<>();
    private SelectorNotifier notifier;
    private Connection reading;
    private Connection silent;

    /** One end is watched; its peer has sent a byte. */
    private static final class Connection extends PumpedDevice {
        private final String name;

        /** What happens while it is moved to another selector. */
        private Runnable whenDescribed = () -> {};

        Connection(Bench bench, String name, SelectableChannel channel) {
            super(bench.pump, name.hashCode(), channel, Interest.READ);
            this.name = name;
        }

        @Override
        protected void fire(int code, Object payload) {}

        @Override
        public String toString() {
            whenDescribed.run();
            return name;
        }
    }

    @BeforeEach
    void shouldWatchTwoConnectionsOfWhichOneIsArmedWhenATestStarts() throws IOException {
        notifier = later(new SelectorNotifier());
        reading = connection("reading");
        silent = connection("silent");
        notifier.add(reading, Interest.READ);
        notifier.add(silent, 0);
        assertEquals(Map.of("reading", Interest.READ), select());
    }

    private Connection connection(String name) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Socket peer = new Socket();
            toClose.add(peer);
            peer.connect(server.getLocalAddress());
            peer.getOutputStream().write(A_BYTE);
            SocketChannel channel = server.accept();
            toClose.add(channel);
            channel.configureBlocking(false);
            return new Connection(bench, name, channel);
        }
    }

    private SelectorNotifier later(SelectorNotifier opened) {
        toClose.add(opened::close); // whichever selector it has then
        return opened;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    /** Who is told ready by one select, and for what. */
    private Map<String, Integer> select() throws IOException {
        told.clear();
        notifier.select(0, (device, ready) -> told.put(device.toString(), ready));
        return told;
    }

    @Test
    void shouldTellWhatWasArmedWhenRebuilt() throws IOException {
        String watched = notifier.rebuild();
        assertEquals(Map.of("reading", Interest.READ), select());
        assertTrue(watched.contains("reading") && watched.contains("silent"), watched);
    }

    @Test
    void shouldArmAndDisarmAsBeforeWhenRebuilt() throws IOException {
        notifier.rebuild();
        assertTrue(notifier.arm(silent, Interest.READ));
        assertTrue(notifier.arm(reading, 0));
        assertEquals(Map.of("silent", Interest.READ), select());
        assertTrue(notifier.arm(reading, Interest.READ | Interest.WRITE));
        assertEquals(Map.of("reading", Interest.READ | Interest.WRITE, "silent", Interest.READ), select());
    }

    @Test
    void shouldForgetADeviceWhenRemovedAfterwards() throws IOException {
        notifier.rebuild();
        notifier.remove(reading);
        assertNull(reading.registration);
        assertEquals(Map.of(), select());
        assertEquals(Map.of(), select());
    }

    @Test
    void shouldLeaveOutWhatWasRemovedBefore() throws IOException {
        notifier.remove(reading); // no select has passed: its key is still among the selector's
        String watched = notifier.rebuild();
        assertFalse(watched.contains("reading"), watched);
        assertNull(reading.registration);
        assertEquals(Map.of(), select());
    }

    @Test
    void shouldBeWokenWhenRebuilt() throws IOException {
        notifier.rebuild();
        notifier.arm(reading, 0);
        notifier.wakeup();
        assertEquals(0, notifier.select(-1, (device, ready) -> told.put(device.toString(), ready)));
    }

    /** A program may close a channel that it has bound at any moment. */
    @Test
    void shouldMoveAllOthersWhenAChannelIsClosedMeanwhile() throws IOException {
        List<Connection> more = new ArrayList<>(List.of(reading, silent));
        for (int i = 0; i < 3; i++) {
            Connection each = connection("more " + i);
            notifier.add(each, Interest.READ);
            more.add(each);
        }
        Connection closed = more.get(3);
        closed.whenDescribed = () -> close(closed);

        notifier.rebuild();

        assertEquals(Map.of("reading", Interest.READ, "more 0", Interest.READ, "more 2", Interest.READ), select());
        assertTrue(notifier.arm(silent, Interest.READ));
        assertFalse(notifier.arm(closed, Interest.READ), "it is to be given up");
        assertEquals(4, select().size());
    }

    private static void close(Connection connection) {
        try {
            connection.channel().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldKeepTheNumberOfDescriptorsWhenRebuiltAgainAndAgain() throws IOException {
        assumeTrue(descriptors() > 0, "needs a system that tells its open descriptors");
        notifier.rebuild();
        notifier.select(0, (device, ready) -> {});
        int before = descriptors();
        for (int i = 0; i < 50; i++) {
            notifier.rebuild();
        }
        int more = descriptors() - before;
        assertTrue(more < 25, () -> "50 rebuilds took " + more + " descriptors"); // the JVM opens a few for itself
        assertEquals(Map.of("reading", Interest.READ), select());
    }

    /** Jars left out: loading a class opens them. */
    private static int descriptors() throws IOException {
        String[] entries = new File("/proc/self/fd").list();
        int count = 0;
        for (String entry : entries == null ? new String[0] : entries) {
            count += new File("/proc/self/fd/" + entry).getCanonicalPath().endsWith(".jar") ? 0 : 1;
        }
        return count;
    }
}
