package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.buffer.PooledBuffer;
import io.epump.metrics.PumpCounter;
import io.epump.pump.SelectorNotifier;
import io.epump.sched.NanoClock;
import io.epump.sched.Owner;
import io.epump.sched.OwnerCounter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets under a system whose pumps and workers this thread drives, turn by turn. */
class TcpDriveTest {
    private static final int MAX_TURNS = 200_000;

    private EPump system;
    private final List<String> events = new ArrayList<>();
    private final List<TcpDevice> accepted = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private IOHandler connection = this::note;

    private EPumpConfig.Builder settings(int workers) {
        return EPumpConfig.builder()
                .pumps(1)
                .workers(workers)
                .failureHandler((owner, source, failure) -> failures.add(failure));
    }

    private void start(EPumpConfig.Builder settings, NanoClock clock) throws IOException {
        system = new EPump(settings.build(), clock, SelectorNotifier::new);
    }

    private void start(int workers, int acceptsPerEvent) throws IOException {
        start(settings(workers).acceptsPerEvent(acceptsPerEvent), NanoClock.SYSTEM);
    }

    @AfterEach
    void close() {
        system.owners().forEach(owner -> {
            if (owner instanceof io.epump.pump.Pump pump) {
                pump.close();
            }
        });
        assertEquals(List.of(), failures);
    }

    private void note(Object context, IOSource source, IOEventType event, FdType fdType) {
        events.add(event.name());
        switch (event) {
            case ACCEPT -> {
                for (TcpDevice device = acceptOne(source); device != null; device = acceptOne(source)) {
                    accepted.add(device);
                }
            }
            case INVALID_DEV, CONNFAIL -> source.close();
            default -> {}
        }
    }

    private TcpDevice acceptOne(IOSource listener) {
        return ((TcpListener) listener).accept((c, s, e, t) -> connection.onEvent(c, s, e, t), null);
    }

    private int turnAll() {
        int done = 0;
        for (Owner owner : system.owners()) {
            done += owner.turn(0);
        }
        return done;
    }

    private void drive(String what, BooleanSupplier until) {
        for (int i = 0; i < MAX_TURNS && !until.getAsBoolean(); i++) {
            turnAll();
        }
        assertTrue(until.getAsBoolean(), () -> what + " did not come; events=" + events);
    }

