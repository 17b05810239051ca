package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.IOTimer;
import io.epump.ListenerGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Timers started, stopped and started again from any thread: each fires as often as it shall and never early. */
@Tag("permutation")
class TimerPermutationTest {
    private static final int THREADS = 4;
    private static final int TIMERS = 100;
    private static final long NS_PER_MS = 1_000_000;
    private static final long AN_HOUR_MS = 3_600_000;

    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<Firing> firings = new ConcurrentLinkedQueue<>();

    /** The callback of one timer. */
    private final class Firing implements IOHandler {
        private final AtomicInteger times = new AtomicInteger();
        private final AtomicReference<Thread> thread = new AtomicReference<>();
        private volatile IOTimer timer;
        private volatile long notBeforeNs = System.nanoTime();
        private volatile boolean stopped;

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            assertEquals(IOEventType.TIMEOUT, event);
            assertEquals(FdType.TIMER, fdType);
            if (System.nanoTime() - notBeforeNs < 0) {
                rig.violated(source + " fired early");
            }
            thread.compareAndSet(null, Thread.currentThread());
            times.incrementAndGet();
        }

        void startOn(EPump system, long delayMs) {
            notBeforeNs = System.nanoTime() + delayMs * NS_PER_MS;
            timer = system.startTimer(delayMs, 7, "attached", this, null);
            firings.add(this);
        }

        void startAgain(long delayMs) {
            notBeforeNs = System.nanoTime() + delayMs * NS_PER_MS;
            timer.start(delayMs);
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldFireOnceAndNeverEarlyWhenStartedFromManyThreads(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));

        for (int thread = 0; thread < THREADS; thread++) {
            rig.thread("starter-" + thread, () -> {
                SplittableRandom random = rig.random();
                for (int i = 0; i < TIMERS; i++) {
                    new Firing().startOn(system, random.nextInt(20));
                }
            });
        }
        rig.joinThreads();

