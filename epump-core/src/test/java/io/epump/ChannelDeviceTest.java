package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.pump.Pump;
import io.epump.sched.Owner;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels of the program's own under watch: what is told of each kind, and how one is found that the program has closed. */
class ChannelDeviceTest {
    private static final int ROUNDS = 20;
    private static final int DO = 10_000;
    private static final long SECOND_NS = 1_000_000_000;

    private final List<IOEventType> events = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Pipe pipe;

    /** Moved by the test. */
    private long nowNs = Long.MAX_VALUE - SECOND_NS / 2;

    /** What the test does in a callback. */
    @FunctionalInterface
    private interface Action {
        void run(ChannelDevice device) throws IOException;
    }

    @BeforeEach
    void openPipe() throws IOException {
        pipe = Pipe.open();
        opened.add(pipe.source());
        opened.add(pipe.sink());
    }

    @AfterEach
    void closeAll() throws Exception {
        assertEquals(Set.of(), ChannelDevice.BOUND);
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    private DrivenSystem system(int workers) throws IOException {
        return new DrivenSystem(DrivenSystem.settings(workers), () -> nowNs);
    }

    /** Notes its events, runs what a test posts and, with each event, an action. */
    private IOHandler noting(Action inEach) {
        return new IOHandler() {
            @Override
            public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws IOException {
                assertEquals(FdType.FILEDEV, fdType);
                events.add(event);
                inEach.run((ChannelDevice) source);
            }

            @Override
            public void onUserEvent(Object context, IOSource source, int code, Object payload) throws IOException {
                ((Action) payload).run((ChannelDevice) source);
            }
        };
    }

    private IOHandler noting() {
        return noting(device -> {});
    }

    private void onOwner(DrivenSystem driven, ChannelDevice device, Action action) {
        assertTrue(device.post(DO, action));
        driven.turns(ROUNDS);
    }

    private void readAll(ChannelDevice device) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(100);
        int count = ((ReadableByteChannel) device.channel()).read(some);
        text.append(StandardCharsets.ISO_8859_1.decode(some.flip()));
        if (count < 0) {
            device.close();
        }
    }

