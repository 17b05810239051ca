package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.TcpListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may stop a system, from where, and with whatever the program does meanwhile. */
@Tag("permutation")
class StopTest {
    /** Far longer than any wait of these tests: whoever waits for it has not come back at all. */
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension
    final Rig rig = new Rig();

    private final AtomicReference<EPump> system = new AtomicReference<>();
    private final Queue<Boolean> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch gate = rig.gate();

    private EPump start(EPumpConfig.Builder settings) throws IOException {
        system.set(rig.start(settings));
        return system.get();
    }

    /** What a handler of the program does: it stops the system, and must come back from that. */
    private void stopInHandler() {
        answers.add(system.get().stop(DAY));
    }

    private void awaitEnd() {
        rig.await(() -> Rig.threadsOf(system.get()).isEmpty(), "the end of all threads");
    }

    /** A callback on an owner, which blocks at the gate. */
    private void blockOne() {
        CountDownLatch inside = new CountDownLatch(1);
        startTimer((context, source, event, fdType) -> {
            inside.countDown();
            Rig.blockAt(gate);
        });
        await(inside, "a callback to block");
    }

    private void startTimer(IOHandler handler) {
        system.get().startTimer(0, 0, null, handler, null);
    }

    private void await(CountDownLatch latch, String what) {
        rig.await(() -> latch.getCount() == 0, what);
    }

