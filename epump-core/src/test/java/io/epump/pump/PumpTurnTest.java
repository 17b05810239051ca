package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.metrics.PumpCounter;
import io.epump.sched.OwnerCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One turn: how long it waits, what ends the wait, what it does when something is wrong. */
class PumpTurnTest {
    private static final long MS = Bench.MS;

    @Test
    void shouldNeverBlockWhenGivenNoTime() {
        Bench bench = new Bench(0);
        bench.pump.turn(0);
        assertEquals(List.of(0L), bench.notifier.timeoutsMs);
    }

    @Test
    void shouldWaitWithoutEndWhenNothingIsDue() {
        Bench bench = new Bench(0);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(-1, bench.notifier.lastTimeoutMs());
    }

    @Test
    void shouldRoundTheWaitUpToAMillisecond() {
        Bench bench = new Bench(0);
        long[][] waitAndTimeout = {{1, 1}, {MS - 1, 1}, {MS, 1}, {MS + 1, 2}, {10 * MS, 10}};
        for (long[] pair : waitAndTimeout) {
            TestTimer timer = new TestTimer(bench, 0);
            timer.start(pair[0]);
            bench.pump.turn(0); // takes the mailbox
            bench.pump.turn(Long.MAX_VALUE);
            assertEquals(pair[1], bench.notifier.lastTimeoutMs(), "deadline in " + pair[0] + " ns");
            timer.stop();
            bench.settle();
        }
    }

    @Test
    void shouldSelectNowWhenADeadlineHasPassed() {
        Bench bench = new Bench(0);
        TestTimer timer = new TestTimer(bench, 0);
        timer.start(MS);
        bench.pump.turn(0);
        bench.nowNs += 2 * MS;
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(0, bench.notifier.lastTimeoutMs());
        assertEquals(1, timer.fired);
    }

    @Test
    void shouldNotSleepWhenTheMailboxWasFilledBeforeItLooksAgain() {
        Bench bench = new Bench(0);
        TestDevice device = new TestDevice(bench, Interest.READ);
        device.open(); // nobody sleeps: no wake-up is sent
        assertEquals(0, bench.notifier.wakeups);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(0, bench.notifier.lastTimeoutMs());
        assertTrue(device.adoptedSeen);
    }

    @Test
    void shouldBeWokenOnceWhenManyThingsArriveWhileItSleeps() {
        Bench bench = new Bench(0);
        List<TestDevice> devices = new ArrayList<>();
        bench.notifier.whileAsleep.add(() -> {
            for (int i = 0; i < 10; i++) {
                TestDevice device = new TestDevice(bench, Interest.READ);
                Bench.onForeignThread(device::open);
                devices.add(device);
            }
        });
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(1, bench.notifier.wakeups);
        bench.settle();
        devices.forEach(device -> assertTrue(device.isOpen()));
    }

    @Test
    void shouldHandOverAtTheEndOfTheTurnWhatIsOpenedOutsideACallback() {
        Bench bench = new Bench(1);
        TestDevice device = new TestDevice(bench, Interest.READ);
        bench.notifier.whileAsleep.add(device::open); // on the pump, as a failure handler might
        bench.pump.turn(Long.MAX_VALUE);
        assertTrue(device.adoptedSeen);
    }

    @Test
    void shouldBeWokenAtTheEndOfTheBatchForTheWorkersOwnDevices() {
        assertEquals(List.of(0, 1), wakeupsSeenBy(first -> {}));
    }

    @Test
    void shouldBeWokenBeforeTheNextCallbackForADeviceThatIsNotTheWorkersOwn() {
        assertEquals(List.of(1, 1), wakeupsSeenBy(TestDevice::open), "the next callback might block");
    }

    /** Wake-ups sent to a sleeping pump: seen by the second callback of a batch, and after the batch. */
    private static List<Integer> wakeupsSeenBy(Consumer<TestDevice> firstCallback) {
        Bench bench = new Bench(1);
        TestDevice first = bench.open(Interest.READ);
        TestDevice second = bench.open(Interest.READ);
        TestDevice opened = new TestDevice(bench, Interest.READ);
        bench.notifier.ready.put(first, Interest.READ);
        bench.notifier.ready.put(second, Interest.READ);
        bench.pump.turn(0);
        bench.notifier.ready.clear();

        List<Integer> seen = new ArrayList<>();
        first.callback = code -> firstCallback.accept(opened);
        second.callback = code -> seen.add(bench.notifier.wakeups);
        bench.notifier.whileAsleep.add(
                () -> Bench.onForeignThread(() -> bench.workers.worker(0).turn(0)));
        bench.pump.turn(Long.MAX_VALUE);
        seen.add(bench.notifier.wakeups);
        return seen;
    }

