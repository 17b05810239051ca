package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EPumpStatistics.WorkerFigures;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** New devices go where there is least to do. */
class LoadPolicyTest {
    private static final int WORKERS = 4;
    private static final int NEW_DEVICES = 80;
    private static final int WORK_CODE = 10_000;
    private static final long WORK_NS = 200_000;
    private static final long KNOWN_AS_BLOCKED_NS = 20_000_000; // twice the window of LoadMeter

    @RegisterExtension
    final Rig rig = new Rig();

    private final AtomicReference<Thread> busy = new AtomicReference<>();

    private void connectMany(ListenerGroup listening) throws IOException {
        for (int i = 0; i < NEW_DEVICES; i++) {
            rig.closeLater(Peer.connect(listening.port())).sendAndExpect("hello");
        }
    }

    private int pinnedToBusy(EPump system) {
        return system.statistics().workers().stream()
                .filter(worker -> worker.name().equals(busy.get().getName()))
                .mapToInt(WorkerFigures::pinned)
                .sum();
    }

    @Test
    void shouldPinNoNewDeviceToWorkerWhenItIsBlocked() throws IOException {
        CountDownLatch gate = rig.gate();
        EPump system = rig.start(rig.settings(1, WORKERS));
        ListenerGroup listening = rig.listen(
                system,
                () -> new CommandHandler((device, text) -> {
                    if (text.equals("block")) {
                        busy.set(Thread.currentThread());
                        Rig.blockAt(gate);
                    }
                    CommandHandler.echo(device, text);
                }));
        Peer blocker = rig.closeLater(Peer.connect(listening.port()));
        blocker.send("block");
        rig.await(() -> busy.get() != null, "a worker to block");
        long seenNs = System.nanoTime();
        rig.await(() -> System.nanoTime() - seenNs >= KNOWN_AS_BLOCKED_NS, "the callback to last for a window");

        connectMany(listening);

        assertEquals(1, pinnedToBusy(system), () -> system.statistics().toString());
        gate.countDown();
        blocker.expect("block");
    }

    /** One worker runs callbacks without a pause; each posts the next. */
    @Test
    void shouldPinFewNewDevicesToWorkerWhenItIsKeptBusy() throws IOException {
        EPump system = rig.start(rig.settings(1, WORKERS));
        ListenerGroup listening = rig.listen(system, Toiler::new);
        Peer toiler = rig.closeLater(Peer.connect(listening.port()));
        toiler.send("toil");
        rig.await(() -> busy.get() != null, "a worker to be busy");

        connectMany(listening);

        int pinned = pinnedToBusy(system);
        assertTrue(pinned < NEW_DEVICES / WORKERS / 2, () -> pinned + " of " + system.statistics());
    }

    /** Echoes, or toils until its device is closed. */
    private final class Toiler implements IOHandler {
        private final IOHandler commands = new CommandHandler((device, text) -> {
            if (text.equals("toil")) {
                busy.set(Thread.currentThread());
                device.post(WORK_CODE, null);
            } else {
                CommandHandler.echo(device, text);
            }
        });

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            commands.onEvent(context, source, event, fdType);
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < WORK_NS) {
                Thread.onSpinWait();
            }
            ((TcpDevice) source).post(WORK_CODE, null);
        }
    }

    @Test
    void shouldSpreadDevicesEvenlyWhenTheirWorkIsEqual() throws IOException {
        EPump system = rig.start(rig.settings(2, WORKERS));
        ListenerGroup listening = rig.listen(system, () -> new CommandHandler(CommandHandler::echo));

        connectMany(listening);

        int share = NEW_DEVICES / WORKERS;
        for (WorkerFigures worker : system.statistics().workers()) {
            assertTrue(
                    Math.abs(worker.pinned() - share) <= share / 2,
                    () -> system.statistics().toString());
        }
    }
}
