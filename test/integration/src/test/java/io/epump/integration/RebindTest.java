package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.Bind;
import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that go from pump to pump while they are in use: nothing is lost, nothing overtakes, no two callbacks meet. */
@Tag("permutation")
class RebindTest {
    private static final int PUMPS = 3;
    private static final int PEERS = 6;
    private static final int MESSAGES = 60;
    private static final int SENDERS = 3;
    private static final int EVENTS = 2_000;
    private static final int UNDER_WAY = 20;
    private static final int FIRST_CODE = 10_000;

    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<Wanderer> wanderers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger moves = new AtomicInteger();

    /** Echoes, and goes to another pump with about each second event. */
    private final class Wanderer implements IOHandler {
        private final SplittableRandom random = rig.random();
        private final CommandHandler echo = new CommandHandler(CommandHandler::echo);
        private final int[] next = new int[SENDERS];
        private final AtomicBoolean running = new AtomicBoolean();
        private volatile TcpDevice device;

        /** User events so far; written by the owner. */
        private volatile int taken;

        private int ticks;

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            alone(() -> {
                if (fdType == FdType.TIMER) {
                    ticks++;
                } else if (source instanceof TcpDevice here) {
                    echo.onEvent(context, source, event, fdType);
                    wander(here);
                    device = here;
                }
            });
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) throws Exception {
            alone(() -> {
                int sender = code - FIRST_CODE;
                if (next[sender] != (Integer) payload) {
                    rig.violated("event " + payload + " of sender " + sender + " in place of " + next[sender]);
                }
                next[sender]++;
                taken = next[0];
                received.incrementAndGet();
                wander(device);
            });
        }

        private void wander(TcpDevice here) {
            if (random.nextBoolean() && here.rebind(Bind.given(random.nextInt(PUMPS)))) {
                moves.incrementAndGet();
            }
        }

