package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epump.EPump;
import io.epump.EPumpStatistics.PumpFigures;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.TcpListener;
import io.epump.sched.OwnerCounter;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ends of devices, listeners and systems, from wherever they are asked for. */
@Tag("permutation")
class CloseTest {
    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<TcpDevice> devices = new ConcurrentLinkedQueue<>();
    private final AtomicInteger blocked = new AtomicInteger();
    private final CountDownLatch gate = rig.gate();

    /** Echoes; a callback that reads "block" waits for the gate. */
    private ListenerGroup listen(EPump system) throws IOException {
        return rig.listen(
                system,
                () -> new CommandHandler((device, text) -> {
                    devices.add(device);
                    if (text.equals("block")) {
                        blocked.incrementAndGet();
                        Rig.blockAt(gate);
                    }
                    CommandHandler.echo(device, text);
                }));
    }

    private Peer blockOne(ListenerGroup listening) throws IOException {
        Peer blocker = rig.closeLater(Peer.connect(listening.port()));
        blocker.send("block");
        rig.await(() -> blocked.get() == 1, "a callback to block");
        return blocker;
    }

    private static long sleeps(EPump system) {
        return system.statistics().pumps().stream()
                .map(PumpFigures::owner)
                .mapToLong(counts -> counts.get(OwnerCounter.SLEEPS))
                .sum();
    }

