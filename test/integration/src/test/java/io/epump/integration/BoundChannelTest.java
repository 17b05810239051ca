package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.ChannelDevice;
import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels of the program's own: bytes through pipes and sockets, and what becomes of those that are closed behind its back. */
@Tag("permutation")
class BoundChannelTest {
    private static final int PIPES = 16;
    private static final int BYTES = 300_000;
    private static final int PIECE_BYTES = 10_000;

    @RegisterExtension
    final Rig rig = new Rig();

    /** Writes its content whenever there is room, then closes. */
    private static final class Source implements IOHandler {
        private final ByteBuffer rest;

        Source(byte[] content) {
            rest = ByteBuffer.wrap(content);
        }

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws IOException {
            assertEquals(IOEventType.WRITE, event);
            ChannelDevice device = (ChannelDevice) source;
            ByteBuffer piece = rest.slice();
            piece.limit(Math.min(PIECE_BYTES, piece.remaining()));
            rest.position(rest.position() + ((Pipe.SinkChannel) device.channel()).write(piece));
            if (rest.hasRemaining()) {
                device.addNotify(IOEventType.WRITE);
            } else {
                device.close();
            }
        }
    }

    /** Keeps what comes, up to the end. */
    private static final class Drain implements IOHandler {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final ByteBuffer some = ByteBuffer.allocate(PIECE_BYTES);
        private volatile boolean done;

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws IOException {
            assertEquals(FdType.FILEDEV, fdType);
            assertEquals(IOEventType.READ, event);
            some.clear();
            if (((Pipe.SourceChannel) ((ChannelDevice) source).channel()).read(some) < 0) {
                source.close();
                done = true;
            }
            received.write(some.array(), 0, some.position());
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldCarryEveryByteThroughAPipe(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        List<Drain> drains = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < PIPES; i++) {
            Pipe pipe = Pipe.open();
            contents.add(new RandomBytes(i).next(BYTES));
            drains.add(new Drain());
            system.bindChannel(pipe.source(), new Supervised(rig, drains.get(i)), null);
            system.bindChannel(pipe.sink(), new Supervised(rig, new Source(contents.get(i))), null);
        }
        for (int i = 0; i < PIPES; i++) {
            Drain drain = drains.get(i);
            rig.await(() -> drain.done, "the end of a pipe");
            assertArrayEquals(contents.get(i), drain.received.toByteArray());
        }
        rig.await(() -> system.statistics().devices() == 0, "all to be closed");
        assertEquals(List.of(), rig.takeFailures());
    }

    /** Pipes, a listening and a connected socket, closed by a thread of the program's while the pump sleeps. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldGiveEachUpOnceWhenTheProgramClosesIt(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        List<SelectableChannel> channels = new ArrayList<>();
        for (int i = 0; i < PIPES; i++) {
            Pipe pipe = Pipe.open();
            rig.closeLater(pipe.sink());
            channels.add(pipe.source());
        }
        ServerSocketChannel server = ServerSocketChannel.open().bind(Rig.loopback(0));
        channels.add(server);
        channels.add(SocketChannel.open(server.getLocalAddress()));
        rig.closeLater(server.accept());
        Queue<IOEventType> events = new ConcurrentLinkedQueue<>();
        List<ChannelDevice> devices = new ArrayList<>();
        for (SelectableChannel channel : channels) {
            Supervised once = new Supervised(rig, (context, source, event, fdType) -> events.add(event));
            devices.add(system.bindChannel(channel, once, null));
        }
        rig.await(() -> system.statistics().devices() == channels.size(), "all to be watched");

        for (SelectableChannel channel : channels) {
            channel.close();
        }

        rig.await(() -> devices.stream().allMatch(ChannelDevice::isClosed), "all to be given up");
        rig.await(() -> system.statistics().devices() == 0, "all to be closed");
        assertEquals(channels.size(), events.size());
        events.removeIf(event -> event == IOEventType.INVALID_DEV);
        assertTrue(events.isEmpty(), events::toString);
        rig.takeFailures();
    }

    /** The program closes its channel from elsewhere again and again while bytes flow: INVALID_DEV once, and only that. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldGiveEachUpOnceWhenTheProgramClosesItWhileBytesFlow(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        List<Supervised> watched = new ArrayList<>();
        List<ChannelDevice> devices = new ArrayList<>();
        for (int i = 0; i < 2 * PIPES; i++) {
            Pipe pipe = Pipe.open();
            rig.closeLater(pipe.sink());
            Supervised reader = new Supervised(rig, (context, source, event, fdType) -> {
                if (event == IOEventType.READ) {
                    ((Pipe.SourceChannel) ((ChannelDevice) source).channel()).read(ByteBuffer.allocate(1));
                }
            });
            watched.add(reader);
            devices.add(system.bindChannel(pipe.source(), reader, null));
            pipe.sink().write(ByteBuffer.allocate(2000));
            rig.await(() -> reader.calls() > 10, "some bytes");
            pipe.source().close();
        }
        rig.await(() -> devices.stream().allMatch(ChannelDevice::isClosed), "all to be given up");
        rig.await(() -> system.statistics().devices() == 0, "all to be closed");
        watched.forEach(reader -> assertEquals(1, reader.invalidated()));
        devices.forEach(device -> assertFalse(device.channel().isOpen()));
        rig.takeFailures(); // a read that met the close
    }
}
