package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.EPumpStatistics;
import io.epump.ListenerGroup;
import io.epump.integration.StreamClient.Ending;
import io.epump.integration.StreamClient.Plan;
import io.epump.sched.SlowCallback;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A callback that blocks delays its own worker's devices, nobody else's, and loses nothing. */
class StalledWorkerTest {
    private static final int EARLY = 30;

    @RegisterExtension
    final Rig rig = new Rig();

    private final CountDownLatch gate = rig.gate();
    private final AtomicReference<Thread> blocked = new AtomicReference<>();
    private final AtomicInteger blockedCallbacks = new AtomicInteger();
    private final Queue<SlowCallback> reports = new ConcurrentLinkedQueue<>();
    private final Queue<Connection> accepted = new ConcurrentLinkedQueue<>();

    /** The server's side of a connection. */
    private record Connection(Supervised callbacks, AtomicInteger peerPort) {}

    private ListenerGroup listen(EPump system) throws IOException {
        return rig.listenFor(system, () -> {
            AtomicInteger peerPort = new AtomicInteger();
            Supervised callbacks = new Supervised(rig, new CommandHandler((device, text) -> {
                peerPort.set(device.remoteAddress().getPort());
                if (text.startsWith("block")) {
                    blockForLong();
                }
                CommandHandler.echo(device, text);
            }));
            accepted.add(new Connection(callbacks, peerPort));
            return callbacks;
        });
    }

    private void blockForLong() {
        blocked.set(Thread.currentThread());
        blockedCallbacks.incrementAndGet();
        Rig.blockAt(gate);
    }

    private EPump start(EPumpConfig.Builder settings) throws IOException {
        return rig.start(settings.slowCallback(Duration.ofMillis(20)).slowCallbackHandler(reports::add));
    }

    /** Makes a callback block, and waits until that was found out. */
    private Peer block(ListenerGroup listening) throws IOException {
        Peer blocker = rig.closeLater(Peer.connect(listening.port()));
        blocker.send("block");
        rig.await(() -> reports.stream().anyMatch(this::isOfBlocked), "the report of the blocked callback");
        return blocker;
    }

    private boolean isOfBlocked(SlowCallback report) {
        return report.owner().thread() == blocked.get();
    }

    private Connection serverSideOf(Peer peer) {
        return accepted.stream()
                .filter(connection -> connection.peerPort.get() == peer.localPort())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldDelayOnlyDevicesPinnedToItWhenWorkerIsBlocked() throws IOException {
        EPump system = start(rig.settings(2, 3));
        ListenerGroup listening = listen(system);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < EARLY; i++) {
            peers.add(rig.closeLater(Peer.connect(listening.port())));
            peers.get(i).sendAndExpect("hello");
        }

        Peer blocker = block(listening);

        List<Peer> delayed = new ArrayList<>();
        for (Peer peer : peers) {
            if (serverSideOf(peer).callbacks.thread() == blocked.get()) {
                delayed.add(peer);
                peer.send("delayed");
            } else {
                peer.sendAndExpect("served");
            }
        }
        assertTrue(delayed.size() < EARLY, "all devices are pinned to one worker");
        for (Peer peer : delayed) {
            assertEquals(1, serverSideOf(peer).callbacks.calls(), "callbacks of a device pinned to the blocked worker");
        }
        gate.countDown();
        blocker.expect("block");
        for (Peer peer : delayed) {
            peer.expect("delayed");
        }
        assertEquals(1, blockedCallbacks.get());
    }

    @Test
    void shouldReportSlowCallbackWithItsStackWhenWorkerIsBlocked() throws IOException {
        EPump system = start(rig.settings(1, 2));
        ListenerGroup listening = listen(system);

        Peer blocker = block(listening);

        SlowCallback report =
                reports.stream().filter(this::isOfBlocked).findFirst().orElseThrow();
        assertTrue(
                report.stack().stream().anyMatch(frame -> frame.getMethodName().equals("blockForLong")),
                report::describe);
        assertTrue(report.describe().contains("blockForLong"), report::describe);
        assertTrue(report.describe().contains(report.owner().name()), report::describe);
        assertTrue(report.runningNs() >= Duration.ofMillis(20).toNanos(), report::describe);
        assertTrue(system.statistics().slowCallbacks() >= 1);
        gate.countDown();
        blocker.expect("block");
        assertEquals(1, reports.stream().filter(this::isOfBlocked).count(), "reports of one callback");
    }

    @Test
    void shouldAnswerNewConnectionsWhenOneOfThreeWorkersIsBlocked() throws IOException {
        EPump system = start(rig.settings(2, 3));
        ListenerGroup listening = listen(system);
        Peer blocker = block(listening);

        for (int i = 0; i < 200; i++) {
            Peer peer = rig.closeLater(Peer.connect(listening.port()));
            peer.sendAndExpect("new");
        }

        gate.countDown();
        blocker.expect("block");
    }

    @Test
    void shouldAnswerNewConnectionsWhenTheyComeAtOnceAndOneOfThreeWorkersIsBlocked() throws IOException {
        EPump system = start(rig.settings(2, 3));
        ListenerGroup listening = listen(system);
        Peer blocker = block(listening);
        StreamClient client = rig.closeLater(new StreamClient(rig, listening.port(), () -> true));
        SplittableRandom random = rig.random();
        for (int i = 0; i < 200; i++) {
            client.open(new Plan(random.nextLong(), 1 + random.nextInt(100), Ending.CLOSE, false));
        }

        client.runAll();

        gate.countDown();
        blocker.expect("block");
    }

    /** Rings of four slots, one callback that blocks, and sixty devices that all get events meanwhile. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    @Tag("permutation")
    void shouldLoseNothingWhenRingFillsUpBehindBlockedCallback(Permutation permutation) throws IOException {
        EPump system = start(rig.settings(permutation));
        ListenerGroup listening = listen(system);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 2 * EARLY; i++) {
            peers.add(rig.closeLater(Peer.connect(listening.port())));
            peers.get(i).sendAndExpect("hello");
        }
        Peer blocker = block(listening);

        for (Peer peer : peers) {
            peer.send("first,");
            peer.send("second");
        }
        if (permutation.workers() == 1) {
            rig.await(
                    () -> system.statistics().workers().stream()
                                    .mapToLong(EPumpStatistics.WorkerFigures::spilled)
                                    .sum()
                            > 0,
                    "events beyond the ring");
        }
        gate.countDown();

        blocker.expect("block");
        for (Peer peer : peers) {
            peer.expect("first,second");
        }
    }
}
