package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.buffer.PooledBuffer;
import io.epump.metrics.PumpCounter;
import io.epump.sched.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has been idle, for how long, over real sockets and under a clock that the test moves. */
class IdleTimeoutTest {
    private static final int ROUNDS = 10;
    private static final int SET = 10_000;
    private static final int WRITE = 10_001;

    private final ManualClock clock = new ManualClock();
    private final List<String> told = new ArrayList<>();
    private long reads;
    private Runnable atTimeout = () -> {};

    /** Reads all there is, notes what is idle, and does what is posted. */
    private final class Idler implements IOHandler {
        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws IOException {
            IODevice device = (IODevice) source;
            switch (event) {
                case ACCEPT -> ((StreamListener<?>) source).accept(this, null);
                case READ -> read(device);
                case WRITE -> {
                    // what is queued has been sent on
                }
                case TIMEOUT -> {
                    told.add(device.idleKind() + " " + fdType);
                    atTimeout.run();
                }
                default -> told.add(event.toString());
            }
        }

        private void read(IODevice device) throws IOException {
            if (device instanceof UdpDevice udp) {
                while (udp.receive(ByteBuffer.allocate(100)) != null) {
                    reads++;
                }
                return;
            }
            for (PooledBuffer in = ((StreamDevice) device).receive();
                    in != null;
                    in = ((StreamDevice) device).receive()) {
                reads++;
                in.release();
            }
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) throws IOException {
            if (code == SET) {
                long[] ms = (long[]) payload;
                ((IODevice) source).idleTimeout(ms[0], ms[1], ms[2]);
            } else if (source instanceof UdpDevice udp) {
                udp.send(ByteBuffer.wrap(new byte[] {1}), (InetSocketAddress) payload);
            } else {
                ((StreamDevice) source).write(ByteBuffer.wrap((byte[]) payload));
            }
        }
    }

    private DrivenSystem driven(int workers) throws IOException {
        return new DrivenSystem(DrivenSystem.settings(workers), clock);
    }

    private void set(DrivenSystem driven, IODevice device, long readMs, long writeMs, long bothMs) {
        assertTrue(device.post(SET, new long[] {readMs, writeMs, bothMs}));
        driven.turns(ROUNDS);
    }

    private void pass(DrivenSystem driven, long ms) {
        clock.advanceMs(ms);
        driven.turns(ROUNDS);
    }

