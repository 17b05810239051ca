package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.Bind;
import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.EPumpStatistics.PumpFigures;
import io.epump.FdType;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.StreamListener;
import io.epump.UdpDevice;
import io.epump.UdpGroup;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pump watches what, for each kind of {@link Bind}, with and without workers. */
class BindTest {
    private static final int PUMPS = 3;
    private static final int PEERS = 24;

    @RegisterExtension
    final Rig rig = new Rig();

    private EPump system;

    private EPump start(int workers) throws IOException {
        return rig.start(rig.settings(PUMPS, workers));
    }

    private ListenerGroup echo(EPump system, Bind listen, Bind accept) throws IOException {
        return system.tcpListen(Rig.loopback(0), listen, acceptingFor(accept), null);
    }

    /** A listener's callback that accepts all there is, for pumps of its choice. */
    private IOHandler acceptingFor(Bind bind) {
        return (context, source, event, fdType) -> {
            if (event == IOEventType.ACCEPT) {
                IOHandler echo = new Supervised(rig, new CommandHandler(CommandHandler::echo));
                while (((StreamListener<?>) source).accept(bind, echo, null) != null) {}
            }
        };
    }

    private void connectMany(ListenerGroup listening) throws IOException {
        for (int i = 0; i < PEERS; i++) {
            rig.closeLater(Peer.connect(listening.port())).sendAndExpect("hello");
        }
    }

