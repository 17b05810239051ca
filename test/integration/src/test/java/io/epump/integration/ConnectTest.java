package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epump.EPump;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connect ends in exactly one of CONNECTED and CONNFAIL, before anything else, and never inside the call. */
@Tag("permutation")
class ConnectTest {
    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    /** Writes down what it is told, and in a failure's case why. */
    private IOHandler logging(boolean closes) {
        return new Supervised(rig, (context, source, event, fdType) -> {
            assertEquals(FdType.CONNECTED, fdType);
            TcpDevice device = (TcpDevice) source;
            if (event == IOEventType.CONNFAIL) {
                assertNotNull(device.ioError());
            } else if (event == IOEventType.CONNECTED) {
                assertNull(device.ioError());
            }
            log.add(event == IOEventType.READ ? "READ " + CommandHandler.receive(device) : event.toString());
            if (closes && (event != IOEventType.CONNECTED)) {
                device.close();
            }
        });
    }

    /** A port that nobody listens on. */
    private static int deafPort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Rig.loopback(0));
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFailOnceWithReasonWhenNobodyListens(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        int port = deafPort();

        TcpDevice device = system.tcpConnect(Rig.loopback(port), logging(true), null);

        rig.await(device::isClosed, "the failed device to be closed");
        rig.await(() -> system.statistics().devices() == 0, "the device to be gone");
        assertEquals(List.of("CONNFAIL"), List.copyOf(log));
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldNotSpinWhenFailedDeviceIsKeptOpen(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        system.tcpConnect(Rig.loopback(deafPort()), logging(false), null);
        rig.await(() -> !log.isEmpty(), "the failure");

        QuietPeriod.check(rig, system);

        assertEquals(List.of("CONNFAIL"), List.copyOf(log));
        assertEquals(1, system.statistics().devices());
    }

    /** The server speaks first, so that there is something to read when the connect ends. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldTellConnectedBeforeReadWhenPeerSpeaksFirst(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        ListenerGroup listening = system.tcpListen(Rig.loopback(0), ConnectTest::greetAndClose, null);
        List<TcpDevice> devices = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            devices.add(system.tcpConnect(Rig.loopback(listening.port()), logging(true), null));
        }

        rig.await(() -> devices.stream().allMatch(TcpDevice::isClosed), "all to be greeted");
        assertEquals(20, log.stream().filter("CONNECTED"::equals).count());
        assertEquals(20, log.stream().filter("READ welcome"::equals).count());
        assertEquals(40, log.size(), log::toString);
    }

    private static void greetAndClose(Object context, IOSource source, IOEventType event, FdType fdType) {
        if (source instanceof TcpListener listener && event == IOEventType.ACCEPT) {
            TcpDevice device;
            do {
                device = listener.accept(ConnectTest::greetAndClose, null);
                if (device != null) {
                    device.write(ByteBuffer.wrap("welcome".getBytes(StandardCharsets.US_ASCII)));
                    device.closeAfterOutput();
                }
            } while (device != null);
        } else {
            source.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldRunOnSameThreadWhenCallbackConnects(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        ListenerGroup echo = rig.echo(system, 0);
        AtomicReference<Thread> opener = new AtomicReference<>();
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        AtomicInteger echoed = new AtomicInteger();
        IOHandler client = new Supervised(rig, (context, source, event, fdType) -> {
            threads.add(Thread.currentThread());
            TcpDevice device = (TcpDevice) source;
            if (event == IOEventType.CONNECTED) {
                CommandHandler.echo(device, "hello");
            } else {
                echoed.addAndGet(CommandHandler.receive(device).length());
            }
        });
        ListenerGroup front = rig.listen(
                system,
                () -> new CommandHandler((device, text) -> {
                    opener.set(Thread.currentThread());
                    TcpDevice onward = device.system().tcpConnect(Rig.loopback(echo.port()), client, null);
                    if (threads.size() > 0) {
                        rig.violated("a callback inside tcpConnect of " + onward);
                    }
                }));

        rig.closeLater(Peer.connect(front.port())).send("go");

        rig.await(() -> echoed.get() == 5, "the echo");
        threads.forEach(thread -> assertSame(opener.get(), thread));
    }

    @Test
    void shouldConnectFromGivenAddressWhenLocalAddressIsGiven() throws IOException {
        EPump system = rig.start(rig.settings(1, 0));
        ListenerGroup echo = rig.echo(system, 0);
        int localPort = deafPort();

        TcpDevice device = system.tcpConnect(Rig.loopback(echo.port()), Rig.loopback(localPort), logging(true), null);

        assertEquals(localPort, device.localAddress().getPort());
        rig.await(() -> log.contains("CONNECTED"), "the connect");
        assertEquals(echo.port(), device.remoteAddress().getPort());
    }

    @Test
    void shouldLeaveNothingOpenWhenConnectIsMisused() throws IOException {
        EPump system = rig.start(rig.settings(1, 0));
        assertThrows(IllegalArgumentException.class, () -> system.tcpConnect("somewhere", 65_536, logging(true), null));
        assertThrows(NullPointerException.class, () -> system.tcpConnect(Rig.loopback(1), null, null));

        assertEquals(0, system.statistics().devices());
        assertEquals(0, system.statistics().sum(OwnerCounter.FAILURES));
    }
}