    private ListenerGroup listen() throws IOException {
        return system.tcpListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this::note, null);
    }

    private static Socket client(ListenerGroup group) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), group.port());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldReadWhatThePeerSendsAndItsEndWithoutSpinning(int workers) throws IOException {
        start(workers, 64);
        StringBuilder received = new StringBuilder();
        connection = (context, source, event, fdType) -> {
            TcpDevice device = (TcpDevice) source;
            assertEquals(IOEventType.READ, event);
            for (PooledBuffer in = device.receive(); in != null; in = device.receive()) {
                received.append(StandardCharsets.US_ASCII.decode(in.bytes()));
                in.release();
            }
        };
        ListenerGroup group = listen();
        try (Socket peer = client(group)) {
            peer.getOutputStream().write(bytes("hello"));
            drive("hello", () -> received.toString().equals("hello"));
            peer.shutdownOutput();
            drive("the end", () -> accepted.get(0).isInputEnded());
            turnAll();
            turnAll();
            long raised = system.statistics().sum(PumpCounter.RAISED);
            for (int i = 0; i < 1000; i++) {
                turnAll();
            }
            assertEquals(raised, system.statistics().sum(PumpCounter.RAISED), "a half-closed peer is told once");
        }
        assertEquals(5, accepted.get(0).bytesRead());
        assertNull(accepted.get(0).ioError());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldConnectWithExactlyOneEvent(int workers) throws IOException {
        start(workers, 64);
        ListenerGroup group = listen();
        TcpDevice client = system.tcpConnect(group.localAddress(), this::note, null);
        drive("CONNECTED", () -> events.contains("CONNECTED"));
        drive("ACCEPT", () -> !accepted.isEmpty());
        for (int i = 0; i < 100; i++) {
            turnAll();
        }
        assertEquals(1, events.stream().filter("CONNECTED"::equals).count());
        assertFalse(events.contains("CONNFAIL"));
        assertEquals(client.localAddress(), accepted.get(0).remoteAddress());

        // The peer's bytes come as READ.
        accepted.get(0).close();
        drive("READ", () -> events.contains("READ"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldFailToConnectWithExactlyOneEventAndItsReason(int workers) throws IOException {
        start(workers, 64);
        ListenerGroup group = listen();
        InetSocketAddress nobody = group.localAddress();
        group.close();
        drive("closed", () -> group.closed().isDone());
        events.clear();
        TcpDevice client = system.tcpConnect(nobody, this::note, null);
        drive("CONNFAIL", () -> events.contains("CONNFAIL"));
        drive("gone", () -> system.statistics().devices() == 0);
        assertEquals(List.of("CONNFAIL"), events);
        assertNotNull(client.ioError());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAcceptInBoundedPortions(int workers) throws IOException {
        start(workers, 3);
        ListenerGroup group = listen();
        turnAll();
        List<Socket> peers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            peers.add(client(group));
        }
        drive("ten", () -> accepted.size() == 10);
        assertTrue(events.stream().filter("ACCEPT"::equals).count() >= 4, "events=" + events);
        for (Socket peer : peers) {
            peer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAcceptWhatIsQueuedBeforeTheListenerCloses(int workers) throws IOException {
        start(workers, 3);
        ListenerGroup group = listen();
        turnAll();
        List<Socket> peers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            peers.add(client(group));
        }
        group.close(); // before any select has told of them
        drive("closed", () -> group.closed().isDone());
        assertEquals(10, accepted.size());
        for (Socket peer : peers) {
            peer.close();
        }
        assertThrows(IOException.class, () -> client(group));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldPauseAcceptingWithoutDescriptorsAndResume(int workers) throws IOException {
        AtomicLong laterNs = new AtomicLong();
        start(
                settings(workers).maxDescriptors(2).acceptPause(Duration.ofHours(1)),
                () -> System.nanoTime() + laterNs.get());
        ListenerGroup group = listen();
        try (Socket first = client(group);
                Socket second = client(group)) {
            drive("the first, and a pause", () -> system.statistics().acceptPauses() == 1);
            long raised = system.statistics().sum(PumpCounter.RAISED);
            for (int i = 0; i < 50; i++) {
                turnAll();
            }
            assertEquals(raised, system.statistics().sum(PumpCounter.RAISED), "a paused listener does not spin");
            assertEquals(1, accepted.size());
            accepted.get(0).close();
            drive("room", () -> system.statistics().devices() == 1);
            assertEquals(1, accepted.size(), "the pause goes on");
            laterNs.set(Duration.ofHours(1).toNanos());
            drive("resumed", () -> accepted.size() == 2);
            assertTrue(first.isConnected() && second.isConnected());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldQueueWhatDoesNotFitAndTellItsWatermarks(int workers) throws IOException {
        start(workers, 64);
        boolean[] seen = {false, false};
        connection = (context, source, event, fdType) -> {
            TcpDevice device = (TcpDevice) source;
            if (event == IOEventType.READ) {
                device.receive().release();
                byte[] block = new byte[1 << 20];
                for (int i = 0; i < 8; i++) {
                    assertTrue(device.write(ByteBuffer.wrap(block)));
                }
                seen[0] = !device.isWritable();
            } else {
                device.flush();
                seen[1] |= seen[0] && device.isWritable();
            }
        };
        ListenerGroup group = listen();
        try (Socket peer = client(group)) {
            peer.getOutputStream().write(1);
            long[] read = {0};
            byte[] into = new byte[1 << 16];
            drive("eight MiB", () -> {
                try {
                    int ready = peer.getInputStream().available();
                    read[0] += ready > 0 ? peer.getInputStream().read(into, 0, Math.min(ready, into.length)) : 0;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return read[0] == 8L << 20;
            });
        }
        assertTrue(seen[0], "above the high watermark");
        assertTrue(seen[1], "below the low watermark again");
        drive("flushed", () -> accepted.get(0).pendingBytes() == 0);
        assertEquals(0, system.statistics().buffersInUse());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldClearAStrayInterrupt(int workers) throws IOException {
        start(workers, 64);
        connection = (context, source, event, fdType) -> {
            Thread.currentThread().interrupt();
            source.close();
        };
        ListenerGroup group = listen();
        try (Socket peer = client(group)) {
            peer.getOutputStream().write(1);
            drive("closed", () -> !accepted.isEmpty() && accepted.get(0).isClosed());
            assertFalse(Thread.currentThread().isInterrupted());
            assertTrue(system.statistics().sum(OwnerCounter.INTERRUPTS_CLEARED) >= 1);
        }
    }
}