    @Test
    void shouldRebuildTheSelectorWhenItSpins() {
        Bench bench = new Bench(0);
        for (int i = 0; i < SpinGuard.LIMIT - 1; i++) {
            bench.pump.turn(Long.MAX_VALUE); // the fake returns at once, without a cause
        }
        assertEquals(0, bench.notifier.rebuilds);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(1, bench.notifier.rebuilds);
        assertEquals(1, bench.pump.pumpCounters().get(PumpCounter.REBUILDS));
        assertEquals(1, bench.failures.size(), "reported, with what was watched");
    }

    @Test
    void shouldNotRebuildWhenEachReturnHasACause() {
        Bench bench = new Bench(0);
        TestTimer timer = new TestTimer(bench, 0);
        for (int i = 0; i < 3 * SpinGuard.LIMIT; i++) {
            switch (i % 3) {
                case 0 -> bench.notifier.whileAsleep.add(bench.pump::wake);
                case 1 -> {
                    timer.start(MS);
                    bench.pump.turn(0);
                    bench.notifier.whileAsleep.add(() -> bench.nowNs += MS);
                }
                default ->
                    bench.notifier.whileAsleep.add(() -> Thread.currentThread().interrupt());
            }
            bench.pump.turn(Long.MAX_VALUE);
        }
        assertEquals(0, bench.notifier.rebuilds);
        assertTrue(bench.pump.counters().get(OwnerCounter.INTERRUPTS_CLEARED) > 0, "and interrupts are cleared");
        bench.pump.turn(0);
    }

    /** The interrupt is what ends the sleep, and what has come meanwhile runs in the same turn. */
    @Test
    void shouldHideTheInterruptFromTheCallbackWhenItEndedTheSleep() {
        Bench bench = new Bench(0);
        TestDevice device = bench.open(Interest.READ);
        List<Boolean> interrupted = new ArrayList<>();
        device.callback = code -> interrupted.add(Thread.currentThread().isInterrupted());
        bench.notifier.whileAsleep.add(() -> {
            bench.notifier.ready.put(device, Interest.READ);
            Thread.currentThread().interrupt();
        });

        bench.pump.turn(Long.MAX_VALUE);

        assertEquals(List.of(false), interrupted);
        assertEquals(1, bench.pump.counters().get(OwnerCounter.INTERRUPTS_CLEARED));
    }

    @Test
    void shouldBoundThePhasesOfATurn() {
        Bench bench = new Bench(0);
        List<TestTimer> timers = new ArrayList<>();
        for (int i = 0; i < Pump.MAILBOX_LIMIT + 10; i++) {
            TestTimer timer = new TestTimer(bench, 0);
            timer.start(1);
            timers.add(timer);
        }
        bench.pump.turn(0);
        assertEquals(Pump.MAILBOX_LIMIT, bench.pump.timers().size());
        bench.nowNs += MS;
        bench.pump.turn(0);
        assertEquals(
                Pump.TIMER_LIMIT,
                timers.stream().filter(timer -> timer.fired == 1).count());
        bench.settle();
        assertEquals(
                timers.size(), timers.stream().filter(timer -> timer.fired == 1).count());
    }

    @Test
    void shouldNotRunInTheSamePhaseWhatIsRaisedInIt() {
        Bench bench = new Bench(0);
        TestDevice device = bench.open(Interest.READ);
        int[] posted = {0};
        device.callback = code -> {
            if (posted[0]++ < 1000) {
                bench.pump.post(device, EventCodes.USER, 0, null);
            }
        };
        assertTrue(bench.pump.reserveUserEvent());
        bench.pump.post(device, EventCodes.USER, 0, null);
        bench.pump.turn(0);
        assertEquals(1, device.events.size(), "one turn, one round: a device that feeds itself starves nobody");
        bench.pump.turn(0);
        assertEquals(2, device.events.size());
    }

    @Test
    void shouldSpreadDevicesOverPumpsByLoad() {
        Bench one = new Bench(0);
        Bench two = new Bench(0);
        PumpChoice choice = new PumpChoice(new Pump[] {one.pump, two.pump});
        for (int i = 0; i < 100; i++) {
            choice.leastLoaded(one.nowNs).load().onAssigned();
        }
        assertEquals(50, one.pump.load().devicesAssigned());
        assertEquals(50, two.pump.load().devicesAssigned());
    }

    @Test
    void shouldDescribeItselfWhenAsked() {
        Bench bench = new Bench(2);
        TestDevice device = bench.open(Interest.READ);
        var description = bench.pump.description(10);
        bench.settle();
        String text = description.getNow("no answer");
        assertTrue(text.contains("devices=1"), text);
        assertTrue(text.contains("wanted=read"), text);
        assertTrue(text.contains("loads of the workers"), text);
        assertTrue(device.isOpen());
    }
}
