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
import java.util.List;
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
    private static final List<Ending> ENDINGS = List.of(Ending.values());

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
        StreamClient client = rig.closeLater(
                new StreamClient(rig, rig.echo(system, DELAYED_PERCENT).port(), () -> true));
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
        AtomicInteger stuck = new AtomicInteger();
        ListenerGroup listening = rig.listen(system, () -> new StuckCounter(rig.random(), shortWrites, stuck));
        StreamClient client = rig.closeLater(new StreamClient(rig, listening.port(), () -> stuck.get() > 0));
        SplittableRandom random = rig.random();
        for (int i = 0; i < 2; i++) {
            client.open(new Plan(random.nextLong(), 6 << 20, Ending.HALF_CLOSE, true));
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
                new StreamClient(rig, rig.echo(system, DELAYED_PERCENT).port(), () -> true));
        ListenerGroup doomed = rig.listen(system, () -> new Victim(rig.random(), victims));
        rig.thread("closer", () -> closeFromOutside(doomed.port(), victims));
        SplittableRandom random = rig.random();
        for (int i = 0; i < CONNECTIONS; i++) {
            Ending ending = ENDINGS.get(random.nextInt(ENDINGS.size()));
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
                () -> system.statistics().workers().stream()
                                .mapToInt(EPumpStatistics.WorkerFigures::pinned)
                                .sum()
                        == 0,
                "all pins to be given back");
    }

    /** Echoes, and counts the connections with something unsent. */
    private static final class StuckCounter implements IOHandler {
        private final IOHandler echo;
        private final AtomicInteger shortWrites;
        private final AtomicInteger stuck;
        private boolean isStuck;

        StuckCounter(SplittableRandom random, AtomicInteger shortWrites, AtomicInteger stuck) {
            this.echo = new EchoHandler(random, 5);
            this.shortWrites = shortWrites;
            this.stuck = stuck;
        }

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            echo.onEvent(context, source, event, fdType);
            boolean wasStuck = isStuck;
            isStuck = ((TcpDevice) source).pendingBytes() > 0;
            if (isStuck && !wasStuck) {
                shortWrites.incrementAndGet();
                stuck.incrementAndGet();
            } else if (wasStuck && !isStuck) {
                stuck.decrementAndGet();
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
