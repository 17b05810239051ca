package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epump.ChannelDevice;
import io.epump.EPump;
import io.epump.FdType;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.StreamDevice;
import io.epump.StreamListener;
import io.epump.UdpDevice;
import io.epump.UdpGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each event occurs with each kind of device where the original raises it, or meant to. Tests of their own have standard input
 * and output ({@link StandardStreamsTest}), and devices that linger, whose events the library keeps to itself.
 */
class EveryTypeTest {
    private static final List<String> EXPECTED = List.of(
            "LISTEN ACCEPT",
            "LISTEN INVALID_DEV",
            "CONNECTED CONNECTED",
            "CONNECTED CONNFAIL",
            "CONNECTED READ",
            "CONNECTED WRITE",
            "CONNECTED INVALID_DEV",
            "ACCEPTED READ",
            "ACCEPTED WRITE",
            "ACCEPTED INVALID_DEV",
            "UDPSRV READ",
            "UDPSRV WRITE",
            "UDPSRV INVALID_DEV",
            "UDPCLI READ",
            "UDPCLI WRITE",
            "UDPCLI INVALID_DEV",
            "USOCK_LISTEN ACCEPT",
            "USOCK_LISTEN INVALID_DEV",
            "USOCK_CONNECTED CONNECTED",
            "USOCK_CONNECTED CONNFAIL",
            "USOCK_CONNECTED READ",
            "USOCK_CONNECTED WRITE",
            "USOCK_CONNECTED INVALID_DEV",
            "USOCK_ACCEPTED READ",
            "USOCK_ACCEPTED WRITE",
            "USOCK_ACCEPTED INVALID_DEV",
            "FILEDEV READ",
            "FILEDEV WRITE",
            "FILEDEV INVALID_DEV",
            "TIMER TIMEOUT",
            "USERCMD USER");

    @RegisterExtension
    final Rig rig = new Rig();

    @TempDir
    Path folder;

    private final Set<String> told = new ConcurrentSkipListSet<>();

    /** Asks for WRITE once, reads and drops, and throws when it is told to by the byte it reads. */
    private final class Noting implements IOHandler {
        private boolean asked;

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws IOException {
            told.add(fdType + " " + event);
            IODevice device = (IODevice) source;
            assertEquals(event == IOEventType.USER ? FdType.USERCMD : device.fdType(), fdType);
            switch (event) {
                case ACCEPT -> accept((StreamListener<?>) device);
                case CONNECTED -> ((StreamDevice) device).write(ByteBuffer.wrap(new byte[] {1}));
                case READ -> onRead(device);
                default -> {
                    // noted
                }
            }
        }

        private void accept(StreamListener<?> listener) {
            for (StreamDevice accepted = listener.accept(new Noting(), null);
                    accepted != null;
                    accepted = listener.accept(new Noting(), null)) {
                accepted.write(ByteBuffer.wrap(new byte[] {1}));
            }
        }

        private void onRead(IODevice device) throws IOException {
            ByteBuffer one = ByteBuffer.allocate(1);
            if (device instanceof StreamDevice stream) {
                stream.read(one);
            } else if (device instanceof UdpDevice socket) {
                InetSocketAddress sender = socket.receive(one);
                if (device.fdType() == FdType.UDPSRV) {
                    socket.send(one.flip(), sender);
                }
            } else {
                ((Pipe.SourceChannel) ((ChannelDevice) device).channel()).read(one);
            }
            if (!asked && !isSource(device)) {
                asked = true;
                device.addNotify(IOEventType.WRITE);
            }
        }
    }

    private static boolean isSource(IODevice device) {
        return device instanceof ChannelDevice channel && channel.channel() instanceof Pipe.SourceChannel;
    }

    private void await(String... pairs) {
        rig.await(() -> told.containsAll(List.of(pairs)), "all of " + List.of(pairs));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellEachEventOfEachKind(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));

        var listening = system.tcpListen(Rig.loopback(0), new Noting(), null);
        system.tcpConnect(Rig.loopback(listening.port()), new Noting(), null);
        system.unixListen(folder.resolve("a.sock"), null, new Noting(), null);
        system.unixConnect(folder.resolve("a.sock"), new Noting(), null);
        system.unixConnect(folder.resolve("none.sock"), new Noting(), null);
        UdpGroup receiving = system.udpListen(Rig.loopback(0), new Noting(), null);
        system.startTimer(0, 0, null, (context, source, event, fdType) -> told.add(fdType + " " + event), null);
        sendFromACallback(system, receiving.localAddress());
        Pipe pipe = Pipe.open();
        system.bindChannel(pipe.source(), new Noting(), null);
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
        ChannelDevice sink = system.bindChannel(pipe.sink(), new Noting(), null);
        rig.await(() -> sink.post(10_000, null), "the device to take a user event");
        await("CONNECTED READ", "ACCEPTED READ", "USOCK_ACCEPTED READ", "USOCK_CONNECTED READ", "UDPCLI READ");
        await("CONNECTED WRITE", "ACCEPTED WRITE", "USOCK_ACCEPTED WRITE", "USOCK_CONNECTED WRITE", "UDPCLI WRITE");
        await(
                "USERCMD USER",
                "UDPSRV WRITE",
                "FILEDEV READ",
                "FILEDEV WRITE",
                "TIMER TIMEOUT",
                "USOCK_CONNECTED CONNFAIL");
        system.tcpConnect(Rig.loopback(freePort()), new Noting(), null);
        await("CONNECTED CONNFAIL");

        system.stop(Rig.PATIENCE);
        // A stop closes listeners without giving them up; an exception of their callback does.
        EPump second = rig.start(rig.settings(1, workers));
        IOHandler throwing = (context, source, event, fdType) -> {
            told.add(fdType + " " + event);
            throw new IllegalStateException("thrown");
        };
        var given = second.tcpListen(Rig.loopback(0), throwing, null);
        Peer.knock(given.port());
        second.unixListen(folder.resolve("b.sock"), null, throwing, null);
        second.unixConnect(folder.resolve("b.sock"), new Noting(), null);
        await("LISTEN INVALID_DEV", "USOCK_LISTEN INVALID_DEV");
        rig.takeFailures();

        assertEquals(new TreeSet<>(EXPECTED), told);
    }

    private void sendFromACallback(EPump system, InetSocketAddress to) {
        system.startTimer(
                0,
                0,
                null,
                (context, source, event, fdType) -> {
                    UdpDevice client = system.udpClient(Rig.loopback(0), new Noting(), null);
                    client.send(ByteBuffer.wrap(new byte[] {1}), to);
                },
                null);
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket()) {
            socket.bind(Rig.loopback(0));
            return socket.getLocalPort();
        }
    }
}
