package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.sched.OwnerCounter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to end a connection, from every state it can be in: no event afterwards, and nothing of it is left. */
class EndStatesTest {
    private static final int DO = 10_000;
    private static final int MUCH = 16 << 20;

    private final ManualClock clock = new ManualClock();
    private final List<String> events = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** What a connection is doing when its end comes. */
    enum State {
        BEING_ACCEPTED,
        BEING_OPENED,
        CONNECTING,
        IDLE,
        PAUSED,
        READABLE,
        SENDING,
        PEER_ENDED,
        OUTPUT_ENDED,
        PEER_RESET,
        LINGERING
    }

    /** How it ends. */
    enum End {
        CLOSE,
        ABORT,
        CLOSE_AFTER_OUTPUT,
        LINGER_CLOSE,
        CLOSE_FROM_OUTSIDE
    }

    static Stream<Arguments> all() {
        return Stream.of(0, 1)
                .flatMap(workers -> Arrays.stream(State.values())
                        .flatMap(state -> Arrays.stream(End.values()).map(end -> Arguments.of(workers, state, end))));
    }

    private final class Noting implements IOHandler {
        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            events.add(event + " " + source);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            ((Consumer<TcpDevice>) payload).accept((TcpDevice) source);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldTellNothingMoreAndLeaveNothing(int workers, State state, End end) throws Exception {
        EPumpConfig.Builder settings =
                DrivenSystem.settings(workers).lingerTime(Duration.ofSeconds(1)).lingerIdle(Duration.ofSeconds(1));
        try (DrivenSystem driven = new DrivenSystem(settings, clock)) {
            end(driven, state, end);
            for (int i = 0; i < 3; i++) {
                clock.advanceMs(1_100);
                driven.turns(20);
            }
            List<String> expected = state == State.SENDING && end == End.CLOSE_AFTER_OUTPUT ? events : List.of();
            assertEquals(expected, events);
            for (AutoCloseable each : opened) {
                each.close();
            }
            driven.drive("its end", () -> devices(driven) == 0);
            assertEquals(0, driven.system.statistics().timers());
            assertEquals(0, driven.system.statistics().sum(OwnerCounter.FAILURES));
        }
    }

    /** Without the listener. */
    private static int devices(DrivenSystem driven) {
        return driven.system.statistics().devices() - driven.system.listening().size();
    }

    private void end(DrivenSystem driven, State state, End end) throws IOException {
        switch (state) {
            case BEING_ACCEPTED -> endInAccept(driven, end);
            case BEING_OPENED -> endInOpening(driven, end);
            case CONNECTING -> endConnecting(driven, end);
            default -> endConnected(driven, state, end);
        }
    }

    private void endInAccept(DrivenSystem driven, End end) throws IOException {
        boolean[] done = {false};
        ListenerGroup listening = driven.listen((context, source, event, fdType) -> {
            TcpDevice device = ((TcpListener) source).accept(new Noting(), null);
            if (device != null) {
                device.startTimer(100, 0, null, new Noting());
                device.idleTimeout(100, 0, 0);
                end(end, device);
                done[0] = true;
            }
        });
        Socket peer = driven.connect(listening);
        opened.add(peer);
        peer.getOutputStream().write(1);
        driven.drive("the end", () -> done[0]);
    }

    private void endInOpening(DrivenSystem driven, End end) throws IOException {
        ServerSocket server = later(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        OnOwner.run(driven.system.owners().get(driven.system.config().workers()), () -> {
            TcpDevice device = connect(driven, server);
            device.startTimer(100, 0, null, new Noting());
            end(end, device);
        });
    }

    /** The backlog is full, so the connect hangs. */
    private void endConnecting(DrivenSystem driven, End end) throws IOException {
        ServerSocket server = later(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < 4; i++) {
            SocketChannel filler = later(SocketChannel.open());
            filler.configureBlocking(false);
            filler.connect(server.getLocalSocketAddress());
        }
        TcpDevice device = connect(driven, server);
        driven.turns(20);
        assertEquals(List.of(), events, "still connecting");
        if (end == End.CLOSE_FROM_OUTSIDE) {
            end(end, device);
        } else {
            assertTrue(device.post(DO, doing(own -> end(end, own))));
        }
        driven.turns(20);
    }

    private TcpDevice connect(DrivenSystem driven, ServerSocket server) {
        try {
            return driven.system.tcpConnect((InetSocketAddress) server.getLocalSocketAddress(), new Noting(), null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void endConnected(DrivenSystem driven, State state, End end) throws IOException {
        DrivenSystem.Link link = driven.link(new Noting());
        opened.add(link.peer());
        TcpDevice device = link.device();
        boolean[] done = {false};
        Consumer<TcpDevice> preparing = own -> {
            own.startTimer(100, 0, null, new Noting());
            own.startPeriodicTimer(100, 0, null, new Noting());
            own.idleTimeout(100, 100, 100);
            prepare(state, own);
            done[0] = true;
        };
        assertTrue(device.post(DO, doing(preparing)));
        driven.drive("the state", () -> done[0]);
        switch (state) {
            case READABLE -> link.peer().getOutputStream().write(1);
            case PEER_ENDED -> link.peer().shutdownOutput();
            case PEER_RESET -> {
                link.peer().setSoLinger(true, 0);
                link.peer().close();
            }
            default -> {
                // nothing of the peer's
            }
        }
        driven.turns(5);
        if (end == End.CLOSE_FROM_OUTSIDE) {
            end(end, device);
        } else if (!device.post(DO, doing(own -> end(end, own)))) {
            assertTrue(state == State.LINGERING || device.isClosed());
            end(End.CLOSE_FROM_OUTSIDE, device);
        }
    }

    private static void prepare(State state, TcpDevice device) {
        switch (state) {
            case PAUSED -> device.delNotify(IOEventType.READ);
            case SENDING -> device.write(ByteBuffer.wrap(new byte[MUCH]));
            case OUTPUT_ENDED -> device.shutdownOutput();
            case LINGERING -> {
                device.write(ByteBuffer.wrap(new byte[MUCH]));
                device.lingerClose();
            }
            default -> {
                // as it is
            }
        }
    }

    private static Object doing(Consumer<TcpDevice> action) {
        return action;
    }

    /** From here on nothing may come. */
    private void end(End end, TcpDevice device) {
        switch (end) {
            case CLOSE -> device.close();
            case ABORT -> device.abort();
            case CLOSE_AFTER_OUTPUT -> device.closeAfterOutput();
            case LINGER_CLOSE -> device.lingerClose();
            case CLOSE_FROM_OUTSIDE -> onForeignThread(device::close);
        }
        events.clear();
    }

    private static void onForeignThread(Runnable action) {
        Thread thread = new Thread(action);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private <T extends AutoCloseable> T later(T closeable) {
        opened.add(closeable);
        return closeable;
    }
}
