package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that the kernel had set up before a stop was asked for are served, not reset. */
class StopBacklogTest {
    private static final int QUEUED = 30;

    @RegisterExtension
    final Rig rig = new Rig();

    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger blocked = new AtomicInteger();
    private final CountDownLatch gate = rig.gate();

    /** The only thread that accepts is held up, so that they wait in the kernel when the stop begins. */
    @ParameterizedTest
    @CsvSource({"1, 0, true", "1, 1, true", "2, 1, true", "2, 1, false"})
    void shouldServeWhatTheKernelHasQueuedWhenStopped(int pumps, int workers, boolean reusePort) throws IOException {
        EPump system = rig.start(rig.settings(pumps, workers)
                .reusePort(reusePort)
                .acceptsPerEvent(4)
                .stopHandler(stopping -> {})
                .stopReady(() -> served.get() == QUEUED));
        ListenerGroup listening = rig.listen(system, () -> new CommandHandler(this::serve));
        Peer blocker = rig.closeLater(Peer.connect(listening.port()));
        blocker.send("block");
        rig.await(() -> blocked.get() == 1, "a callback to block");
        List<Peer> queued = new ArrayList<>();
        for (int i = 0; i < QUEUED; i++) {
            queued.add(rig.closeLater(Peer.connect(listening.port())));
            queued.get(i).send("queued");
        }

        rig.thread("stopper", () -> assertTrue(system.stop(Rig.PATIENCE)));
        rig.await(() -> listening.listeners().stream().allMatch(listener -> listener.isClosed()), "the stop to begin");
        gate.countDown();

        for (Peer peer : queued) {
            peer.expect("queued");
            peer.expectEnd();
        }
        rig.joinThreads();
        assertEquals(QUEUED, served.get());
    }

    private void serve(TcpDevice device, String text) {
        if (text.equals("block")) {
            blocked.incrementAndGet();
            Rig.blockAt(gate);
            return;
        }
        CommandHandler.echo(device, text);
        device.closeAfterOutput();
        served.incrementAndGet();
    }
}