    private List<String> takeTold() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellEachKindAfterItsTimeAndAgainAfterEachFurther(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            TcpDevice device = driven.link(new Idler()).device();
            set(driven, device, 100, 250, 170);
            clock.advanceNs(-1);
            pass(driven, 100);
            assertEquals(List.of(), takeTold(), "never early");
            clock.advanceNs(1);
            pass(driven, 0);
            assertEquals(List.of("READ ACCEPTED"), takeTold());
            pass(driven, 69);
            assertEquals(List.of(), takeTold());
            pass(driven, 1);
            assertEquals(List.of("BOTH ACCEPTED"), takeTold());
            pass(driven, 30);
            assertEquals(List.of("READ ACCEPTED"), takeTold());
            pass(driven, 50);
            assertEquals(List.of("WRITE ACCEPTED"), takeTold());
            pass(driven, 2_000);
            assertEquals(List.of("READ ACCEPTED", "WRITE ACCEPTED", "BOTH ACCEPTED"), takeTold(), "once each");
            assertTrue(device.isOpen());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCountFromTheLastActivityWithoutTouchingTheTimer(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Idler());
            set(driven, link.device(), 100, 0, 0);
            long expired = expired(driven);
            for (int i = 0; i < 9; i++) {
                pass(driven, 10);
                long before = reads;
                link.peer().getOutputStream().write(1);
                driven.drive("a byte", () -> reads > before);
            }
            pass(driven, 99);
            assertEquals(List.of(), takeTold());
            assertEquals(expired + 1, expired(driven), "one look at 100 ms, which has seen the byte of 90");
            pass(driven, 1);
            assertEquals(List.of("READ ACCEPTED"), takeTold());
        }
    }

    private static long expired(DrivenSystem driven) {
        return driven.system.statistics().sum(PumpCounter.TIMERS_EXPIRED);
    }

    /** What the peer does not take is not written, however much the program queues. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellWriteIdleWhenThePeerTakesNothing(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Idler());
            set(driven, link.device(), 0, 100, 0);
            pass(driven, 60);
            assertTrue(link.device().post(WRITE, new byte[] {1}));
            driven.turns(ROUNDS);
            pass(driven, 99);
            assertEquals(List.of(), takeTold());
            pass(driven, 1);
            assertEquals(List.of("WRITE ACCEPTED"), takeTold());

            assertTrue(link.device().post(WRITE, new byte[16 << 20]));
            driven.turns(1000);
            assertTrue(link.device().pendingBytes() > 0, "the peer does not read");
            pass(driven, 60);
            assertTrue(link.device().post(WRITE, new byte[1000])); // goes into the queue
            driven.turns(ROUNDS);
            pass(driven, 40);
            assertEquals(List.of("WRITE ACCEPTED"), takeTold());
            link.device().close();
            driven.drive("its end", () -> driven.system.statistics().devices() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCountBothFromEither(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Idler());
            set(driven, link.device(), 0, 0, 100);
            pass(driven, 60);
            link.peer().getOutputStream().write(1);
            driven.drive("a byte", () -> reads == 1);
            pass(driven, 60);
            assertTrue(link.device().post(WRITE, new byte[] {1}));
            driven.turns(ROUNDS);
            pass(driven, 99);
            assertEquals(List.of(), takeTold());
            pass(driven, 1);
            assertEquals(List.of("BOTH ACCEPTED"), takeTold());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellNothingWhenTurnedOff(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            TcpDevice device = driven.link(new Idler()).device();
            set(driven, device, 100, 100, 100);
            assertEquals(1, driven.system.statistics().timers());
            set(driven, device, 0, 0, 0);
            pass(driven, 1_000);
            assertEquals(List.of(), takeTold());
            assertEquals(0, driven.system.statistics().timers());
            assertNull(device.idleKind());
            set(driven, device, 500, 0, 0);
            set(driven, device, 100, 0, 0);
            pass(driven, 100);
            assertEquals(List.of("READ ACCEPTED"), takeTold());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellNothingMoreWhenItsCallbackTurnsItOffOrCloses(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            TcpDevice device = driven.link(new Idler()).device();
            atTimeout = () -> device.idleTimeout(0, 0, 0);
            set(driven, device, 100, 100, 100);
            pass(driven, 100);
            assertEquals(List.of("READ ACCEPTED"), takeTold());

            atTimeout = device::close;
            set(driven, device, 100, 100, 100);
            pass(driven, 100);
            assertEquals(List.of("READ ACCEPTED"), takeTold());
            driven.drive("its end", () -> driven.system.statistics().devices() == 1);
            assertEquals(0, driven.system.statistics().timers());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGiveTheDeviceUpWhenItsCallbackThrows(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            TcpDevice device = driven.link(new Idler()).device();
            atTimeout = () -> {
                throw new IllegalStateException("thrown");
            };
            set(driven, device, 100, 100, 0);
            clock.advanceMs(100);
            for (int i = 0; i < ROUNDS; i++) {
                driven.turnAll();
            }
            assertEquals("thrown", driven.failures.get(0).getMessage());
            driven.failures.clear();
            assertEquals(List.of("READ ACCEPTED", "INVALID_DEV"), takeTold());
            assertTrue(device.isClosed());
        }
    }

    /** Its bytes wait behind a callback of another device that has blocked: the peer is not what was idle. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotTellWhenTheEventWaitsForTheWorker(boolean hasSent) throws IOException {
        try (DrivenSystem driven = driven(1)) {
            DrivenSystem.Link link = driven.link(new Idler());
            set(driven, link.device(), 100, 0, 100);
            Owner pump = driven.system.owners().get(0);
            clock.advanceMs(100);
            pump.turn(0); // the TIMEOUT is in the ring
            if (hasSent) {
                link.peer().getOutputStream().write(1);
                long raised = driven.system.statistics().sum(PumpCounter.RAISED);
                for (int i = 0; driven.system.statistics().sum(PumpCounter.RAISED) == raised; i++) {
                    assertTrue(i < 100_000, "no READ");
                    pump.turn(0);
                }
            }
            driven.turns(ROUNDS);
            assertEquals(hasSent ? List.of() : List.of("READ ACCEPTED", "BOTH ACCEPTED"), takeTold());
            assertEquals(hasSent ? 1 : 0, reads);
            pass(driven, 100);
            assertEquals(List.of("READ ACCEPTED", "BOTH ACCEPTED"), takeTold());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldWatchUdp(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers);
                DatagramChannel peer = DatagramChannel.open()) {
            peer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            UdpGroup group = driven.system.udpListen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Idler(), null);
            UdpDevice device = group.devices().get(0);
            driven.turns(ROUNDS);
            set(driven, device, 100, 150, 0);
            pass(driven, 60);
            peer.send(ByteBuffer.wrap(new byte[] {1}), group.localAddress());
            driven.drive("a datagram", () -> reads == 1);
            assertTrue(device.post(WRITE, peer.getLocalAddress()));
            driven.turns(ROUNDS);
            pass(driven, 99);
            assertEquals(List.of(), takeTold());
            pass(driven, 1);
            assertEquals(List.of("READ UDPSRV"), takeTold());
            pass(driven, 50);
            assertEquals(List.of("WRITE UDPSRV"), takeTold());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldWatchUnixConnections(int workers, @TempDir Path folder) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            List<UnixDevice> accepted = new ArrayList<>();
            Path path = folder.resolve("socket");
            driven.system.unixListen(
                    path,
                    null,
                    (context, source, event, fdType) -> {
                        UnixDevice device = ((UnixListener) source).accept(new Idler(), null);
                        if (device != null) {
                            device.idleTimeout(100, 0, 0); // before it is handed over
                            accepted.add(device);
                        }
                    },
                    null);
            try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                driven.drive("a connection", () -> !accepted.isEmpty());
                driven.turns(ROUNDS);
                pass(driven, 50);
                peer.write(ByteBuffer.wrap(new byte[] {1}));
                driven.drive("a byte", () -> reads == 1);
                pass(driven, 99);
                assertEquals(List.of(), takeTold());
                pass(driven, 1);
                assertEquals(List.of("READ USOCK_ACCEPTED"), takeTold());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseListenersAndNegativeTimes(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            List<Throwable> refused = new ArrayList<>();
            ListenerGroup listening = driven.listen((context, source, event, fdType) -> {
                TcpListener listener = (TcpListener) source;
                refused.add(assertThrows(UnsupportedOperationException.class, () -> listener.idleTimeout(1, 0, 0)));
                TcpDevice device = listener.accept(new Idler(), null);
                refused.add(assertThrows(IllegalArgumentException.class, () -> device.idleTimeout(0, -1, 0)));
                device.close();
            });
            driven.connect(listening);
            driven.drive("the refusals", () -> refused.size() == 2);
            assertTrue(refused.get(1).getMessage().contains("writeMs=-1"));
            assertSame(IllegalArgumentException.class, refused.get(1).getClass());
        }
    }
}