    /** NIO gives a descriptor back in a select only, and nothing but the close makes the pump do one. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldGiveDescriptorBackWhenIdleDeviceIsClosedFromOutside(Permutation permutation) throws IOException {
        assumeTrue(Descriptors.areTold(), "needs a system that tells its open descriptors");
        EPump system = rig.start(rig.settings(permutation));
        ListenerGroup listening = listen(system);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            peers.add(rig.closeLater(Peer.connect(listening.port())));
            peers.get(i).sendAndExpect("hello");
        }
        awaitSleep(system);
        int before = Descriptors.count();

        devices.forEach(TcpDevice::close);

        rig.await(() -> Descriptors.count() == before - 5, "five descriptors");
        rig.await(() -> system.statistics().devices() == permutation.listeners(), "the devices to be gone");
        for (Peer peer : peers) {
            peer.expectEnd();
        }
    }

    /** Until the pumps have slept since nothing more was to do. */
    private void awaitSleep(EPump system) {
        long[] seen = {sleeps(system), System.nanoTime()};
        rig.await(
                () -> {
                    long now = sleeps(system);
                    if (now != seen[0]) {
                        seen[0] = now;
                        seen[1] = System.nanoTime();
                    }
                    return System.nanoTime() - seen[1] > Duration.ofMillis(20).toNanos();
                },
                "the pumps to be asleep");
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldEndRunningCallbackNormallyWhenDeviceIsClosedFromOutside(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Queue<Object> answers = new ConcurrentLinkedQueue<>();
        ListenerGroup listening = rig.listen(
                system,
                () -> new CommandHandler((device, text) -> {
                    devices.add(device);
                    Rig.blockAt(gate);
                    answers.add(device.isOpen());
                    answers.add(device.read(ByteBuffer.allocate(10)));
                    answers.add(device.write(ByteBuffer.wrap(new byte[] {1})));
                    answers.add(device.write(ByteBuffer.allocateDirect(1)));
                    answers.add(device.isWritable());
                    answers.add(device.post(10_000, null));
                }));
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        peer.send("hello");
        rig.await(() -> !devices.isEmpty(), "the callback");

        peer.send("more");
        devices.forEach(TcpDevice::close);
        gate.countDown();

        peer.awaitEnd();
        assertEquals(List.of(false, -1, false, false, false, false), List.copyOf(answers));
    }

    /** Their accept comes after the close: the only thread that could have accepted them was held up. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldServeQueuedConnectionsWhenListenerIsClosed(int workers) throws Exception {
        EPump system = rig.start(rig.settings(1, workers).acceptsPerEvent(4));
        ListenerGroup listening = listen(system);
        Peer blocker = blockOne(listening);
        List<Peer> queued = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            queued.add(rig.closeLater(Peer.connect(listening.port())));
            queued.get(i).send("queued");
        }

        listening.close();
        assertFalse(listening.closed().isDone());
        gate.countDown();

        listening.closed().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        blocker.expect("block");
        for (Peer peer : queued) {
            peer.expect("queued");
        }
        assertEquals(23, system.statistics().devices());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldCloseListenerWhenProgramAcceptsNothing(int workers) throws Exception {
        EPump system = rig.start(rig.settings(2, workers));
        AtomicInteger last = new AtomicInteger();
        ListenerGroup listening = system.tcpListen(
                Rig.loopback(0),
                (context, source, event, fdType) -> {
                    if (((TcpListener) source).isClosed()) {
                        last.incrementAndGet();
                    }
                },
                null);

        listening.close();
        listening.close();

        listening.closed().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(0, system.statistics().devices());
        assertEquals(listening.listeners().size(), last.get(), "last ACCEPT events");
    }

    /** What is broken before it is handed over: written to in the ACCEPT callback when its peer has reset it. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldGiveUpInOrderWhenAcceptedDeviceIsBrokenAlready(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        AtomicInteger invalid = new AtomicInteger();
        IOHandler handler = (context, source, event, fdType) -> {
            if (event == IOEventType.INVALID_DEV) {
                invalid.incrementAndGet();
                Rig.pause(); // time for another thread to come in between
            } else {
                CommandHandler.receive((TcpDevice) source);
            }
        };
        ListenerGroup listening = system.tcpListen(
                Rig.loopback(0),
                (context, source, event, fdType) -> {
                    TcpDevice device = null;
                    do {
                        Rig.pause(); // time for the peer's reset
                        device = event == IOEventType.ACCEPT
                                ? ((TcpListener) source).accept(new Supervised(rig, handler), null)
                                : null;
                        if (device != null) {
                            device.write(ByteBuffer.allocateDirect(10));
                            device.write(ByteBuffer.allocateDirect(10));
                        }
                    } while (device != null);
                },
                null);

        for (int i = 0; i < 100; i++) {
            Peer.connect(listening.port()).reset();
        }

        rig.await(() -> invalid.get() >= 50, "broken devices to be given up");
        listening.close();
        rig.await(() -> listening.closed().isDone(), "the listener to be closed");
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldEndSystemWhenCallbackStopsIt(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Queue<Boolean> answers = new ConcurrentLinkedQueue<>();
        ListenerGroup listening =
                rig.listen(system, () -> new CommandHandler((device, text) -> answers.add(system.stop(Rig.PATIENCE))));
        Peer peer = rig.closeLater(Peer.connect(listening.port()));

        peer.send("stop");

        peer.awaitEnd();
        rig.await(() -> Rig.threadsOf(system).isEmpty(), "the end of all threads");
        assertEquals(List.of(false), List.copyOf(answers));
        assertTrue(system.stop(Rig.PATIENCE), "a second stop");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAnswerFalseAndEndLaterWhenCallbackOutlastsStop(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        ListenerGroup listening = listen(system);
        Peer idle = rig.closeLater(Peer.connect(listening.port()));
        idle.sendAndExpect("hello");
        blockOne(listening);

        assertFalse(system.stop(Duration.ofMillis(50)));
        assertFalse(devices.peek().post(10_000, null), "a post after the stop");
        gate.countDown();

        assertTrue(system.stop(Duration.ofSeconds(5)));
        idle.awaitEnd();
    }

    /** What a running callback has opened is no device of a pump yet; it must not be forgotten. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveUpDeviceWhenRunningCallbackOpenedItAndSystemStops(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        ListenerGroup listening = listen(rig.start(rig.settings(1, 0)));
        Queue<IOEventType> events = new ConcurrentLinkedQueue<>();
        IOHandler client = new Supervised(rig, (context, source, event, fdType) -> events.add(event));
        system.startTimer(
                0,
                0,
                null,
                (context, source, event, fdType) -> {
                    devices.add(system.tcpConnect(Rig.loopback(listening.port()), client, null));
                    Rig.blockAt(gate);
                },
                null);
        rig.await(() -> !devices.isEmpty(), "the callback");

        rig.thread("stopper", () -> assertTrue(system.stop(Rig.PATIENCE)));
        Rig.giveTimeFor(() -> Rig.threadsOf(system).size() < workers + 2);
        gate.countDown();

        rig.joinThreads();
        assertEquals(List.of(IOEventType.INVALID_DEV), List.copyOf(events));
        assertTrue(devices.peek().isClosed());
    }

    @Test
    void shouldLetProgramFinishWhenStopHandlerIsGiven() throws IOException {
        AtomicInteger told = new AtomicInteger();
        EPump system = rig.start(rig.settings(2, 2).stopHandler(stopping -> {
            told.incrementAndGet();
            devices.forEach(device -> device.post(10_000, "goodbye"));
        }));
        ListenerGroup listening = rig.listenFor(system, () -> new Supervised(rig, new Farewell()));
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        peer.sendAndExpect("hello");

        assertTrue(system.stop(Rig.PATIENCE));

        peer.expect("goodbye");
        peer.expectEnd();
        assertEquals(1, told.get());
    }

    /** Echoes; says goodbye when it is told to, and must not be given up before that. */
    private final class Farewell implements IOHandler {
        private final IOHandler echo = new CommandHandler((device, text) -> {
            devices.add(device);
            CommandHandler.echo(device, text);
        });

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            if (event == IOEventType.INVALID_DEV) {
                rig.violated("given up although the program was finishing");
            }
            echo.onEvent(context, source, event, fdType);
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            TcpDevice device = (TcpDevice) source;
            CommandHandler.echo(device, (String) payload);
            device.closeAfterOutput();
        }
    }

