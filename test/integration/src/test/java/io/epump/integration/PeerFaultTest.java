package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a peer may do to a connection: reset it at any time, or vanish without a word. */
@Tag("permutation")
class PeerFaultTest {
    private static final int MUCH = 16 << 20;
    private static final int PEERS = 10;
    private static final int SMALL_BUFFER = 512;
    private static final int ANSWER_BYTES = 200_000;

    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    private long logged(String what) {
        return log.stream().filter(what::equals).count();
    }

    /** Notes what comes, reads, and closes what has ended. */
    private void note(Object context, IOSource source, IOEventType event, FdType fdType) {
        TcpDevice device = (TcpDevice) source;
        String text = event == IOEventType.READ ? CommandHandler.receive(device) : "";
        boolean isBroken = device.ioError() != null;
        log.add(event + " " + (text.isEmpty() && isBroken ? "broken" : text));
        if (text.equals("send")) {
            device.write(ByteBuffer.wrap(new byte[MUCH]));
        }
        if (device.isInputEnded()) {
            device.close();
        }
    }

    /** While nothing is going on, the end is told with the next select: a READ that reads nothing, and why. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldTellTheErrorWhenThePeerResetsAnIdleConnection(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        ListenerGroup listening = rig.listen(system, () -> this::note);
        for (int i = 0; i < PEERS; i++) {
            Peer peer = Peer.connect(listening.port());
            peer.send("hello");
            int expected = i + 1;
            rig.await(() -> logged("READ hello") == expected, "the hello");
            peer.reset();
        }
        rig.await(() -> system.statistics().devices() == permutation.listeners(), "the devices to be gone");
        assertEquals(PEERS, logged("READ broken"));
        assertEquals(2 * PEERS, log.size(), log::toString);
    }

    /** Reading tells first or writing fails first: in either case once, and the queue is released. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldEndOnceWhenThePeerResetsWhileMuchIsQueued(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        ListenerGroup listening = rig.listen(system, () -> this::note);
        for (int i = 0; i < PEERS; i++) {
            Peer peer = Peer.connect(listening.port(), 4096);
            peer.send("send");
            peer.receive(1);
            peer.reset();
        }
        rig.await(() -> system.statistics().devices() == permutation.listeners(), "the devices to be gone");
        assertEquals(PEERS, logged("READ send"));
        assertEquals(PEERS, logged("READ broken") + logged("INVALID_DEV broken"), log::toString);
        rig.await(() -> system.statistics().buffersInUse() == 0, "the buffers");
    }

    /** A peer that has lost its power or its network sends nothing more, not even an end. The default branch of an echo closes it. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldCloseSilentPeersWhenTheyAreIdle(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        AtomicInteger idle = new AtomicInteger();
        IOHandler handler = (context, source, event, fdType) -> {
            TcpDevice device = (TcpDevice) source;
            switch (event) {
                case READ -> {
                    CommandHandler.echo(device, CommandHandler.receive(device));
                    device.idleTimeout(100, 0, 0);
                }
                case WRITE -> device.flush();
                default -> {
                    idle.addAndGet(event == IOEventType.TIMEOUT && fdType == FdType.ACCEPTED ? 1 : 0);
                    source.close();
                }
            }
        };
        ListenerGroup listening = rig.listen(system, () -> handler);
        List<Peer> silent = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            silent.add(rig.closeLater(Peer.connect(listening.port())));
            silent.get(i).sendAndExpect("hello");
        }
        for (Peer peer : silent) {
            peer.expectEnd();
        }
        assertEquals(PEERS, idle.get());
        rig.await(() -> system.statistics().devices() == permutation.listeners(), "the devices to be gone");
        assertEquals(0, system.statistics().timers());
    }

    /**
     * Connections end with buffers queued, by the peer's reset and by our own close, while others are sent to from the same few
     * buffers: what these get must be theirs.
     */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldNeverSendABufferOfAnEndedConnectionToAnother(Permutation permutation) throws IOException {
        EPump system =
                rig.start(rig.settings(permutation).bufferBytes(SMALL_BUFFER).pooledBuffers(64));
        ListenerGroup listening = rig.listen(
                system,
                () -> new CommandHandler((device, text) -> {
                    byte[] answer = new RandomBytes(Integer.parseInt(text.trim())).next(ANSWER_BYTES);
                    for (int from = 0; from < ANSWER_BYTES; from += 10_000) {
                        device.write(ByteBuffer.wrap(answer, from, 10_000));
                    }
                    if (Integer.parseInt(text.trim()) % 3 == 0) {
                        device.close();
                    }
                }));
        AtomicInteger whole = new AtomicInteger();
        for (int thread = 0; thread < 4; thread++) {
            int first = 1000 + 100 * thread;
            rig.thread("client-" + thread, () -> {
                for (int id = first; id < first + 40; id++) {
                    whole.addAndGet(fetch(listening.port(), id) ? 1 : 0);
                }
            });
        }
        rig.joinThreads();
        assertTrue(whole.get() >= 40, () -> "whole answers: " + whole);
        rig.await(() -> system.statistics().devices() == permutation.listeners(), "the devices to be gone");
    }

    /** Reads an answer, or half of it and resets; every byte that comes must be of this answer. */
    private boolean fetch(int port, int id) throws IOException {
        byte[] expected = new RandomBytes(id).next(ANSWER_BYTES);
        try (Peer peer = Peer.connect(port, id % 3 == 1 ? 4096 : 0)) {
            peer.send("" + id);
            int wanted = id % 3 == 1 ? ANSWER_BYTES / 2 : ANSWER_BYTES;
            for (int from = 0; from < wanted; from += 1000) {
                byte[] got = peer.receive(1000);
                for (int i = 0; i < 1000; i++) {
                    if (got[i] != expected[from + i]) {
                        rig.violated("byte " + (from + i) + " of answer " + id + " is another's");
                        return false;
                    }
                }
            }
            if (wanted < ANSWER_BYTES) {
                peer.reset();
            }
            return wanted == ANSWER_BYTES;
        } catch (EOFException | SocketException cut) {
            assertNotNull(cut.getMessage());
            assertEquals(0, id % 3, () -> "answer " + id + ": " + cut);
            return false;
        }
    }
}