    /** Devices of each pump. */
    private static List<Integer> devices(EPump system) {
        return system.statistics().pumps().stream()
                .map(PumpFigures::devicesAssigned)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldListenAndServeOnOnePumpWhenItIsGiven(int workers) throws IOException {
        EPump system = start(workers);
        connectMany(echo(system, Bind.given(1), null));
        assertEquals(List.of(0, 1 + PEERS, 0), devices(system));
    }

    @Test
    void shouldListenOnTheLeastLoadedPumpWhenItIsOne() throws IOException {
        EPump system = start(0);
        ListenerGroup first = echo(system, Bind.given(0), null);
        connectMany(first);
        connectMany(echo(system, Bind.given(1), null));
        assertEquals(1, echo(system, Bind.ONE, null).listeners().size());
        assertEquals(List.of(1 + PEERS, 1 + PEERS, 1), devices(system));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldWatchOneSocketWithAllPumpsWhenItIsAll(int workers) throws IOException {
        EPump system = start(workers);
        ListenerGroup listening = echo(system, Bind.ALL, null);
        assertEquals(PUMPS, listening.listeners().size());
        assertEquals(List.of(1, 1, 1), devices(system));

        connectMany(listening);

        assertEquals(PUMPS + PEERS, system.statistics().devices());
        listening.close();
        rig.await(() -> listening.closed().isDone(), "the listeners to close");
        assertThrows(IOException.class, () -> Peer.connect(listening.port()), "the one socket is closed with the last");
    }

    @Test
    void shouldListenWithASocketForEachPumpWhenItIsNewForEach() throws IOException {
        EPump system = start(0);
        assertEquals(PUMPS, echo(system, Bind.NEW_FOR_EACH, null).listeners().size());
        assertEquals(List.of(1, 1, 1), devices(system));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldServeOnTheGivenPumpWhenAcceptedForIt(int workers) throws IOException {
        EPump system = start(workers);
        connectMany(echo(system, Bind.given(0), Bind.given(2)));
        assertEquals(List.of(1, 0, PEERS), devices(system));
    }

    @Test
    void shouldSpreadConnectionsWhenAcceptedForOne() throws IOException {
        EPump system = start(0);
        connectMany(echo(system, Bind.given(0), Bind.ONE));
        List<Integer> devices = devices(system);
        assertTrue(devices.stream().allMatch(count -> count >= PEERS / PUMPS / 2), devices::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldStayWithTheListenersPumpWhenAcceptedForTheCurrent(int workers) throws IOException {
        EPump system = start(workers);
        connectMany(echo(system, Bind.given(1), Bind.CURRENT));
        assertEquals(List.of(0, 1 + PEERS, 0), devices(system));
    }

    @Test
    void shouldRefuseWhenABindingMakesNoSense() throws IOException {
        EPump system = start(0);
        assertThrows(IllegalArgumentException.class, () -> echo(system, Bind.given(PUMPS), null));
        assertThrows(IllegalArgumentException.class, () -> Bind.given(-1));

        ListenerGroup confused = echo(system, Bind.given(0), Bind.ALL);
        Peer.knock(confused.port()); // the callback throws
        rig.await(() -> system.statistics().devices() == 0, "the listener to be given up");
        assertTrue(rig.takeFailures().get(0).thrown() instanceof IllegalArgumentException);
    }

    /** A datagram comes to one socket, whoever watches it; it is answered once. */
    @ParameterizedTest
    @EnumSource
    void shouldAnswerEachDatagramOnceWhateverTheBinding(Bind.Kind kind) throws IOException {
        EPump system = start(0);
        Bind bind = switch (kind) {
            case ONE -> Bind.ONE;
            case GIVEN -> Bind.given(2);
            case CURRENT -> Bind.CURRENT;
            case ALL -> Bind.ALL;
            case NEW_FOR_EACH -> Bind.NEW_FOR_EACH;
        };
        UdpGroup group = system.udpListen(Rig.loopback(0), bind, BindTest::echoDatagrams, null);
        int sockets = kind == Bind.Kind.ALL || kind == Bind.Kind.NEW_FOR_EACH ? PUMPS : 1;
        assertEquals(sockets, group.devices().size());
        try (DatagramSocket client = new DatagramSocket()) {
            client.setSoTimeout((int) Rig.PATIENCE.toMillis());
            for (int i = 0; i < PEERS; i++) {
                byte[] sent = ("datagram " + i).getBytes(StandardCharsets.US_ASCII);
                client.send(new DatagramPacket(sent, sent.length, group.localAddress()));
                DatagramPacket answer = new DatagramPacket(new byte[100], 100);
                client.receive(answer);
                assertEquals(
                        "datagram " + i,
                        new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII));
            }
        }
        group.close();
        rig.await(() -> system.statistics().devices() == 0, "the sockets to close");
    }

    private static void echoDatagrams(Object context, IOSource source, IOEventType event, FdType fdType)
            throws IOException {
        UdpDevice device = (UdpDevice) source;
        ByteBuffer room = ByteBuffer.allocate(UdpDevice.MAX_DATAGRAM_BYTES);
        for (InetSocketAddress sender = device.receive(room); sender != null; sender = device.receive(room.clear())) {
            device.send(room.flip(), sender);
        }
    }

    // -- before the start

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAdoptWhatWasOpenedBeforeTheStart(int workers) throws Exception {
        EPump system = rig.create(rig.settings(2, workers));
        ListenerGroup listening = rig.echo(system, 0);
        Queue<Thread> ticks = new ConcurrentLinkedQueue<>();
        system.startTimer(1, 7, null, (context, source, event, fdType) -> ticks.add(Thread.currentThread()), null);
        Peer early = rig.closeLater(Peer.connect(listening.port()));
        early.send("early");
        assertTrue(ticks.isEmpty());

        system.start();

        early.expect("early");
        rig.await(() -> !ticks.isEmpty(), "the timer");
        assertThrows(IllegalStateException.class, system::start);
    }

    @Test
    void shouldReleaseWhatWasOpenedWhenStoppedWithoutAStart() throws IOException {
        EPump system = rig.create(rig.settings(2, 1));
        ListenerGroup listening = rig.echo(system, 0);
        system.startTimer(100_000, 7, null, (context, source, event, fdType) -> {}, null);
        assertTrue(system.stop(Rig.PATIENCE));
        assertTrue(listening.closed().isDone());
        assertThrows(IllegalStateException.class, system::start);
    }

    // -- thread models

    /** One pump: everything on one thread. */
    @Test
    void shouldRunEverythingOnOneThreadWhenThereIsOnePump() throws IOException {
        Queue<Thread> threads = serve(rig.settings(1, 0));
        assertEquals(1, threads.stream().distinct().count());
    }

    /** Pumps and workers: no callback of a connection on a pump. */
    @Test
    void shouldRunCallbacksOnWorkersOnlyWhenThereAreSome() throws IOException {
        Queue<Thread> threads = serve(rig.settings(1, 3));
        assertTrue(threads.stream().allMatch(thread -> thread.getName().contains("-worker-")), threads::toString);
        assertTrue(threads.stream().distinct().count() > 1, threads::toString);
    }

    /** One pump accepts, the others read and write. */
    @Test
    void shouldAcceptOnOnePumpAndServeOnTheOthersWhenOneIsSetApart() throws IOException {
        Queue<Thread> threads = serve(rig.settings(PUMPS, 0).acceptors(1));
        List<String> names =
                threads.stream().map(Thread::getName).distinct().sorted().toList();
        assertEquals(PUMPS - 1, names.size(), names::toString);
        IntStream.range(1, PUMPS).forEach(i -> assertTrue(names.get(i - 1).endsWith("-pump-" + i), names::toString));
        assertEquals(1, devices(system).get(0), "the listener");
    }

    /** The threads on which connections were served. */
    private Queue<Thread> serve(EPumpConfig.Builder settings) throws IOException {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        system = rig.start(settings);
        ListenerGroup listening = rig.listen(
                system,
                () -> new CommandHandler((device, text) -> {
                    threads.add(Thread.currentThread());
                    CommandHandler.echo(device, text);
                }));
        connectMany(listening);
        return threads;
    }

    @Test
    void shouldOpenDevicesOnServingPumpsWhenACallbackOfAnAcceptorOpensThem() throws IOException {
        system = rig.start(rig.settings(2, 0).acceptors(1));
        ListenerGroup target = rig.echo(system, 0);
        Queue<IODevice> opened = new ConcurrentLinkedQueue<>();
        ListenerGroup listening = system.tcpListen(
                Rig.loopback(0),
                (context, source, event, fdType) -> {
                    if (opened.isEmpty()) { // another ACCEPT comes when the system stops
                        opened.add(system.tcpConnect(target.localAddress(), (c, device, e, t) -> device.close(), null));
                    }
                    Rig.accepting(() -> new CommandHandler(CommandHandler::echo))
                            .onEvent(context, source, event, fdType);
                },
                null);
        rig.closeLater(Peer.connect(listening.port())).sendAndExpect("hello");
        assertEquals(1, opened.size());
        assertTrue(opened.peek().pump().name().endsWith("-pump-1"));
    }
}
