package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.EPumpStatistics;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.integration.StreamClient.Ending;
import io.epump.integration.StreamClient.Plan;
import java.io.IOException;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No byte is lost, doubled or reordered, whatever the system's make-up and however connections end. */
@Tag("permutation")
class EchoPermutationTest {
    private static final int CONNECTIONS = 64;
    private static final int DELAYED_PERCENT = 25;

    @RegisterExtension
    final Rig rig = new Rig();

    /** Small events, so that there are many. */
    private EPumpConfig.Builder settings(Permutation permutation) {
        return rig.settings(permutation)
                .bufferBytes(2048)
                .readBytesPerEvent(8192)
                .writtenBytesPerEvent(8192)
                .acceptsPerEvent(8)
                .watermarks(8192, 16_384);
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldEchoEveryByteInOrderWhenCallbacksAreDelayed(Permutation permutation) throws IOException {
        EPump system = rig.start(settings(permutation));
        StreamClient client =
                rig.closeLater(new StreamClient(rig, rig.echo(system, DELAYED_PERCENT).port()));
        SplittableRandom random = rig.random();
        for (int i = 0; i < CONNECTIONS; i++) {
            Ending ending = random.nextBoolean() ? Ending.HALF_CLOSE : Ending.CLOSE;
            client.open(new Plan(random.nextLong(), random.nextInt(64 << 10, 256 << 10), ending, false));
        }

        client.runAll();

        awaitOnlyListeners(system, permutation);
    }

    /** Both directions fill up again and again: the peer reads only when it can send no more. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldEchoEveryByteInOrderWhenPeersReadReluctantly(Permutation permutation) throws IOException {
        EPump system = rig.start(settings(permutation));
        AtomicInteger shortWrites = new AtomicInteger();
        ListenerGroup listening = rig.listen(system, () -> new ShortWriteCounter(rig.random(), shortWrites));
        StreamClient client = rig.closeLater(new StreamClient(rig, listening.port()));
        SplittableRandom random = rig.random();
        for (int i = 0; i < 8; i++) {
            client.open(new Plan(random.nextLong(), 1 << 20, Ending.HALF_CLOSE, true));
        }

        client.runAll();

        assertTrue(shortWrites.get() > 0, "no write was short: the test has not tested anything");
        awaitOnlyListeners(system, permutation);
    }

    /** Resets, half-closes, clients that connect and close at once, and devices closed from a foreign thread. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldServeTheOthersWhenConnectionsBreakAnywhere(Permutation permutation) throws IOException {
        EPump system = rig.start(settings(permutation));
        Queue<TcpDevice> victims = new ConcurrentLinkedQueue<>();
        StreamClient client = rig.closeLater(
                new StreamClient(rig, rig.echo(system, DELAYED_PERCENT).port()));
        ListenerGroup doomed = rig.listen(system, () -> new Victim(rig.random(), victims));
        rig.thread("closer", () -> closeFromOutside(doomed.port(), victims));
        SplittableRandom random = rig.random();
        for (int i = 0; i < CONNECTIONS; i++) {
            Ending ending = Ending.values()[random.nextInt(Ending.values().length)];
            client.open(new Plan(random.nextLong(), 1 + random.nextInt(64 << 10), ending, random.nextInt(4) == 0));
        }

        client.runAll();

        rig.joinThreads();
        doomed.close();
        doomed.closed().join();
        awaitOnlyListeners(system, permutation);
    }

    private void closeFromOutside(int port, Queue<TcpDevice> victims) throws IOException {
        SplittableRandom random = rig.random();
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Peer peer = Peer.connect(port)) {
                peer.send(new byte[1 + random.nextInt(4096)]);
                rig.await(() -> !victims.isEmpty(), "the next victim");
                victims.remove().close();
                peer.awaitEnd();
            }
        }
    }

    private void awaitOnlyListeners(EPump system, Permutation permutation) {
        rig.await(
                () -> system.statistics().devices() == permutation.listeners(),
                "all connections to be closed by the server too");
        rig.await(
                () -> system.statistics().workers().stream().mapToInt(EPumpStatistics.WorkerFigures::pinned).sum() == 0,
                "all pins to be given back");
    }

    /** Counts the callbacks that left something unsent. */
    private record ShortWriteCounter(IOHandler echo, AtomicInteger shortWrites) implements IOHandler {
        ShortWriteCounter(SplittableRandom random, AtomicInteger shortWrites) {
            this(new EchoHandler(random, 5), shortWrites);
        }

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            echo.onEvent(context, source, event, fdType);
            if (((TcpDevice) source).pendingBytes() > 0) {
                shortWrites.incrementAndGet();
            }
        }
    }

    /** Echoes, and offers its device to be closed by somebody else. */
    private static final class Victim implements IOHandler {
        private final IOHandler echo;
        private final Queue<TcpDevice> victims;
        private boolean offered;

        Victim(SplittableRandom random, Queue<TcpDevice> victims) {
            this.echo = new EchoHandler(random, 50);
            this.victims = victims;
        }

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            if (!offered) {
                offered = true;
                victims.add((TcpDevice) source);
            }
            echo.onEvent(context, source, event, fdType);
        }
    }
}
