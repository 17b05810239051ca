package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epump.EPump;
import io.epump.EPumpStatistics.PumpFigures;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports, listening sockets and which pump serves whom. */
class ListenTest {
    @RegisterExtension
    final Rig rig = new Rig();

    private EPump start(int pumps, boolean reusePort) throws IOException {
        return rig.start(rig.settings(pumps, 0).reusePort(reusePort));
    }

    private static void assertRefused(EPump system, int port) {
        List<String> before = Descriptors.open();
        IOException refused = assertThrows(
                IOException.class,
                () -> system.tcpListen(
                        Rig.loopback(port), Rig.accepting(() -> new CommandHandler(CommandHandler::echo)), null));
        assertTrue(refused.getMessage().contains(String.valueOf(port)), refused::toString);
        assertEquals(before.size(), Descriptors.count(), "descriptors after a listen that was refused");
        assertEquals(0, system.statistics().devices());
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "2, false"})
    void shouldRefuseWhenAnotherSocketListensThere(int pumps, boolean reusePort) throws IOException {
        EPump system = start(pumps, reusePort);
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Rig.loopback(0));
            assertRefused(system, taken.getLocalPort());
        }
    }

    /** SO_REUSEPORT alone would let us in, and half of the other's connections would come to us. */
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "2, false"})
    void shouldRefuseWhenTheOtherListensWithReusePort(int pumps, boolean reusePort) throws IOException {
        EPump system = start(pumps, reusePort);
        try (ServerSocketChannel taken = ServerSocketChannel.open()) {
            assumeTrue(taken.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT), "no SO_REUSEPORT here");
            taken.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            taken.bind(Rig.loopback(0));
            assertRefused(system, ((InetSocketAddress) taken.getLocalAddress()).getPort());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "2, false"})
    void shouldRefuseWhenAnotherSystemListensThere(int pumps, boolean reusePort) throws IOException {
        EPump first = start(pumps, reusePort);
        ListenerGroup listening = rig.echo(first, 0);

        assertRefused(start(pumps, reusePort), listening.port());

        for (int i = 0; i < 8; i++) {
            rig.closeLater(Peer.connect(listening.port())).sendAndExpect("still the first's");
        }
    }

    @Test
    void shouldRefuseWhenSameSystemListensThere() throws IOException {
        EPump system = start(2, true);
        ListenerGroup listening = rig.echo(system, 0);

        assertThrows(
                IOException.class,
                () -> system.tcpListen(
                        Rig.loopback(listening.port()),
                        Rig.accepting(() -> new CommandHandler(CommandHandler::echo)),
                        null));

        assertEquals(2, system.statistics().devices());
        rig.closeLater(Peer.connect(listening.port())).sendAndExpect("hello");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLeaveNothingOpenWhenHandlerIsMissing(boolean reusePort) throws IOException {
        EPump system = start(2, reusePort);
        int before = Descriptors.count();

        assertThrows(NullPointerException.class, () -> system.tcpListen(Rig.loopback(0), null, null));

        assertEquals(before, Descriptors.count());
        assertEquals(0, system.statistics().devices());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldLeaveNothingOpenWhenHandlerOfAcceptedConnectionIsMissing(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        ListenerGroup listening = system.tcpListen(Rig.loopback(0), Rig.accepting(() -> null), null);

        try (Socket peer = new Socket()) {
            peer.connect(listening.localAddress());
            rig.await(() -> listening.closed().isDone(), "the listener to be given up");
        }

        assertEquals(1, rig.takeFailures().size());
        assertEquals(0, system.statistics().devices());
    }

    /** Which of the sockets a connection comes to the kernel decides by a hash: with so many, each gets some. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldServeOnOnePortFromAllPumpsWhenPortIsZero(boolean reusePort) throws IOException {
        EPump system = start(2, reusePort);
        ListenerGroup listening = rig.echo(system, 0);
        int sockets = reusePort && System.getProperty("os.name").startsWith("Linux") ? 2 : 1;

        assertNotEquals(0, listening.port());
        assertEquals(sockets, listening.listeners().size());
        for (TcpListener listener : listening.listeners()) {
            assertEquals(listening.localAddress(), listener.localAddress());
        }
        for (int i = 0; i < 64; i++) {
            rig.closeLater(Peer.connect(listening.port())).sendAndExpect("hello");
        }
        List<PumpFigures> pumps = system.statistics().pumps();
        assertTrue(pumps.stream().allMatch(pump -> pump.devicesAssigned() > 1), pumps::toString);
        assertEquals(64 + sockets, system.statistics().devices());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSpreadConnectionsEvenlyWhenTheyGoToTheLeastLoadedPump(boolean reusePort) throws IOException {
        EPump system = rig.start(rig.settings(2, 0).reusePort(reusePort).spreadAccepted(true));
        ListenerGroup listening = rig.echo(system, 0);

        for (int i = 0; i < 20; i++) {
            rig.closeLater(Peer.connect(listening.port())).sendAndExpect("hello");
        }

        List<PumpFigures> pumps = system.statistics().pumps();
        assertTrue(Math.abs(pumps.get(0).devicesAssigned() - pumps.get(1).devicesAssigned()) <= 4, pumps::toString);
    }

    @Test
    void shouldRunSideBySideWhenSystemsDiffer() throws IOException {
        EPump fast = rig.start(rig.settings(2, 0).bufferBytes(512));
        EPump composite = rig.start(rig.settings(1, 3).ringSize(4));
        ListenerGroup fastPort = rig.echo(fast, 0);
        ListenerGroup compositePort = rig.echo(composite, 0);

        for (int i = 0; i < 10; i++) {
            rig.closeLater(Peer.connect(fastPort.port())).sendAndExpect("to the fast one");
            rig.closeLater(Peer.connect(compositePort.port())).sendAndExpect("to the composite one");
        }
        assertEquals(12, fast.statistics().devices());
        assertEquals(11, composite.statistics().devices());
        assertTrue(fast.stop(Rig.PATIENCE));

        rig.closeLater(Peer.connect(compositePort.port())).sendAndExpect("alone now");
        assertEquals(0, fast.statistics().devices());
    }

    @Test
    void shouldMakeAllThreadsWithItsFactoryWhenOneIsGiven() throws IOException {
        ThreadGroup group = new ThreadGroup("of the test");
        Queue<Thread> made = new ConcurrentLinkedQueue<>();
        EPump system = rig.start(rig.settings(2, 3).threadFactory(task -> {
            Thread thread = new Thread(group, task);
            thread.setDaemon(true);
            made.add(thread);
            return thread;
        }));
        String name = system.config().name();
        rig.closeLater(Peer.connect(rig.echo(system, 0).port())).sendAndExpect("hello");

        List<Thread> threads = Rig.threadsOf(system);

        assertEquals(Set.copyOf(made), Set.copyOf(threads));
        assertEquals(
                Set.of("-pump-0", "-pump-1", "-worker-0", "-worker-1", "-worker-2", "-watchdog"),
                threads.stream()
                        .map(thread -> thread.getName().substring(name.length()))
                        .collect(Collectors.toSet()));
        assertTrue(threads.stream().allMatch(thread -> thread.isDaemon() && thread.getThreadGroup() == group));
    }

    /** Until the program wants ACCEPT again, connections wait in the kernel. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAcceptLaterWhenListenerIsPaused(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        AtomicInteger accepts = new AtomicInteger();
        ListenerGroup listening = system.tcpListen(
                Rig.loopback(0),
                new IOHandler() {
                    @Override
                    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
                        TcpListener listener = (TcpListener) source;
                        if (event != IOEventType.ACCEPT) {
                            listener.close();
                            return;
                        }
                        accepts.incrementAndGet();
                        listener.accept(new CommandHandler(CommandHandler::echo), null);
                        listener.delNotify(IOEventType.ACCEPT);
                    }

                    @Override
                    public void onUserEvent(Object context, IOSource source, int code, Object payload) {
                        ((TcpListener) source).addNotify(IOEventType.ACCEPT);
                    }
                },
                null);
        Peer first = rig.closeLater(Peer.connect(listening.port()));
        first.sendAndExpect("first");
        Peer second = rig.closeLater(Peer.connect(listening.port()));
        second.send("second");

        QuietPeriod.check(rig, system);
        assertEquals(1, accepts.get(), "ACCEPT events while paused");
        assertTrue(listening.listeners().get(0).post(10_000, null));

        second.expect("second");
        first.sendAndExpect("first again");
    }

    @Test
    void shouldListenAgainAtOnceWhenListenerWasClosed() throws Exception {
        EPump system = start(2, true);
        ListenerGroup listening = rig.echo(system, 0);
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        peer.sendAndExpect("hello");

        for (int i = 0; i < 20; i++) {
            listening.close();
            listening.closed().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            listening = system.tcpListen(
                    Rig.loopback(listening.port()),
                    Rig.accepting(() -> new CommandHandler(CommandHandler::echo)),
                    null);
            rig.closeLater(Peer.connect(listening.port())).sendAndExpect("hello again");
        }

        peer.sendAndExpect("still here");
    }
}
