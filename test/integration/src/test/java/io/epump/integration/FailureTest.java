package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.IOTimer;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.integration.Rig.Failure;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exception gives up the device whose callback threw, tells the failure handler, and touches nobody else. */
class FailureTest {
    private static final int THROW_CODE = 10_000;

    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<IOEventType> events = new ConcurrentLinkedQueue<>();
    private final Queue<Supervised> connections = new ConcurrentLinkedQueue<>();

    /** Echoes until it is told to throw, and where. */
    private final class Thrower implements IOHandler {
        private final IOHandler commands = new CommandHandler(this::run);
        private boolean throwsWhenInvalid;

        private void run(TcpDevice device, String text) throws Exception {
            switch (text) {
                case "exception" -> throw new IOException("thrown");
                case "error" -> throw new AssertionError("thrown");
                case "timer" -> device.startTimer(0, 1, null, this);
                case "user" -> device.post(THROW_CODE, null);
                case "twice" -> {
                    throwsWhenInvalid = true;
                    throw new IllegalStateException("thrown");
                }
                default -> CommandHandler.echo(device, text);
            }
        }

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            if (event == IOEventType.TIMEOUT) {
                throw new IllegalStateException("thrown");
            }
            if (event == IOEventType.INVALID_DEV) {
                events.add(event);
                if (throwsWhenInvalid) {
                    throw new IllegalStateException("thrown again");
                }
                return;
            }
            commands.onEvent(context, source, event, fdType);
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            throw new IllegalStateException("thrown");
        }
    }

    private ListenerGroup listen(EPump system) throws IOException {
        return rig.listenFor(system, () -> {
            Supervised connection = new Supervised(rig, new Thrower());
            connections.add(connection);
            return connection;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveUpOnlyTheDeviceWhenItsCallbackThrows(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        ListenerGroup listening = listen(system);
        Peer other = rig.closeLater(Peer.connect(listening.port()));
        other.sendAndExpect("before");
        for (String command : List.of("exception", "error", "timer", "user")) {
            try (Peer peer = Peer.connect(listening.port())) {
                peer.sendAndExpect("hello");
                peer.send(command);
                peer.expectEnd();
            }
            List<Failure> failures = rig.takeFailures();
            assertEquals(1, failures.size(), () -> command + ": " + failures);
            Failure failure = failures.get(0);
            boolean ofTimer = command.equals("timer");
            assertSame(
                    ofTimer ? IOTimer.class : TcpDevice.class, failure.source().getClass(), command);
            assertEquals("thrown", failure.thrown().getMessage(), command);
            assertEquals(List.of(IOEventType.INVALID_DEV), List.copyOf(events), command);
            events.clear();
            other.sendAndExpect("still here");
        }
        assertEquals(4, connections.stream().mapToInt(Supervised::invalidated).sum());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldCloseDeviceWhenItThrowsOnInvalidDevToo(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        Peer peer = rig.closeLater(Peer.connect(listen(system).port()));

        peer.send("twice");

        peer.expectEnd();
        assertEquals(
                List.of("thrown", "thrown again"),
                rig.takeFailures().stream()
                        .map(failure -> failure.thrown().getMessage())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGoOnServingWhenTimerOfNobodyThrows(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        AtomicInteger times = new AtomicInteger();
        IOTimer timer = system.startPeriodicTimer(
                1,
                0,
                null,
                (context, source, event, fdType) -> {
                    times.incrementAndGet();
                    throw new IllegalStateException("thrown");
                },
                null);

        rig.await(() -> times.get() >= 3, "a throwing timer to go on");
        timer.close();

        rig.await(timer::isIdle, "the timer to be idle");
        Peer peer = rig.closeLater(Peer.connect(listen(system).port()));
        peer.sendAndExpect("hello");
        List<Failure> failures = rig.takeFailures();
        assertEquals(times.get(), failures.size());
        failures.forEach(failure -> assertSame(timer, failure.source()));
    }

    /** The listener is given up as any device is; what it has accepted is served. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldServeAcceptedConnectionWhenAcceptCallbackThrowsAfterwards(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        IOHandler accepting = Rig.accepting(() -> new CommandHandler(CommandHandler::echo));
        ListenerGroup listening = system.tcpListen(
                Rig.loopback(0),
                (context, source, event, fdType) -> {
                    events.add(event);
                    if (event == IOEventType.ACCEPT) {
                        accepting.onEvent(context, source, event, fdType);
                        throw new IllegalStateException("thrown");
                    }
                },
                null);
        ListenerGroup other = listen(system);

        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        peer.sendAndExpect("hello");

        listening.closed().orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        peer.sendAndExpect("hello again");
        rig.closeLater(Peer.connect(other.port())).sendAndExpect("hello");
        assertEquals(List.of(IOEventType.ACCEPT, IOEventType.INVALID_DEV), List.copyOf(events));
        assertEquals(1, rig.takeFailures().size());
    }

    /** The connection still waits in the kernel, so the listener is ready once more before it is closed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellListenerNothingMoreWhenItsAcceptCallbackThrows(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        ListenerGroup listening = system.tcpListen(
                Rig.loopback(0),
                (context, source, event, fdType) -> {
                    events.add(event);
                    if (event == IOEventType.ACCEPT) {
                        throw new IllegalStateException("thrown");
                    }
                },
                null);

        try (Socket peer = new Socket()) {
            peer.connect(listening.localAddress());
            rig.await(() -> listening.closed().isDone(), "the listener to be given up");
        }

        assertTrue(system.stop(Rig.PATIENCE));
        assertEquals(List.of(IOEventType.ACCEPT, IOEventType.INVALID_DEV), List.copyOf(events));
        assertEquals(1, rig.takeFailures().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveUpEveryDeviceOnceWhenSystemStops(int workers) throws IOException {
        EPump system = rig.start(rig.settings(2, workers));
        ListenerGroup listening = listen(system);
        for (int i = 0; i < 20; i++) {
            rig.closeLater(Peer.connect(listening.port())).sendAndExpect("hello");
        }
        AtomicInteger invalid = new AtomicInteger();
        IOHandler client = new Supervised(rig, (context, source, event, fdType) -> {
            if (event == IOEventType.INVALID_DEV) {
                invalid.incrementAndGet();
            }
        });
        IODevice connecting;
        try (ServerSocket silent = new ServerSocket()) {
            silent.bind(Rig.loopback(0));
            connecting = system.tcpConnect(Rig.loopback(silent.getLocalPort()), client, null);

            assertTrue(system.stop(Rig.PATIENCE));
        }

        assertEquals(20, events.size());
        assertEquals(20, connections.stream().mapToInt(Supervised::invalidated).sum());
        assertEquals(1, invalid.get());
        assertTrue(connecting.isClosed());
    }
}