    private void send(String bytes) throws IOException {
        pipe.sink().write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    // -- what is told

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellReadWhenBytesComeThroughAPipe(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(pipe.source(), noting(this::readAll), null);
            assertSame(pipe.source(), device.channel());
            driven.turns(ROUNDS);
            for (String part : List.of("one ", "two ", "three")) {
                send(part);
                driven.turns(ROUNDS);
            }
            assertEquals("one two three", text.toString());
            assertEquals(List.of(IOEventType.READ, IOEventType.READ, IOEventType.READ), events);

            pipe.sink().close();
            driven.turns(ROUNDS);
            assertTrue(device.isClosed(), "its callback has seen the end");
            assertFalse(pipe.source().isOpen());
            assertEquals(0, driven.system.statistics().devices());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellNothingWhenReadIsNotWanted(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(pipe.source(), noting(this::readAll), null);
            onOwner(driven, device, own -> own.delNotify(IOEventType.READ));
            send("later");
            driven.turns(ROUNDS);
            assertEquals(List.of(), events);
            onOwner(driven, device, own -> own.addNotify(IOEventType.READ));
            assertEquals("later", text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellWriteOnceForEachTimeItIsAskedFor(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(pipe.sink(), noting(), null);
            driven.turns(ROUNDS);
            assertEquals(List.of(IOEventType.WRITE), events, "it may be written to");
            onOwner(driven, device, own -> own.addNotify(IOEventType.WRITE));
            assertEquals(List.of(IOEventType.WRITE, IOEventType.WRITE), events);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellAcceptUntilAllAreAccepted(int workers) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort());
        opened.add(server);
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(
                    server, noting(own -> opened.add(((ServerSocketChannel) own.channel()).accept())), null);
            assertEquals(server.getLocalAddress(), device.localAddress());
            assertNull(device.remoteAddress());
            for (int i = 0; i < 3; i++) {
                opened.add(SocketChannel.open(server.getLocalAddress()));
            }
            driven.turns(ROUNDS);
            assertEquals(List.of(IOEventType.ACCEPT, IOEventType.ACCEPT, IOEventType.ACCEPT), events);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellConnectedOnceAndThenReadWhenAConnectIsUnderWay(int workers) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort());
        opened.add(server);
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(
                    connecting(server.getLocalAddress()),
                    noting(own -> {
                        if (events.get(events.size() - 1) == IOEventType.READ) {
                            readAll(own);
                        }
                    }),
                    null);
            SocketChannel accepted = server.accept();
            opened.add(accepted);
            accepted.write(ByteBuffer.wrap(new byte[] {'x'}));
            driven.drive("the byte", () -> text.length() == 1);
            assertEquals(List.of(IOEventType.CONNECTED, IOEventType.READ), events);
            assertEquals(server.getLocalAddress(), device.remoteAddress());
            assertEquals(accepted.getRemoteAddress(), device.localAddress());
        }
    }

    /** Not finished by the program, however soon the system has connected it. */
    private SocketChannel connecting(SocketAddress to) throws IOException {
        SocketChannel socket = SocketChannel.open();
        opened.add(socket);
        socket.configureBlocking(false);
        assertFalse(socket.connect(to), "a connect that is done at once cannot be told");
        return socket;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellConnfailOnceAndNothingElseWhenNobodyListens(int workers) throws IOException {
        ServerSocketChannel gone = ServerSocketChannel.open().bind(anyPort());
        SocketAddress nobody = gone.getLocalAddress();
        gone.close();
        SocketChannel refused = connecting(nobody);
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(refused, noting(), null);
            driven.drive("a result", () -> !events.isEmpty());
            nowNs += 2 * SECOND_NS;
            driven.turns(ROUNDS);
            assertEquals(List.of(IOEventType.CONNFAIL), events);
            assertInstanceOf(ConnectException.class, device.ioError());
            assertTrue(device.isOpen(), "the program closes it");
            device.close();
            driven.turns(ROUNDS);
            assertEquals(0, driven.system.statistics().devices());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellReadWhenADatagramComes(int workers) throws IOException {
        DatagramChannel datagrams = DatagramChannel.open().bind(anyPort());
        opened.add(datagrams);
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(
                    datagrams,
                    noting(own -> ((DatagramChannel) own.channel()).receive(ByteBuffer.allocate(100))),
                    null);
            driven.turns(ROUNDS);
            datagrams.send(ByteBuffer.wrap(new byte[3]), datagrams.getLocalAddress());
            driven.drive("the datagram", () -> !events.isEmpty());
            driven.turns(ROUNDS);
            assertEquals(List.of(IOEventType.READ), events);
            assertEquals(datagrams.getLocalAddress(), device.localAddress());
            assertNull(device.remoteAddress());
        }
    }

    // -- closed by the program

    /** How a program closes a channel that is bound. */
    private enum Closing {
        /** In the device's own callback: found at its end. */
        IN_CALLBACK,
        /** While its READ is on its way. */
        IN_FLIGHT,
        /** From elsewhere, while nothing happens: found by a look. */
        IDLE
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeGivenUpOnceWhenTheProgramClosesTheChannel(Closing way) throws IOException {
        for (int workers : new int[] {0, 2}) {
            events.clear();
            Pipe own = Pipe.open();
            try (DrivenSystem driven = system(workers)) {
                boolean inCallback = way == Closing.IN_CALLBACK;
                ChannelDevice device = driven.system.bindChannel(
                        own.source(),
                        noting(found -> {
                            if (inCallback) {
                                found.channel().close();
                            }
                        }),
                        null);
                driven.turns(ROUNDS);
                if (way != Closing.IDLE) {
                    own.sink().write(ByteBuffer.wrap(new byte[1]));
                    runPumps(driven);
                }
                if (!inCallback) {
                    own.source().close();
                }
                driven.turns(ROUNDS);
                nowNs += SECOND_NS;
                driven.turns(ROUNDS);
                nowNs += 2 * SECOND_NS;
                driven.turns(ROUNDS);

                events.removeIf(event -> event == IOEventType.READ);
                assertEquals(List.of(IOEventType.INVALID_DEV), events, () -> way + ", " + workers + " workers");
                assertInstanceOf(ClosedChannelException.class, device.ioError());
                assertTrue(device.isClosed());
                assertEquals(0, driven.system.statistics().devices());
                assertEquals(0, driven.system.statistics().timers());
            }
            own.sink().close();
        }
    }

    private static void runPumps(DrivenSystem driven) {
        for (Owner owner : driven.system.owners()) {
            if (owner instanceof Pump) {
                owner.turn(0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldBeGivenUpWhenACallbackEndsAndNotOnlyByALook(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(
                    pipe.source(), noting(own -> own.channel().close()), null);
            driven.turns(ROUNDS);
            send("x");
            driven.turns(ROUNDS); // the clock stands still
            assertEquals(List.of(IOEventType.READ, IOEventType.INVALID_DEV), events);
            assertTrue(device.isClosed());
        }
    }

    /** The pump cannot even register it, which is a failure to report. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldBeGivenUpOnceWhenTheChannelIsClosedBeforeItsPumpKnowsIt(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(pipe.source(), noting(), null);
            pipe.source().close();
            for (int i = 0; i < ROUNDS; i++) {
                driven.turnAll();
            }
            assertEquals(List.of(IOEventType.INVALID_DEV), events);
            assertInstanceOf(ClosedChannelException.class, device.ioError());
            assertInstanceOf(ClosedChannelException.class, driven.failures.remove(0));
            assertEquals(0, driven.system.statistics().devices());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellNothingWhenTheProgramClosesChannelAndDevice(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            ChannelDevice device = driven.system.bindChannel(pipe.source(), noting(), null);
            onOwner(driven, device, own -> {
                own.channel().close();
                own.close();
            });
            nowNs += 2 * SECOND_NS;
            driven.turns(ROUNDS);
            assertEquals(List.of(), events);
            assertEquals(0, driven.system.statistics().devices());
        }
    }

    // -- what is refused

    private void assertRefused(DrivenSystem driven, SelectableChannel channel) {
        assertThrows(IllegalArgumentException.class, () -> driven.system.bindChannel(channel, noting(), null));
    }

    @Test
    void shouldRefuseWhatCannotBeBound() throws IOException {
        try (DrivenSystem driven = system(0);
                Selector selector = Selector.open();
                SocketChannel idle = SocketChannel.open()) {
            assertRefused(driven, null);
            assertRefused(driven, idle);
            pipe.sink().configureBlocking(false);
            pipe.sink().register(selector, 0);
            assertRefused(driven, pipe.sink());
            assertThrows(NullPointerException.class, () -> driven.system.bindChannel(pipe.source(), null, null));
            pipe.source().close();
            assertThrows(ClosedChannelException.class, () -> driven.system.bindChannel(pipe.source(), noting(), null));
            assertEquals(0, driven.system.statistics().devices());
            assertTrue(idle.isOpen() && pipe.sink().isOpen(), "they are the program's still");
        }
    }

    /** Before its pump has registered it, after that, and by another system. */
    @Test
    void shouldRefuseAChannelThatIsBoundAlready() throws IOException {
        try (DrivenSystem driven = system(0);
                DrivenSystem other = system(0)) {
            ChannelDevice device = driven.system.bindChannel(pipe.source(), noting(this::readAll), null);
            assertRefused(driven, pipe.source());
            assertRefused(other, pipe.source());
            driven.turns(ROUNDS);
            assertRefused(driven, pipe.source());
            assertRefused(other, pipe.source());
            send("x");
            driven.turns(ROUNDS);
            assertEquals("x", text.toString(), "the first has it still");
            device.close();
            driven.turns(ROUNDS);
        }
    }

    @Test
    void shouldLeaveTheChannelToTheProgramWhenTheSystemStopsMeanwhile() throws IOException {
        try (DrivenSystem driven = system(0)) {
            Pump pump = (Pump) driven.system.owners().get(0);
            ChannelDevice.prepare(
                            driven.system, pump, pipe.source(), new IODevice.Opening(FdType.FILEDEV, noting(), null))
                    .abandonOpening();
            assertTrue(pipe.source().isOpen());
            assertTrue(ChannelDevice.BOUND.isEmpty());
            assertEquals(0, pump.load().devicesAssigned());
        }
    }

    @Test
    void shouldRefuseAnEventThatDoesNotOccurOnTheChannel() throws IOException {
        try (DrivenSystem driven = system(0)) {
            ChannelDevice device = driven.system.bindChannel(pipe.source(), noting(), null);
            driven.turns(ROUNDS);
            OnOwner.run(device.pump(), () -> {
                for (IOEventType event : List.of(IOEventType.WRITE, IOEventType.ACCEPT, IOEventType.TIMEOUT)) {
                    assertThrows(IllegalArgumentException.class, () -> device.addNotify(event), event.name());
                }
            });
            assertNull(device.localAddress());
        }
    }

    @Test
    void shouldCloseTheChannelWhenTheSystemHasStopped() throws IOException {
        try (DrivenSystem driven = system(0)) {
            ChannelDevice device = driven.system.bindChannel(pipe.source(), noting(), null);
            driven.turns(ROUNDS);
            device.pump().requestDrain();
            driven.turns(ROUNDS);
            assertEquals(List.of(IOEventType.INVALID_DEV), events);
            assertNull(device.ioError(), "nothing is wrong with the channel");
            assertFalse(pipe.source().isOpen());
            assertNotNull(device.toString());
        }
    }

    @Test
    void shouldSayWhyThereIsNoRawSocketAndNoForeignDescriptor() throws IOException {
        try (DrivenSystem driven = system(0)) {
            UnsupportedOperationException raw =
                    assertThrows(UnsupportedOperationException.class, () -> driven.system.rawSocket(1, noting(), null));
            assertTrue(
                    raw.getMessage().contains("protocol=1") && raw.getMessage().contains("bindChannel"));
            UnsupportedOperationException descriptor = assertThrows(
                    UnsupportedOperationException.class, () -> driven.system.bindDescriptor(3, noting(), null));
            assertTrue(descriptor.getMessage().contains("descriptor=3")
                    && descriptor.getMessage().contains("bindChannel"));
        }
    }

    /** A channel that no selector takes, and that cannot even be closed. */
    private static final class Broken extends AbstractSelectableChannel {
        Broken() {
            super(null);
        }

        @Override
        protected void implCloseSelectableChannel() {
            throw new IllegalStateException("thrown by the test");
        }

        @Override
        protected void implConfigureBlocking(boolean blocks) {}

        @Override
        public int validOps() {
            return SelectionKey.OP_READ;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldForgetAChannelWhoseCloseFails(int workers) throws IOException {
        try (SteppedSystem stepped = new SteppedSystem(DrivenSystem.settings(workers))) {
            stepped.system().bindChannel(new Broken(), noting(), null);
            stepped.settle();
            assertEquals(List.of(IOEventType.INVALID_DEV), events);
            assertEquals(
                    List.of(IllegalSelectorException.class, IllegalStateException.class),
                    stepped.takeFailures().stream().map(Object::getClass).toList());
            assertEquals(0, stepped.system().statistics().devices());
        }
    }
}