        rig.await(() -> firings.stream().allMatch(firing -> firing.times.get() > 0), "all timers");
        assertTrue(system.stop(Rig.PATIENCE));
        firings.forEach(firing -> assertEquals(1, firing.times.get(), () -> firing.timer.toString()));
        assertEquals(THREADS * TIMERS, firings.size());
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldFireOrBeStoppedAndNeverBothWhenStopRacesExpiry(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));

        for (int thread = 0; thread < THREADS; thread++) {
            rig.thread("stopper-" + thread, () -> {
                SplittableRandom random = rig.random();
                for (int i = 0; i < TIMERS; i++) {
                    Firing firing = new Firing();
                    firing.startOn(system, random.nextInt(2));
                    LockSupport.parkNanos(random.nextInt(1_500_000));
                    firing.stopped = firing.timer.stop();
                    assertFalse(firing.timer.stop(), "a second stop");
                }
            });
        }
        rig.joinThreads();

        rig.await(
                () -> firings.stream().allMatch(firing -> firing.stopped || firing.times.get() > 0),
                "all timers that were not stopped");
        assertTrue(system.stop(Rig.PATIENCE));
        firings.forEach(
                firing -> assertEquals(firing.stopped ? 0 : 1, firing.times.get(), () -> firing.timer.toString()));
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFireOnlyForLastStartWhenManyThreadsRestart(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Firing firing = new Firing();
        firing.startOn(system, AN_HOUR_MS);

        for (int thread = 0; thread < THREADS; thread++) {
            rig.thread("restarter-" + thread, () -> {
                for (int i = 0; i < 1000; i++) {
                    firing.timer.start(AN_HOUR_MS + i);
                }
            });
        }
        rig.joinThreads();
        assertEquals(0, firing.times.get());
        assertTrue(firing.timer.isStarted());
        firing.startAgain(1);

        rig.await(() -> firing.times.get() == 1 && firing.timer.isIdle(), "the last start");
        rig.await(() -> system.statistics().timers() == 0, "the deadlines of earlier starts to be gone");
        firing.startAgain(0);
        rig.await(() -> firing.times.get() == 2, "one more start");
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldNotFireAgainWhenPeriodicTimerIsStoppedFromOutside(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Firing periodic = new Firing();
        IOTimer timer = system.startPeriodicTimer(1, 0, null, periodic, null);
        rig.await(() -> periodic.times.get() >= 5, "five periods");

        boolean stopped = timer.stop();
        int times = periodic.times.get();

        Firing other = new Firing();
        IOTimer otherTimer = system.startPeriodicTimer(1, 0, null, other, null);
        rig.await(() -> other.times.get() >= 10, "ten periods of another timer");
        assertTrue(periodic.times.get() <= (stopped ? times : times + 1), "fired after it was stopped");
        otherTimer.close();
        rig.await(() -> system.statistics().timers() == 0, "the timers to be gone");
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldNotFireAgainWhenPeriodicTimerIsStoppedInItsCallback(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        AtomicInteger times = new AtomicInteger();
        Queue<Boolean> answers = new ConcurrentLinkedQueue<>();
        IOHandler handler = (context, source, event, fdType) -> {
            if (times.incrementAndGet() == 3) {
                answers.add(((IOTimer) source).stop());
            }
        };

        IOTimer timer = system.startPeriodicTimer(1, 0, null, handler, null);

        rig.await(() -> timer.isIdle() && !answers.isEmpty(), "the timer to be stopped");
        rig.await(() -> system.statistics().timers() == 0, "the timer to be gone");
        assertEquals(List.of(false), List.copyOf(answers), "what stop answers while the callback runs");
        assertTrue(system.stop(Rig.PATIENCE));
        assertEquals(3, times.get());
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFireAgainOnSameThreadWhenCallbackRestartsTimer(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        IOHandler handler = (context, source, event, fdType) -> {
            threads.add(Thread.currentThread());
            if (threads.size() < 10) {
                ((IOTimer) source).start(threads.size() % 2);
            }
        };

        IOTimer timer = system.startTimer(0, 1, null, handler, null);

        rig.await(() -> threads.size() == 10 && timer.isIdle(), "ten rounds");
        assertEquals(1, threads.stream().distinct().count(), () -> "threads " + threads);
    }

    /** Timers of a device and timers of nobody that its callback starts: all on the device's thread. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldFireOnThreadOfCallbackWhenCallbackStartsTimers(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        List<Firing> ofNobody = new ArrayList<>();
        AtomicInteger ofDevice = new AtomicInteger();
        AtomicReference<Thread> thread = new AtomicReference<>();
        CommandHandler.Command onHello = (device, text) -> {
            thread.set(Thread.currentThread());
            IOHandler ofThis = new Supervised(rig, (context, timer, event, fdType) -> {
                assertEquals(thread.get(), Thread.currentThread());
                ofDevice.incrementAndGet();
            });
            for (int i = 0; i < 10; i++) {
                device.startTimer(i, i, null, ofThis);
                Firing firing = new Firing();
                firing.startOn(device.system(), i);
                ofNobody.add(firing);
            }
        };
        ListenerGroup listening = rig.listen(system, () -> new CommandHandler(onHello));
        rig.closeLater(Peer.connect(listening.port())).send("x");

        rig.await(() -> ofDevice.get() == 10, "the device's timers");
        rig.await(
                () -> firings.size() == 10
                        && firings.stream().allMatch(firing -> firing.times.get() == 1 && firing.timer.isIdle()),
                "the timers of nobody");

        ofNobody.forEach(firing -> assertEquals(thread.get(), firing.thread.get()));
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldEndTimersOfDeviceWhenDeviceIsClosed(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        Firing ofDevice = new Firing();
        CommandHandler.Command onHello = (device, text) -> {
            device.startTimer(AN_HOUR_MS, 1, null, ofDevice);
            device.startPeriodicTimer(AN_HOUR_MS, 2, null, ofDevice);
            device.startTimer(0, 3, null, ofDevice);
            device.close();
        };
        ListenerGroup listening = rig.listen(system, () -> new CommandHandler(onHello));
        Peer peer = rig.closeLater(Peer.connect(listening.port()));

        peer.send("x");
        peer.awaitEnd();

        rig.await(() -> system.statistics().timers() == 0, "the timers of the closed device to be gone");
        assertTrue(system.stop(Rig.PATIENCE));
        assertEquals(0, ofDevice.times.get());
    }
}