    // -- what the program's handlers do

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldStopAllTheSameWhenStopHandlerThrows(int workers) throws IOException {
        Error thrown = new Error("of the stop handler");
        start(rig.settings(1, workers).stopHandler(stopping -> {
            throw thrown;
        }));
        rig.echo(system.get(), 0);

        assertTrue(system.get().stop(Rig.PATIENCE));

        List<Rig.Failure> failures = rig.takeFailures();
        assertEquals(1, failures.size(), failures::toString);
        assertSame(thrown, failures.get(0).thrown());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldOnlyRequestWhenStopHandlerStops(int workers) throws IOException {
        start(rig.settings(1, workers).stopHandler(stopping -> stopInHandler()));

        assertTrue(system.get().stop(Rig.PATIENCE));

        assertEquals(List.of(false), List.copyOf(answers));
    }

    /** The watchdog's thread is one of those that have to end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldOnlyRequestWhenSlowCallbackHandlerStops(int workers) throws IOException {
        start(rig.settings(1, workers).slowCallback(Duration.ofMillis(20)).slowCallbackHandler(slow -> {
            stopInHandler();
            gate.countDown();
        }));
        blockOne();

        awaitEnd();

        assertEquals(List.of(false), List.copyOf(answers));
    }

    /** On the owner whose callback has thrown. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldOnlyRequestWhenFailureHandlerStops(int workers) throws IOException {
        start(rig.settings(1, workers).failureHandler((owner, source, failure) -> stopInHandler()));
        startTimer((context, source, event, fdType) -> {
            throw new IllegalStateException("so that the failure handler is called");
        });

        awaitEnd();

        assertEquals(List.of(false), List.copyOf(answers));
    }

    /** On the watchdog's thread, where there is no owner. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldOnlyRequestWhenFailureHandlerStopsForTheWatchdog(int workers) throws IOException {
        start(rig.settings(1, workers)
                .slowCallback(Duration.ofMillis(20))
                .slowCallbackHandler(slow -> {
                    throw new IllegalStateException("so that the failure handler is called");
                })
                .failureHandler((owner, source, failure) -> {
                    stopInHandler();
                    gate.countDown();
                }));
        blockOne();

        awaitEnd();

        assertEquals(List.of(false), List.copyOf(answers));
    }

    /** On the thread that carries the stop out. */
    @Test
    void shouldOnlyRequestWhenFailureHandlerStopsForTheStopHandler() throws IOException {
        start(rig.settings(1, 2)
                .stopHandler(stopping -> {
                    throw new IllegalStateException("so that the failure handler is called");
                })
                .failureHandler((owner, source, failure) -> stopInHandler()));

        assertTrue(system.get().stop(Rig.PATIENCE));

        assertEquals(List.of(false), List.copyOf(answers));
    }

    // -- several that stop

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAnswerInItsTimeWhenAnotherStopTakesLonger(int workers) throws IOException {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        start(rig.settings(1, workers).stopHandler(stopping -> told.countDown()));
        blockOne();
        rig.thread("patient", () -> assertTrue(system.get().stop(DAY)));
        await(told, "the first stop to begin");

        rig.thread("hasty", () -> {
            answers.add(system.get().stop(Duration.ofMillis(50)));
            answered.countDown();
        });

        await(answered, "the second stop's answer");
        assertEquals(List.of(false), List.copyOf(answers));
        gate.countDown();
        rig.joinThreads();
    }

    @Test
    void shouldTellTheProgramOnceWhenStoppedAgainAndAgain() throws IOException {
        AtomicInteger told = new AtomicInteger();
        start(rig.settings(1, 2).stopHandler(stopping -> told.incrementAndGet()));
        blockOne();
        for (int i = 0; i < 3; i++) {
            assertFalse(system.get().stop(Duration.ofMillis(10)));
        }
        gate.countDown();

        assertTrue(system.get().stop(Rig.PATIENCE));
        assertTrue(system.get().stop(Duration.ZERO), "and from then on at once");

        assertEquals(1, told.get());
    }

    // -- deadlines and interrupts

    /** What comes after the program needs a small part of it only. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldLetTheProgramGoOnWhenMoreThanHalfOfTheTimeIsOver(int workers) throws IOException {
        Duration deadline = Duration.ofSeconds(2);
        CountDownLatch finished = new CountDownLatch(1);
        CountDownLatch given = new CountDownLatch(1);
        start(rig.settings(1, workers).stopHandler(stopping -> {}).stopReady(() -> finished.getCount() == 0));
        ListenerGroup listening = rig.listenFor(system.get(), () -> (context, source, event, fdType) -> {
            if (event == IOEventType.READ) {
                TcpDevice device = (TcpDevice) source;
                device.receive().release();
                device.startTimer(deadline.toMillis() * 6 / 10, 0, null, (c, timer, e, f) -> {
                    device.write(ByteBuffer.wrap("late".getBytes(StandardCharsets.US_ASCII)));
                    finished.countDown();
                });
                given.countDown();
            } else {
                source.close();
            }
        });
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        peer.send("x");
        await(given, "something to be under way");

        assertTrue(system.get().stop(deadline));

        peer.expect("late");
        assertEquals(0, finished.getCount());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 1_000_000_000 + 1})
    void shouldStopWhenTheDeadlineIsBeyondAllTime(long seconds) throws IOException {
        start(rig.settings(1, 1));
        rig.closeLater(Peer.connect(rig.echo(system.get(), 0).port())).sendAndExpect("hello");

        rig.thread("stopper", () -> answers.add(system.get().stop(Duration.ofSeconds(seconds))));

        rig.joinThreads();
        assertEquals(List.of(true), List.copyOf(answers));
    }

    @Test
    void shouldAnswerFalseWhenTheDeadlineHasPassedAlready() throws IOException {
        start(rig.settings(1, 1));
        blockOne();

        assertFalse(system.get().stop(Duration.ofSeconds(Long.MIN_VALUE)));
        assertFalse(system.get().stop(Duration.ofMillis(-1)));

        gate.countDown();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldStopAndKeepTheInterruptWhenTheCallerWasInterrupted(int workers) throws IOException {
        start(rig.settings(1, workers));
        rig.closeLater(Peer.connect(rig.echo(system.get(), 0).port())).sendAndExpect("hello");

        rig.thread("interrupted", () -> {
            Thread.currentThread().interrupt();
            answers.add(system.get().stop(Rig.PATIENCE));
            answers.add(Thread.interrupted());
        });

        rig.joinThreads();
        assertEquals(List.of(true, true), List.copyOf(answers));
    }

    /** It waits for the one who carries the stop out, and goes on doing so. */
    @Test
    void shouldWaitOnAndKeepTheInterruptWhenInterruptedBehindAnotherStop() throws IOException {
        CountDownLatch told = new CountDownLatch(1);
        start(rig.settings(1, 2).stopHandler(stopping -> told.countDown()));
        blockOne();
        rig.thread("first", () -> assertTrue(system.get().stop(DAY)));
        await(told, "the first stop to begin");

        Thread second = rig.thread("second", () -> {
            answers.add(system.get().stop(DAY));
            answers.add(Thread.interrupted());
        });
        rig.await(() -> second.getState() == Thread.State.TIMED_WAITING, "the second stop to wait");
        second.interrupt();
        Rig.giveTimeFor(() -> !answers.isEmpty());
        assertTrue(answers.isEmpty(), "an interrupt does not end the wait");
        gate.countDown();

        rig.joinThreads();
        assertEquals(List.of(true, true), List.copyOf(answers));
    }

    // -- callbacks that outlast it

    /** What it has accepted belongs to no pump yet when the system's time is over. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldCloseAcceptedDeviceWhenAcceptCallbackOutlastsStop(int workers) throws IOException {
        start(rig.settings(1, workers));
        Queue<TcpDevice> accepted = new ConcurrentLinkedQueue<>();
        Queue<IOEventType> events = new ConcurrentLinkedQueue<>();
        IOHandler connection = new Supervised(rig, (context, source, event, fdType) -> events.add(event));
        ListenerGroup listening = system.get()
                .tcpListen(
                        Rig.loopback(0),
                        (context, source, event, fdType) -> {
                            TcpDevice device = event == IOEventType.ACCEPT
                                    ? ((TcpListener) source).accept(connection, null)
                                    : null;
                            if (device != null) {
                                accepted.add(device);
                                Rig.blockAt(gate);
                            }
                        },
                        null);
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        rig.await(() -> !accepted.isEmpty(), "the callback to have accepted");

        assertFalse(system.get().stop(Duration.ofMillis(50)));
        gate.countDown();
        peer.awaitEnd();

        assertTrue(system.get().stop(Rig.PATIENCE), "a second stop");
        assertTrue(accepted.peek().isClosed());
        assertEquals(List.of(IOEventType.INVALID_DEV), List.copyOf(events));
        assertEquals(0, system.get().statistics().devices());
    }

    /** The thread that a callback's stop is carried out on is the program's to make; it may refuse. */
    @Test
    void shouldStopWhenThreadFactoryMakesNoMoreThreads() throws IOException {
        AtomicInteger made = new AtomicInteger();
        start(rig.settings(1, 2).threadFactory(task -> made.incrementAndGet() > 4 ? null : new Thread(task)));
        startTimer((context, source, event, fdType) -> stopInHandler());

        awaitEnd();

        assertEquals(List.of(false), List.copyOf(answers));
        assertEquals(5, made.get());
    }

    /** As when a program takes what it has used from the time it had. */
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.000000001S", "PT-1S", "PT-9223372036854775808S"})
    void shouldStopAllTheSameWhenNoTimeIsLeft(Duration deadline) throws IOException {
        start(rig.settings(1, 1));

        system.get().stop(deadline);

        awaitEnd();
        assertTrue(system.get().stop(Rig.PATIENCE));
    }

    @Test
    void shouldNotStopWhenThereIsNoDeadline() throws IOException {
        start(rig.settings(1, 0));
        assertThrows(NullPointerException.class, () -> system.get().stop(null));
        startTimer((context, source, event, fdType) -> gate.countDown());
        await(gate, "a timer");
    }

    /** A callback outlasts the stop, and just then there is no thread for what is left: the next stop is given one. */
    @Test
    void shouldGoOnLaterWhenThereWasNoThreadForIt() throws IOException {
        AtomicInteger made = new AtomicInteger();
        start(rig.settings(1, 0).threadFactory(task -> made.incrementAndGet() != 3 ? new Thread(task) : noThread()));
        blockOne();
        assertThrows(OutOfMemoryError.class, () -> system.get().stop(Duration.ZERO));
        assertFalse(system.get().stop(Duration.ZERO));
        gate.countDown();
        awaitEnd();
    }

    private static Thread noThread() {
        return new Thread() {
            @Override
            public synchronized void start() {
                throw new OutOfMemoryError("no thread");
            }
        };
    }
}
