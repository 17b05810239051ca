package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.StreamDevice;
import io.epump.TcpDevice;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A lingering close on real threads: what was answered arrives whole, and nothing stays behind. */
@Tag("permutation")
class LingerPermutationTest {
    private static final int ANSWER_BYTES = 1_000_000;
    private static final int REQUEST_BYTES = 3_000_000;
    private static final int PEERS = 8;

    @RegisterExtension
    final Rig rig = new Rig();

    private final AtomicInteger lingering = new AtomicInteger();

    /** Answers the first bytes and reads no more. */
    private final class HastyAnswer implements IOHandler {
        private final byte[] answer;

        HastyAnswer(byte[] answer) {
            this.answer = answer;
        }

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            if (event != IOEventType.READ) {
                rig.violated(event + " for " + source);
                return;
            }
            StreamDevice device = (StreamDevice) source;
            device.receive().release();
            device.write(ByteBuffer.wrap(answer));
            device.lingerClose();
            lingering.incrementAndGet();
        }
    }

    /** It reads only when it has sent everything: a close at once would answer its bytes with a reset. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldLetPeersReadTheWholeAnswerWhenTheyAreStillSending(Permutation permutation) throws IOException {
        byte[] answer = new RandomBytes(1).next(ANSWER_BYTES);
        EPump system = rig.start(rig.settings(permutation));
        ListenerGroup listening = rig.listen(system, () -> new HastyAnswer(answer));
        for (int i = 0; i < PEERS; i++) {
            rig.thread("peer-" + i, () -> {
                try (Peer peer = Peer.connect(listening.port())) {
                    for (int sent = 0; sent < REQUEST_BYTES; sent += 50_000) {
                        peer.send(new byte[50_000]);
                    }
                    assertArrayEquals(answer, peer.receive(ANSWER_BYTES));
                    peer.expectEnd();
                }
            });
        }
        rig.joinThreads();
        rig.await(() -> system.statistics().devices() == permutation.listeners(), "the devices to be gone");
        assertEquals(PEERS, lingering.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldLingerOverUnixSockets(int workers, @TempDir Path folder) throws IOException {
        byte[] answer = new RandomBytes(2).next(ANSWER_BYTES);
        EPump system = rig.start(rig.settings(1, workers));
        Path path = folder.resolve("socket");
        system.unixListen(path, null, Rig.accepting(() -> new Supervised(rig, new HastyAnswer(answer))), null);
        try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            ByteBuffer request = ByteBuffer.allocate(ANSWER_BYTES);
            while (request.hasRemaining()) {
                peer.write(request);
            }
            assertArrayEquals(answer, Channels.newInputStream(peer).readNBytes(ANSWER_BYTES));
            assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
        }
        rig.await(() -> system.statistics().devices() == 1, "the device to be gone");
    }

    /** Some reset, some never read, some send for ever, some just stay: by time or amount each ends. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldLeaveNothingBehindWhateverThePeersDo(Permutation permutation) throws IOException {
        byte[] answer = new RandomBytes(3).next(ANSWER_BYTES);
        EPump system = rig.start(rig.settings(permutation)
                .lingerTime(Duration.ofMillis(200))
                .lingerIdle(Duration.ofMillis(50))
                .lingerBytes(100_000));
        ListenerGroup listening = rig.listen(system, () -> new HastyAnswer(answer));
        List<Peer> silent = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            silent.add(rig.closeLater(Peer.connect(listening.port(), 4096)));
            silent.get(i).send("x");
            Peer resetting = Peer.connect(listening.port());
            resetting.send("x");
            resetting.reset();
        }
        for (int i = 0; i < 2; i++) {
            rig.thread("babbler-" + i, () -> babble(listening.port()));
        }
        rig.joinThreads();
        rig.await(() -> system.statistics().devices() == permutation.listeners(), "the devices to be gone");
        assertTrue(lingering.get() >= PEERS + 2);
    }

    private static void babble(int port) throws IOException {
        try (Peer peer = Peer.connect(port)) {
            while (true) {
                peer.send(new byte[10_000]);
            }
        } catch (IOException ended) { // that is what is to happen
            return;
        }
    }

    /** A stop does not wait for those who linger, unless the program waits for its devices. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldEndLingeringDevicesWhenTheSystemStops(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        ListenerGroup listening = rig.listen(
                system,
                () -> new CommandHandler((TcpDevice device, String text) -> {
                    device.lingerClose();
                    lingering.incrementAndGet();
                }));
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        peer.send("x");
        peer.expectEnd();
        rig.await(() -> lingering.get() == 1, "the callback that has sent the end");
        assertTrue(system.stop(Rig.PATIENCE));
    }
}