        private void alone(Rig.ThrowingTask callback) throws Exception {
            if (!running.compareAndSet(false, true)) {
                rig.violated("two callbacks of a device at the same time");
            }
            try {
                callback.run();
            } finally {
                running.set(false);
            }
        }
    }

    private EPump start(int workers) throws IOException {
        return rig.start(rig.settings(PUMPS, workers));
    }

    private List<Peer> connect(EPump system, int count) throws IOException {
        ListenerGroup listening = rig.listenFor(system, () -> {
            Wanderer wanderer = new Wanderer();
            wanderers.add(wanderer);
            return wanderer;
        });
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Peer peer = rig.closeLater(Peer.connect(listening.port()));
            peer.sendAndExpect("hello");
            peers.add(peer);
        }
        rig.await(
                () -> wanderers.stream()
                                .filter(wanderer -> wanderer.device != null)
                                .count()
                        == count,
                "all to be known");
        wanderers.removeIf(wanderer -> wanderer.device == null); // made for a connection that did not come
        return peers;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void shouldEchoAllInOrderWhenDevicesWander(int workers) throws IOException {
        EPump system = start(workers);
        List<Peer> peers = connect(system, PEERS);
        for (Peer peer : peers) {
            rig.thread("peer", () -> {
                for (int i = 0; i < MESSAGES; i++) {
                    peer.sendAndExpect("message " + i);
                }
            });
        }
        rig.joinThreads();
        assertTrue(moves.get() > PEERS, () -> moves + " moves");
        rig.await(() -> devicesUnderWay(system) == 0, "all to have arrived");
    }

    /** Those that no pump watches just now. */
    private static int devicesUnderWay(EPump system) {
        return system.statistics().pumps().stream()
                .mapToInt(pump -> pump.devicesAssigned() - pump.devices())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void shouldKeepTheOrderOfEachSenderWhenDevicesWander(int workers) throws IOException {
        EPump system = start(workers);
        connect(system, PEERS);
        for (int s = 0; s < SENDERS; s++) {
            int code = FIRST_CODE + s;
            rig.thread("sender", () -> {
                for (int i = 0; i < EVENTS; i++) {
                    for (Wanderer wanderer : wanderers) {
                        if (!wanderer.device.post(code, i)) {
                            rig.violated("post refused");
                        }
                    }
                }
            });
        }
        rig.joinThreads();
        rig.await(() -> received.get() == SENDERS * EVENTS * PEERS, "all events");
        assertTrue(moves.get() > PEERS, () -> moves + " moves");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldLeaveNothingWhenClosedOnTheWay(int workers) throws IOException {
        EPump system = start(workers);
        connect(system, PEERS);
        for (Wanderer wanderer : wanderers) {
            rig.thread("sender", () -> {
                for (int i = 0; wanderer.device.post(FIRST_CODE, i); i++) {
                    if (i == EVENTS) {
                        wanderer.device.close();
                    }
                }
            });
        }
        rig.joinThreads();
        rig.await(() -> system.statistics().devices() == PUMPS, "all but the listeners to be closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldLeaveNothingWhenTheSystemStopsOnTheWay(int workers) throws IOException {
        EPump system = start(workers);
        connect(system, PEERS);
        for (Wanderer wanderer : wanderers) {
            rig.thread("sender", () -> {
                for (int i = 0; wanderer.device.post(FIRST_CODE, i); i++) {
                    while (i - wanderer.taken > UNDER_WAY && wanderer.device.isOpen()) {
                        Thread.onSpinWait();
                    }
                }
            });
        }
        rig.await(() -> moves.get() > 10 * PEERS, "moves");
        assertTrue(system.stop(Rig.PATIENCE));
        rig.joinThreads();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldFireTimersOnTheOwnerWhenTheDeviceHasMoved(int workers) throws IOException {
        EPump system = start(workers);
        AtomicReference<TcpDevice> moved = new AtomicReference<>();
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        ListenerGroup listening = system.tcpListen(
                Rig.loopback(0),
                Bind.given(0),
                Rig.accepting(() -> new CommandHandler((device, text) -> {
                    threads.add(text + " " + Thread.currentThread().getName());
                    if (text.equals("go")) {
                        device.startPeriodicTimer(
                                2,
                                1,
                                null,
                                (context, source, event, fdType) -> threads.add(
                                        "tick " + Thread.currentThread().getName()));
                        assertTrue(device.rebind(Bind.given(2)));
                        moved.set(device);
                    }
                    CommandHandler.echo(device, text);
                })),
                null);
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        peer.sendAndExpect("go");
        rig.await(() -> moved.get().pump().index() == 2 && devicesUnderWay(system) == 0, "the move");
        peer.sendAndExpect("here");
        threads.removeIf(entry -> !entry.startsWith("here"));
        String owner = threads.peek().substring("here ".length());
        rig.await(() -> threads.size() > 3, "ticks");
        threads.forEach(entry -> assertTrue(entry.endsWith(owner), threads::toString));
        assertEquals(workers == 0, owner.endsWith("-pump-2"));
    }

    /** Its key for CONNECT belongs to the pump that has begun. The connect waits as long as nobody takes those before it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldMoveOnlyWhenConnectedWhenAskedBefore(int workers) throws IOException {
        EPump system = rig.start(rig.settings(PUMPS, workers));
        ServerSocket full = rig.closeLater(new ServerSocket());
        full.bind(Rig.loopback(0), 1);
        for (int i = 0; i < 2; i++) {
            rig.closeLater(new Socket(full.getInetAddress(), full.getLocalPort()));
        }
        Queue<String> told = new ConcurrentLinkedQueue<>();
        IOHandler handler = new IOHandler() {
            @Override
            public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
                told.add(event.toString());
            }

            @Override
            public void onUserEvent(Object context, IOSource source, int code, Object payload) {
                told.add("goes=" + ((TcpDevice) source).rebind(Bind.given(2)));
            }
        };
        TcpDevice device =
                system.tcpConnect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), handler, null);
        int before = device.pump().index();
        rig.await(() -> device.post(FIRST_CODE, null), "the device to be handed over");
        rig.await(() -> told.contains("goes=true"), "the wish");
        rig.await(() -> system.statistics().pumps().get(before).turns() > 0, "a turn");
        assertEquals(List.of("goes=true"), List.copyOf(told), "the queue of the listener is full");
        assertEquals(before, device.pump().index());

        for (int i = 0; i < 3; i++) {
            rig.closeLater(full.accept()); // the last one is the device's, tried again by the kernel
        }
        rig.await(() -> device.pump().index() == 2, "the move");
        rig.await(() -> told.contains("CONNECTED"), "the connection");
        assertEquals(List.of("goes=true", "CONNECTED"), List.copyOf(told).subList(0, 2));
        device.close();
    }
}
