package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EventHook;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.sched.OwnerCounter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exceptions of callbacks that {@link FailureTest} has not, and of the failure handler: each gives up its source and no more. */
class CallbackFaultTest {
    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<IOEventType> events = new ConcurrentLinkedQueue<>();

    /** Throws at one event, notes all. */
    private IOHandler throwingAt(IOEventType when) {
        return new Supervised(rig, (context, source, event, fdType) -> {
            events.add(event);
            if (event == when) {
                throw new IOException("at " + when);
            }
        });
    }

    private void awaitGivenUp(EPump system, IODevice device, IOEventType thrownAt, int devicesLeft) {
        rig.await(() -> device.isClosed() && system.statistics().devices() == devicesLeft, "the device to be gone");
        List<Rig.Failure> failures = rig.takeFailures();
        assertEquals(1, failures.size(), failures::toString);
        assertSame(device, failures.get(0).source());
        assertEquals("at " + thrownAt, failures.get(0).thrown().getMessage());
        List<IOEventType> seen = List.copyOf(events);
        assertEquals(thrownAt, seen.get(seen.size() - 2));
        assertEquals(IOEventType.INVALID_DEV, seen.get(seen.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveUpTheDeviceWhenItThrowsAtConnected(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        ListenerGroup echo = rig.echo(system, 0);
        IODevice device = system.tcpConnect(echo.localAddress(), throwingAt(IOEventType.CONNECTED), null);
        awaitGivenUp(system, device, IOEventType.CONNECTED, 1);
        rig.closeLater(Peer.connect(echo.port())).sendAndExpect("still here");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveUpTheDeviceWhenItThrowsAtConnfail(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Rig.loopback(0));
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        IODevice device = system.tcpConnect(nobody, throwingAt(IOEventType.CONNFAIL), null);
        awaitGivenUp(system, device, IOEventType.CONNFAIL, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveUpTheDeviceAndItsQueueWhenItThrowsAtWrite(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        IOHandler throwing = throwingAt(IOEventType.WRITE);
        Queue<TcpDevice> devices = new ConcurrentLinkedQueue<>();
        ListenerGroup listening = rig.listenFor(system, () -> (context, source, event, fdType) -> {
            if (event == IOEventType.READ) {
                TcpDevice device = (TcpDevice) source;
                CommandHandler.receive(device);
                device.write(ByteBuffer.wrap(new byte[16 << 20]));
                devices.add(device);
            } else {
                throwing.onEvent(context, source, event, fdType);
            }
        });
        Peer peer = rig.closeLater(Peer.connect(listening.port(), 4096));
        peer.send("x");
        rig.await(() -> !devices.isEmpty(), "the answer to be queued");
        peer.awaitEnd();
        awaitGivenUp(system, devices.peek(), IOEventType.WRITE, 1);
        assertEquals(0, system.statistics().buffersInUse());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveUpTheDeviceWhenItThrowsAtItsIdleTimeout(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        ListenerGroup echo = rig.echo(system, 0);
        CountDownLatch connected = new CountDownLatch(1);
        IOHandler throwing = throwingAt(IOEventType.TIMEOUT);
        IODevice device = system.tcpConnect(
                echo.localAddress(),
                (context, source, event, fdType) -> {
                    throwing.onEvent(context, source, event, fdType);
                    if (event == IOEventType.CONNECTED) {
                        ((TcpDevice) source).idleTimeout(1, 0, 0);
                        connected.countDown();
                    }
                },
                null);
        rig.await(() -> connected.getCount() == 0, "the connect");
        awaitGivenUp(system, device, IOEventType.TIMEOUT, 1);
    }

    /** Counted twice, the callback's and its own, and nobody else notices. */
    @ParameterizedTest
    @CsvSource({"0, false", "2, false", "0, true", "2, true"})
    void shouldGoOnWhenTheFailureHandlerThrowsItself(int workers, boolean isError) throws IOException {
        AtomicInteger handled = new AtomicInteger();
        EPump system = rig.start(rig.settings(1, workers).failureHandler((owner, source, failure) -> {
            handled.incrementAndGet();
            if (isError) {
                throw new StackOverflowError("of the failure handler");
            }
            throw new IllegalStateException("of the failure handler");
        }));
        ListenerGroup echo = rig.echo(system, 0);
        IODevice device = system.tcpConnect(echo.localAddress(), throwingAt(IOEventType.CONNECTED), null);
        rig.await(device::isClosed, "the device to be given up");
        EventHook hook = system.addHook(
                0,
                context -> {
                    throw new IllegalStateException("of the condition");
                },
                (context, source, event, fdType) -> {
                    throw new IllegalStateException("at " + event);
                },
                null);
        rig.await(hook::isClosed, "the hook to be given up");
        system.startTimer(
                0,
                0,
                null,
                (context, source, event, fdType) -> {
                    throw new IllegalStateException("of a timer");
                },
                null);
        rig.await(() -> handled.get() == 4, "device, condition, INVALID_DEV of the hook, timer");
        rig.await(() -> system.statistics().sum(OwnerCounter.FAILURES) == 8, "both to be counted");
        rig.closeLater(Peer.connect(echo.port())).sendAndExpect("still here");
    }

    /** Asked each millisecond; when it fails the stop does not wait for the program any longer. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldStopAllTheSameWhenStopReadyThrows(int workers) throws IOException {
        EPump system =
                rig.start(rig.settings(1, workers).stopHandler(stopping -> {}).stopReady(() -> {
                    throw new IllegalStateException("of stopReady");
                }));
        ListenerGroup echo = rig.echo(system, 0);
        rig.closeLater(Peer.connect(echo.port())).sendAndExpect("hello");
        assertTrue(system.stop(Duration.ofHours(1)));
        assertEquals("of stopReady", rig.takeFailures().get(0).thrown().getMessage());
    }
}