    /** Whatever is opened is refused, or told INVALID_DEV at least, and closed. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldLeaveNothingOpenWhenProgramOpensWhileSystemStops(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        AtomicInteger opened = new AtomicInteger();
        try (ServerSocket silent = new ServerSocket()) {
            silent.bind(Rig.loopback(0), 1000);
            for (int i = 0; i < 2; i++) {
                rig.thread("opener-" + i, () -> openForEver(system, silent.getLocalPort(), opened));
            }
            rig.await(() -> opened.get() > 20, "something to be open");

            assertTrue(system.stop(Rig.PATIENCE));
            rig.joinThreads();
        }
        assertTrue(devices.stream().allMatch(TcpDevice::isClosed));
    }

    private void openForEver(EPump system, int port, AtomicInteger opened) throws IOException {
        IOHandler ignoring = (context, source, event, fdType) -> {};
        try {
            while (opened.incrementAndGet() < 500) {
                devices.add(system.tcpConnect(Rig.loopback(port), ignoring, null));
                system.tcpListen(Rig.loopback(0), ignoring, null);
                system.startTimer(opened.get() % 3, 0, null, ignoring, null);
            }
        } catch (IllegalStateException stopped) {
            opened.addAndGet(1000);
        }
    }

    /** Clients that never stop sending; no callback may come after INVALID_DEV, no buffer may stay in use. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldStopInTimeAndLeaveNothingWhenUnderLoad(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        ListenerGroup listening = rig.echo(system, 10);
        for (int i = 0; i < 4; i++) {
            rig.thread("sender-" + i, () -> sendForEver(listening.port()));
        }
        rig.await(() -> handled(system) > 200, "some load");

        assertTrue(system.stop(Rig.PATIENCE));

        rig.joinThreads();
    }

    private static void sendForEver(int port) throws IOException {
        List<Peer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                peers.add(Peer.connect(port));
            }
            for (int i = 0; ; i++) {
                peers.get(i % peers.size()).sendAndExpect("to be echoed");
            }
        } catch (IOException ended) { // the system has stopped
            peers.forEach(Peer::awaitEnd);
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    private static long handled(EPump system) {
        return system.statistics().pumps().stream()
                        .mapToLong(pump -> pump.eventsHandled())
                        .sum()
                + system.statistics().workers().stream()
                        .mapToLong(worker -> worker.eventsHandled())
                        .sum();
    }
}
