package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.UdpDevice;
import io.epump.UdpGroup;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams go and come whole, in order over loopback, each to and from the right peer. */
@Tag("permutation")
class UdpTest {
    /** The longest that IPv4 carries. */
    private static final int LONGEST_BYTES = 65_507;

    private static final int CLIENTS = 24;

    @RegisterExtension
    final Rig rig = new Rig();

    private final AtomicInteger refusedSends = new AtomicInteger();

    /** Sends each datagram back to whom it came from. One for all sockets of a group: it keeps nothing. */
    private IOHandler echo(int roomBytes, boolean isDirect) {
        return (context, source, event, fdType) -> {
            assertEquals(FdType.UDPSRV, fdType);
            if (event != IOEventType.READ) {
                return;
            }
            UdpDevice device = (UdpDevice) source;
            ByteBuffer room = isDirect ? ByteBuffer.allocateDirect(roomBytes) : ByteBuffer.allocate(roomBytes);
            for (InetSocketAddress peer = device.receive(room); peer != null; peer = device.receive(room.clear())) {
                refusedSends.addAndGet(device.send(room.flip(), peer) ? 0 : 1);
            }
        };
    }

    private DatagramSocket client() throws IOException {
        DatagramSocket socket = rig.closeLater(new DatagramSocket());
        socket.setSoTimeout((int) Rig.PATIENCE.toMillis());
        return socket;
    }

    /** Not connected: Java sends no empty datagram over a connected socket. */
    private static void send(DatagramSocket socket, int port, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, Rig.loopback(port)));
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet =
                new DatagramPacket(new byte[UdpDevice.MAX_DATAGRAM_BYTES], UdpDevice.MAX_DATAGRAM_BYTES);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no datagram came back", e);
        }
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static String text(byte[] bytes) {
        return bytes.length + ":" + Arrays.hashCode(bytes);
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldCarryDatagramsOfEveryLength(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        for (boolean isDirect : new boolean[] {true, false}) {
            UdpGroup group = system.udpListen(Rig.loopback(0), echo(UdpDevice.MAX_DATAGRAM_BYTES, isDirect), null);
            assertEquals(permutation.listeners(), group.devices().size());
            DatagramSocket socket = client();
            for (int length : new int[] {0, 1, 2, 511, 1472, 1473, 8192, 8193, 32_768, LONGEST_BYTES}) {
                byte[] bytes = new RandomBytes(length).next(length);
                send(socket, group.port(), bytes);
                assertEquals(text(bytes), text(receive(socket)));
            }
        }
        assertEquals(0, refusedSends.get());
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldAnswerEachClientWithItsOwnInOrder(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation).readBytesPerEvent(1024)); // four datagrams an event
        UdpGroup group = system.udpListen(Rig.loopback(0), echo(2000, true), null);
        List<DatagramSocket> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(client());
        }
        for (int round = 0; round < 20; round++) {
            for (int burst = 0; burst < 5; burst++) {
                for (DatagramSocket socket : clients) {
                    send(socket, group.port(), name(socket, round, burst));
                }
            }
            for (DatagramSocket socket : clients) {
                for (int burst = 0; burst < 5; burst++) {
                    assertEquals(
                            new String(name(socket, round, burst), StandardCharsets.US_ASCII),
                            new String(receive(socket), StandardCharsets.US_ASCII));
                }
            }
        }
    }

    private static byte[] name(DatagramSocket socket, int round, int burst) {
        return (socket.getLocalPort() + "/" + round + "/" + burst).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void shouldTellOfADatagramThatIsTooLongAndGoOn() throws IOException {
        EPump system = rig.start(rig.settings(1, 1));
        Queue<String> log = new ConcurrentLinkedQueue<>();
        UdpGroup group = system.udpListen(
                Rig.loopback(0),
                (context, source, event, fdType) -> {
                    ByteBuffer room = ByteBuffer.allocate(10);
                    UdpDevice device = (UdpDevice) source;
                    boolean isMore = true;
                    while (isMore) {
                        try {
                            isMore = device.receive(room.clear()) != null;
                            if (isMore) {
                                log.add(StandardCharsets.US_ASCII
                                        .decode(room.flip())
                                        .toString());
                            }
                        } catch (IOException e) {
                            log.add("lost");
                        }
                    }
                },
                null);
        DatagramSocket socket = client();
        for (String text : List.of("short", "longer than ten", "last")) {
            send(socket, group.port(), text.getBytes(StandardCharsets.US_ASCII));
        }
        rig.await(() -> log.size() == 3, "three datagrams");
        assertEquals(List.of("short", "lost", "last"), List.copyOf(log));
    }

    @Test
    void shouldRefuseAnAddressThatIsTaken() throws IOException {
        EPump system = rig.start(rig.settings(2, 0));
        UdpGroup first = system.udpListen(Rig.loopback(0), echo(100, false), null);
        IOException refused =
                assertThrows(IOException.class, () -> system.udpListen(first.localAddress(), echo(100, false), null));
        assertTrue(refused.getMessage().contains("127.0.0.1"), refused::getMessage);
        first.close();
        rig.await(() -> system.statistics().devices() == 0, "the sockets to be gone");
        system.udpListen(first.localAddress(), echo(100, false), null);
    }

    /** Asks in the callback that opens it, and is told so when nobody is there to answer. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldAskAsAClient(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        UdpGroup group = system.udpListen(Rig.loopback(0), echo(2000, false), null);
        Queue<String> log = new ConcurrentLinkedQueue<>();
        system.startTimer(
                0,
                0,
                null,
                (context, source, event, fdType) -> {
                    UdpDevice client = system.udpClient(null, new Supervised(rig, new Client(log)), null);
                    assertTrue(client.send(
                            ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)), Rig.loopback(group.port())));
                },
                null);
        rig.await(() -> log.contains("hello"), "the answer");
    }

    private static final class Client implements IOHandler {
        private final Queue<String> log;

        Client(Queue<String> log) {
            this.log = log;
        }

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws IOException {
            assertEquals(FdType.UDPCLI, fdType);
            UdpDevice device = (UdpDevice) source;
            ByteBuffer room = ByteBuffer.allocate(100);
            try {
                while (event == IOEventType.READ && device.receive(room.clear()) != null) {
                    log.add(StandardCharsets.US_ASCII.decode(room.flip()).toString());
                    device.close();
                }
            } catch (PortUnreachableException e) {
                log.add("unreachable");
                device.close();
            }
        }
    }

    @Test
    void shouldTellWhenAConnectedPeerDoesNotListen() throws IOException {
        EPump system = rig.start(rig.settings(1, 0));
        int deaf;
        try (DatagramSocket socket = new DatagramSocket(Rig.loopback(0))) {
            deaf = socket.getLocalPort();
        }
        Queue<String> log = new ConcurrentLinkedQueue<>();
        system.startTimer(
                0,
                0,
                null,
                (context, source, event, fdType) -> {
                    UdpDevice client = system.udpClient(null, new Client(log), null);
                    client.connect(Rig.loopback(deaf));
                    client.send(ByteBuffer.wrap(new byte[1]), Rig.loopback(deaf));
                },
                null);
        rig.await(() -> log.contains("unreachable"), "the error");
    }
}
