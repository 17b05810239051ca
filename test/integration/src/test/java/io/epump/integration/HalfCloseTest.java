package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One direction may end while the other goes on, and an ended one costs nothing. */
@Tag("permutation")
class HalfCloseTest {
    private static final int SPEAK_CODE = 10_000;
    private static final int PAUSE_CODE = 10_001;
    private static final int READ_AGAIN_CODE = 10_002;

    @RegisterExtension
    final Rig rig = new Rig();

    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger paused = new AtomicInteger();
    private final AtomicReference<TcpDevice> device = new AtomicReference<>();

    /** Keeps its device open when the peer has ended its stream. */
    private final class Keeper implements IOHandler {
        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            TcpDevice own = (TcpDevice) source;
            switch (event) {
                case READ -> {
                    String text = CommandHandler.receive(own);
                    device.set(own);
                    if (text.isEmpty() && own.isInputEnded()) {
                        ends.incrementAndGet();
                    }
                }
                case WRITE -> own.flush();
                default -> own.close();
            }
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            TcpDevice own = (TcpDevice) source;
            switch (code) {
                case SPEAK_CODE -> {
                    CommandHandler.echo(own, (String) payload);
                    own.closeAfterOutput();
                }
                case PAUSE_CODE -> {
                    own.delNotify(IOEventType.READ);
                    paused.incrementAndGet();
                }
                default -> own.addNotify(IOEventType.READ);
            }
        }
    }

    private Peer connect(EPump system) throws IOException {
        ListenerGroup listening = rig.listen(system, Keeper::new);
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        peer.send("hello");
        rig.await(() -> device.get() != null, "the first words");
        return peer;
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldNotSpinAndStillWriteWhenPeerHasEndedItsStream(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Peer peer = connect(system);

        peer.halfClose();

        rig.await(() -> ends.get() > 0, "the end of the stream");
        QuietPeriod.check(rig, system);
        assertTrue(device.get().post(READ_AGAIN_CODE, null)); // asked for again it is not armed again
        QuietPeriod.check(rig, system);
        assertEquals(1, ends.get(), "ends of the stream");
        assertTrue(device.get().post(SPEAK_CODE, "goodbye"));
        peer.expect("goodbye");
        peer.expectEnd();
    }

    /** A device that wants nothing hears nothing of its peer, not even that it has gone. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldNotSpinWhenPeerResetsPausedConnection(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Peer peer = connect(system);
        assertTrue(device.get().post(PAUSE_CODE, null));
        rig.await(() -> paused.get() == 1, "the pause");

        peer.reset();

        QuietPeriod.check(rig, system);
        assertEquals(0, ends.get());
        assertTrue(device.get().post(READ_AGAIN_CODE, null));
        rig.await(() -> ends.get() == 1, "the end to be told when it is wanted again");
        QuietPeriod.check(rig, system);
        assertEquals(1, ends.get());
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldGoOnReadingWhenOwnOutputIsShutDown(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Queue<String> received = new ConcurrentLinkedQueue<>();
        ListenerGroup listening = rig.listen(
                system,
                () -> new CommandHandler((own, text) -> {
                    if (received.isEmpty()) {
                        CommandHandler.echo(own, "done");
                        own.shutdownOutput();
                    }
                    received.add(text);
                }));
        Peer peer = rig.closeLater(Peer.connect(listening.port()));

        peer.send("1");
        peer.expect("done");
        peer.expectEnd();
        peer.send("23");

        rig.await(() -> String.join("", received).equals("123"), "what is sent after this side has ended its stream");
        QuietPeriod.check(rig, system);
    }
}
