package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.pump.Interest;
import io.epump.sched.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lingering close from every state, its bounds, and what the program hears of it: nothing. Under a clock of the test's. */
class LingerCloseTest {
    private static final int DO = 10_000;
    private static final int MUCH = 16 << 20;
    private static final long TIME_MS = 1_000;
    private static final long IDLE_MS = 200;
    private static final long BYTES = 300_000;

    private final ManualClock clock = new ManualClock();
    private final List<IOEventType> events = new ArrayList<>();

    private DrivenSystem driven(int workers) throws IOException {
        return new DrivenSystem(
                DrivenSystem.settings(workers)
                        .lingerTime(Duration.ofMillis(TIME_MS))
                        .lingerIdle(Duration.ofMillis(IDLE_MS))
                        .lingerBytes(BYTES),
                clock);
    }

    /** Notes each event; what is posted is done. */
    private final class Noting implements IOHandler {
        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            events.add(event);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            ((Consumer<TcpDevice>) payload).accept((TcpDevice) source);
        }
    }

    private static void on(DrivenSystem driven, TcpDevice device, Consumer<TcpDevice> action) {
        boolean[] done = {false};
        Consumer<TcpDevice> marking = own -> {
            action.accept(own);
            done[0] = true;
        };
        assertTrue(device.post(DO, marking));
        driven.drive("what is to be done", () -> done[0]);
    }

    private void awaitEnd(DrivenSystem driven, TcpDevice device) {
        driven.drive(
                "the end", () -> device.isClosed() && driven.system.statistics().devices() == 1);
        driven.turns(10);
        assertEquals(0, driven.system.statistics().timers());
        assertEquals(List.of(), events);
    }

    private void pass(DrivenSystem driven, long ms) {
        clock.advanceMs(ms);
        driven.turns(10);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap(new byte[count]);
    }

    /** Reads what is there; answers how much, or -1 at the end of the stream. */
    private static int readSome(Socket peer) throws IOException {
        peer.setSoTimeout(10);
        try {
            return peer.getInputStream().read(new byte[1 << 16]);
        } catch (SocketTimeoutException nothingYet) {
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSendAllThenEndThenCloseWhenThePeerEnds(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), device -> {
                assertTrue(device.write(bytes(MUCH)));
                assertTrue(device.pendingBytes() > 0);
                device.lingerClose();
            });
            assertTrue(link.device().isOpen());
            assertTrue(link.device().isLingering());
            assertEquals(FdType.LINGER_CLOSE, link.device().fdType());
            long read = 0;
            for (int now = 0; now >= 0; now = readSome(link.peer())) {
                read += now;
                driven.turns(5);
            }
            assertEquals(MUCH, read);
            driven.turns(10);
            assertTrue(link.device().isOpen(), "until the peer ends its stream");
            link.peer().shutdownOutput();
            awaitEnd(driven, link.device());
            assertNull(link.device().ioError());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseWhenThePeerSendsNothingForTheIdleTime(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), TcpDevice::lingerClose);
            assertEquals(-1, link.peer().getInputStream().read(), "the stream ends at once");
            pass(driven, IDLE_MS - 1);
            link.peer().getOutputStream().write(1);
            driven.drive("the byte", () -> link.device().bytesRead() == 1);
            pass(driven, IDLE_MS - 1);
            assertTrue(link.device().isOpen());
            pass(driven, 1);
            awaitEnd(driven, link.device());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseWhenThePeerSendsForLongerThanTheWholeTime(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), TcpDevice::lingerClose);
            long passed = 0;
            for (int i = 1; passed + 90 < TIME_MS; i++) {
                pass(driven, 90);
                passed += 90;
                link.peer().getOutputStream().write(1);
                int sent = i;
                driven.drive("a byte", () -> link.device().bytesRead() == sent);
            }
            pass(driven, TIME_MS - passed - 1);
            assertTrue(link.device().isOpen());
            pass(driven, 1);
            awaitEnd(driven, link.device());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseWhenThePeerSendsMoreThanTheAmount(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), TcpDevice::lingerClose);
            for (int sent = 0; sent + 10_000 < BYTES; sent += 10_000) {
                link.peer().getOutputStream().write(new byte[10_000]);
                driven.turns(5);
            }
            assertTrue(link.device().isOpen());
            link.peer().getOutputStream().write(new byte[10_000]);
            awaitEnd(driven, link.device());
            assertEquals(BYTES, link.device().bytesRead());
        }
    }

    /** It may send what it has, but not for ever keep what it was sent waiting. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldResetWhenThePeerTakesNothing(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), device -> {
                device.write(bytes(MUCH));
                device.lingerClose();
            });
            driven.turns(1_000); // the kernel's buffers fill up
            pass(driven, TIME_MS / 2);
            link.peer().getOutputStream().write(new byte[10_000]);
            driven.drive("its bytes to be dropped", () -> link.device().bytesRead() == 10_000);
            InputStream in = link.peer().getInputStream();
            long written = link.device().bytesWritten();
            in.readNBytes(1 << 20);
            driven.drive("more to be sent", () -> link.device().bytesWritten() > written);
            driven.turns(1_000);
            pass(driven, TIME_MS - 1);
            assertTrue(link.device().isOpen(), "its time counts from what it took last");
            pass(driven, 1);
            awaitEnd(driven, link.device());
            assertThrows(SocketException.class, () -> in.readNBytes(MUCH), "must not look like the whole");
        }
    }

    /** The rest of its bytes stays in the kernel until all is sent; then the close may reset it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldStillSendAllWhenTheAmountIsUsedUpBefore(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), device -> {
                device.write(bytes(MUCH));
                device.lingerClose();
            });
            for (int sent = 0; sent < BYTES; sent += 10_000) {
                link.peer().getOutputStream().write(new byte[10_000]);
                driven.turns(5);
            }
            assertTrue(link.device().isOpen());
            assertEquals(BYTES, link.device().bytesRead());
            long read = 0;
            for (int now = 0; now >= 0; now = readSome(link.peer())) {
                read += now;
                driven.turns(5);
            }
            assertEquals(MUCH, read);
            awaitEnd(driven, link.device());
        }
    }

    // -- from every state

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLingerWhenCalledInTheAcceptCallback(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            List<TcpDevice> accepted = new ArrayList<>();
            ListenerGroup listening = driven.listen((context, source, event, fdType) -> {
                TcpDevice device = ((TcpListener) source).accept(new Noting(), null);
                if (device != null) {
                    device.write(bytes(3));
                    device.lingerClose();
                    accepted.add(device);
                }
            });
            Socket peer = driven.connect(listening);
            driven.drive("an answer", () -> !accepted.isEmpty());
            assertEquals(3, peer.getInputStream().readAllBytes().length);
            driven.turns(10);
            assertTrue(accepted.get(0).isOpen());
            pass(driven, IDLE_MS);
            awaitEnd(driven, accepted.get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseAtOnceWhenNotConnected(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            ListenerGroup listening = driven.listen((context, source, event, fdType) -> {});
            driven.turns(5);
            List<TcpDevice> opened = new ArrayList<>();
            OnOwner.run(driven.system.owners().get(workers), () -> {
                try {
                    TcpDevice device = driven.system.tcpConnect(listening.localAddress(), new Noting(), null);
                    device.lingerClose();
                    opened.add(device);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            awaitEnd(driven, opened.get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldReadAgainWhenThePausedOrHalfClosedOneLingers(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), device -> {
                device.delNotify(IOEventType.READ);
                device.write(bytes(1));
                device.shutdownOutput();
                device.lingerClose();
                device.lingerClose();
                device.delNotify(IOEventType.READ);
                device.closeAfterOutput();
            });
            link.peer().getOutputStream().write(new byte[10]);
            driven.drive("its bytes", () -> link.device().bytesRead() == 10);
            assertTrue(link.device().isOpen());
            link.peer().close();
            awaitEnd(driven, link.device());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseOnceAllIsSentWhenThePeerHasEndedBefore(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            boolean[] ended = {false};
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                TcpDevice device = (TcpDevice) source;
                if (!ended[0] && device.receive() == null && device.isInputEnded()) {
                    ended[0] = true;
                    device.write(bytes(MUCH));
                    device.lingerClose();
                } else {
                    events.add(event);
                }
            });
            link.peer().shutdownOutput();
            driven.drive("its end", () -> ended[0]);
            assertTrue(link.device().isOpen());
            assertEquals(MUCH, drain(driven, link.peer()));
            awaitEnd(driven, link.device());
        }
    }

    private static long drain(DrivenSystem driven, Socket peer) throws IOException {
        long read = 0;
        for (int now = 0; now >= 0; now = readSome(peer)) {
            read += now;
            driven.turns(5);
        }
        return read;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldEndAtOnceWhenThePeerResets(int workers) throws IOException {
        for (int queued : new int[] {0, MUCH}) {
            try (DrivenSystem driven = driven(workers)) {
                DrivenSystem.Link link = driven.link(new Noting());
                on(driven, link.device(), device -> {
                    device.write(bytes(queued));
                    device.lingerClose();
                });
                driven.turns(10);
                link.peer().setSoLinger(true, 0);
                link.peer().close();
                awaitEnd(driven, link.device());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldEndAtOnceWhenClosedOrAbortedMeanwhile(int workers) throws IOException {
        for (boolean isAbort : new boolean[] {false, true}) {
            try (DrivenSystem driven = driven(workers)) {
                DrivenSystem.Link link = driven.link(new Noting());
                on(driven, link.device(), device -> {
                    device.write(bytes(MUCH));
                    device.lingerClose();
                    if (isAbort) {
                        device.abort();
                    }
                });
                link.device().close();
                awaitEnd(driven, link.device());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldDoNothingWhenClosedAlready(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), device -> {
                device.close();
                device.lingerClose();
                assertFalse(device.isLingering());
            });
            awaitEnd(driven, link.device());
        }
    }

    // -- what the program hears and may do

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldBeClosedToTheProgramFromThenOn(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            IOHandler noting = new Noting();
            DrivenSystem.Link link = driven.link(noting);
            TcpDevice device = link.device();
            List<IOTimer> timers = new ArrayList<>();
            on(driven, device, own -> {
                own.idleTimeout(10, 10, 10);
                timers.add(own.startTimer(20, 0, null, noting));
                timers.add(own.startPeriodicTimer(30, 0, null, noting));
                assertTrue(own.post(DO, (Consumer<TcpDevice>) late -> events.add(IOEventType.USER)));
                own.write(bytes(MUCH));
                own.lingerClose();
                assertEquals(-1, own.read(bytes(10)));
                assertNull(own.receive());
                assertTrue(own.isInputEnded());
                assertFalse(own.write(bytes(10)));
                assertFalse(own.isWritable());
                assertFalse(own.post(DO, null));
                own.idleTimeout(10, 10, 10);
                own.addNotify(IOEventType.READ);
                own.shutdownOutput();
                timers.add(own.startTimer(20, 0, null, noting));
            });
            timers.forEach(timer -> timer.start(20)); // from elsewhere
            timers.forEach(timer -> assertFalse(timer.isStarted()));
            link.peer().getOutputStream().write(new byte[10]);
            driven.drive("its bytes", () -> device.bytesRead() == 10);
            pass(driven, 50);
            pass(driven, 50);
            assertEquals(MUCH, drain(driven, link.peer()));
            assertFalse(device.post(DO, null));
            link.peer().close();
            awaitEnd(driven, device);
        }
    }

    /** Not even INVALID_DEV: to the program the device is closed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSayNothingWhenTheSystemGivesItUp(int workers) throws IOException {
        try (DrivenSystem driven = driven(workers)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), TcpDevice::lingerClose);
            link.device().pump().requestDrain();
            driven.drive("its end", () -> driven.system.statistics().devices() == 0);
            assertEquals(List.of(), events);
        }
    }

    /** The time is up while a worker is busy elsewhere; what the peer has sent meanwhile waits for that worker. */
    @Test
    void shouldNotBlameThePeerWhenItsOwnerWasHeldUp() throws IOException {
        try (DrivenSystem driven = driven(1)) {
            DrivenSystem.Link link = driven.link(new Noting());
            on(driven, link.device(), TcpDevice::lingerClose);
            driven.turns(10);
            Owner pump = driven.system.owners().get(0);
            clock.advanceMs(IDLE_MS + 1);
            pump.turn(0); // the timer's event goes to the worker, which does not come to it
            link.peer().getOutputStream().write(1);
            for (int i = 0; i < 100_000 && !link.device().awaits(Interest.READ); i++) {
                pump.turn(0);
            }
            driven.turns(10);
            assertFalse(link.device().isClosed());
            pass(driven, IDLE_MS + 1);
            awaitEnd(driven, link.device());
        }
    }
}
