package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The load formula, against figures computed by hand. */
class LoadMeterTest {
    private static final int WORKERS = 4;
    private static final long MS = ManualClock.MS;
    private static final long WINDOW_NS = 10 * MS;

    private final Rig rig = new Rig(WORKERS, 1024);
    private final LoadMeter meter = rig.pool.newMeter();
    private final TestSource source = new TestSource();
    private final TestSource working = new TestSource(call -> rig.clock.advance(call.stamp()));

    @Test
    void shouldBeZeroWhenNothingHasEverHappened() {
        compute();
        assertArrayEquals(new int[] {0, 0, 0, 0}, loads());
        assertEquals(WORKERS, meter.workers());
    }

    // -- 600: share of all queued events

    @Test
    void shouldDivideSixHundredByQueuedEventsWhenSomeWait() {
        queue(3, 1, 0, 2);
        compute();
        assertArrayEquals(new int[] {300, 100, 0, 200}, loads());
    }

    @Test
    void shouldCountOverflowAsQueuedWhenTheRingIsFull() {
        Rig small = new Rig(2, 1);
        LoadMeter other = small.pool.newMeter();
        small.post(0, source, 0, 9);
        small.post(1, source, 0, 1);
        other.compute(small.clock.nanoTime());
        assertEquals(540, other.load(0));
        assertEquals(60, other.load(1));
    }

    @Test
    void shouldAddOneQueuedEventWhenAWorkerIsChosen() {
        queue(1, 1, 1, 0);
        assertEquals(3, choose());
        assertArrayEquals(new int[] {150, 150, 150, 150}, loads());
        choose();
        assertEquals(240, IntStream.of(loads()).max().orElseThrow(), "600 x 2 / 5");
    }

    @Test
    void shouldSpreadWhenABurstComesBetweenTwoComputations() {
        int[] chosen = new int[WORKERS];
        for (int i = 0; i < 100; i++) {
            chosen[choose()]++;
        }
        assertArrayEquals(new int[] {25, 25, 25, 25}, chosen);
    }

    @Test
    void shouldForgetTheChoicesWhenTheFiguresAreComputedAgain() {
        choose();
        assertArrayEquals(new int[] {600, 0, 0, 0}, loads());
        rig.clock.advance(MS);
        compute();
        assertArrayEquals(new int[] {0, 0, 0, 0}, loads());
    }

    @Test
    void shouldKeepTheFiguresForAMillisecondWhenAsked() {
        choose();
        queue(0, 0, 0, 50);
        rig.clock.advance(MS - 1);
        choose();
        assertEquals(0, meter.load(3), "computed again too early");

        rig.clock.advance(1);
        choose();
        assertTrue(meter.load(3) > 500, "not computed again, load=" + meter.load(3));
    }

    // -- 300: share of the last window it was busy

    @Test
    void shouldTakeTheShareOfTheWindowWhenCallbacksTookTime() {
        compute();
        work(0, 5 * MS); // these run one after the other, 8 ms in all
        work(1, 2 * MS);
        work(2, MS);
        rig.clock.advance(2 * MS);
        compute();
        assertArrayEquals(new int[] {150, 60, 30, 0}, each(meter::busyPoints));
    }

    @Test
    void shouldDivideByTheTimeThatReallyPassedWhenAWindowIsLong() {
        compute();
        work(0, 5 * MS);
        rig.clock.advance(15 * MS);
        work(1, 5 * MS); // the last of 25 ms
        compute();
        assertEquals(60, meter.busyPoints(1), "300 x 5 / 25");
    }

    @Test
    void shouldKeepTheShareUntilTheNextWindowEndsWhenComputedInBetween() {
        compute();
        work(0, 5 * MS);
        rig.clock.advance(5 * MS);
        compute();
        rig.clock.advance(9 * MS);
        compute();
        assertEquals(150, meter.busyPoints(0));
        rig.clock.advance(MS);
        compute();
        assertEquals(0, meter.busyPoints(0));
    }

    @Test
    void shouldCountTheRunningCallbackWhenOneRuns() {
        compute();
        int[] seen = new int[3];
        TestSource blocked = new TestSource(call -> {
            rig.clock.advance(3 * MS); // far from the end of a window
            compute();
            seen[0] = meter.busyPoints(0);
            rig.clock.advance(7 * MS);
            compute();
            seen[1] = meter.busyPoints(0);
            rig.clock.advance(60_000 * MS);
            compute();
            seen[2] = meter.busyPoints(0);
        });
        rig.worker(0).post(blocked, 0, 0, null);
        rig.worker(0).turn(0);
        assertArrayEquals(new int[] {90, 300, 300}, seen);
    }

    @Test
    void shouldNotBeBusyWhenItHasBeenIdleForAWindow() {
        LoadMeter earlier = rig.pool.newMeter();
        earlier.compute(rig.clock.nanoTime());
        compute();
        work(0, 50 * MS);

        rig.clock.advance(WINDOW_NS - MS);
        earlier.compute(rig.clock.nanoTime());
        assertEquals(254, earlier.busyPoints(0), "300 x 50 / 59, as long as it was idle for less");
        rig.clock.advance(MS);
        compute();
        assertEquals(0, meter.busyPoints(0));
    }

    @Test
    void shouldNotBeBusyAtTheFirstLookWhenTheWorkerRanBefore() {
        work(0, 500 * MS);
        compute();
        assertEquals(0, meter.busyPoints(0), "nothing is known of the last window");
    }

    // -- stalled

    @Test
    void shouldBeStalledFromAWindowOnWhenACallbackRuns() {
        boolean[] seen = new boolean[2];
        TestSource blocked = new TestSource(call -> {
            rig.clock.advance(WINDOW_NS - 1);
            compute();
            seen[0] = meter.isStalled(0);
            rig.clock.advance(1);
            compute();
            seen[1] = meter.isStalled(0) && !meter.isStalled(1);
        });
        rig.worker(0).post(blocked, 0, 0, null);
        rig.worker(0).turn(0);
        assertArrayEquals(new boolean[] {false, true}, seen);

        compute();
        assertFalse(meter.isStalled(0), "its callback has ended");
    }

    @Test
    void shouldNotBeStalledWhenItsBatchIsLongAndItsCallbacksAreShort() {
        TestSource brief = new TestSource(call -> {
            rig.clock.advance(WINDOW_NS - 1);
            compute();
            assertFalse(meter.isStalled(0));
        });
        rig.post(0, brief, 0, 5);
        rig.worker(0).turn(0);
        assertEquals(List.of(), rig.failures);
        assertEquals(5, brief.calls.size());
    }

    // -- 100: share of the events handled lately

    @Test
    void shouldDivideOneHundredByHandledEventsWhenSomeWereHandled() {
        queue(6, 3, 1, 0);
        rig.run();
        compute();
        assertArrayEquals(new int[] {60, 30, 10, 0}, loads());
    }

    @Test
    void shouldHalveWhatWasHandledBeforeWhenAWindowHasPassed() {
        queue(30, 10, 0, 0);
        rig.run();
        compute();
        assertArrayEquals(new int[] {75, 25, 0, 0}, each(meter::handledPoints));

        queue(5, 15, 20, 20); // 15+5, 5+15, 20, 20 of 80
        rig.run();
        rig.clock.advance(WINDOW_NS - 1);
        compute();
        assertArrayEquals(new int[] {75, 25, 0, 0}, each(meter::handledPoints), "within the window");
        rig.clock.advance(1);
        compute();
        assertArrayEquals(new int[] {25, 25, 25, 25}, each(meter::handledPoints));
    }

    @Test
    void shouldForgetAnOldImbalanceWhenAllHandleTheSameFromNowOn() {
        queue(1_000, 0, 0, 0);
        rig.run();
        compute();
        assertEquals(100, meter.handledPoints(0));
        for (int window = 0; window < 20; window++) {
            queue(10, 10, 10, 10);
            rig.run();
            rig.clock.advance(WINDOW_NS);
            compute();
        }
        for (int i = 0; i < WORKERS; i++) {
            assertEquals(25, meter.handledPoints(i), 1, "worker " + i);
        }
    }

    /** A share does not shrink by halving when there is nothing else to share with. */
    @Test
    void shouldForgetAnOldImbalanceWhenNobodyHandlesAnythingForLong() {
        queue(1_000, 0, 0, 0);
        rig.run();
        compute();
        for (int window = 0; window < 100; window++) {
            rig.clock.advance(WINDOW_NS);
            compute();
        }
        assertArrayEquals(new int[] {0, 0, 0, 0}, each(meter::handledPoints));
    }

    @Test
    void shouldForgetAnOldImbalanceWhenNobodyLookedForAnHour() {
        compute();
        queue(1_000, 0, 0, 0);
        rig.run();
        rig.clock.advance(3_600_000 * MS);
        compute();
        assertArrayEquals(new int[] {0, 0, 0, 0}, loads());
    }

    // -- all three

    @Test
    void shouldAddTheThreeTermsWhenAllAreThere() {
        compute();
        work(0, 4 * MS); // busy 120, handled 1 of 4
        work(1, MS); // busy 30, handled 3 of 4
        rig.post(1, source, 0, 2);
        rig.run();
        rig.clock.advance(5 * MS);
        queue(1, 0, 2, 0); // 200, 0, 400, 0
        compute();
        assertArrayEquals(new int[] {200, 0, 400, 0}, each(meter::queuedPoints));
        assertArrayEquals(new int[] {120, 30, 0, 0}, each(meter::busyPoints));
        assertArrayEquals(new int[] {25, 75, 0, 0}, each(meter::handledPoints));
        assertArrayEquals(new int[] {345, 105, 400, 0}, loads());
        assertEquals("worker-0 345, worker-1 105, worker-2 400, worker-3 0", meter.toString());
    }

    // -- choosing

    @Test
    void shouldBeginBehindTheLastChoiceWhenItRotates() {
        assertEquals(0, meter.rotation());
        for (int i = 0; i < 2 * WORKERS; i++) {
            int chosen = choose();
            assertEquals((chosen + 1) % WORKERS, meter.rotation());
        }
    }

    @Test
    void shouldTellWhereSourcesArePinnedWhenAsked() {
        rig.worker(2).addPinned(7);
        assertEquals(7, meter.pinned(2));
        assertEquals(0, meter.pinned(1));
    }

    @Test
    void shouldReportAndChooseTheLeastLoadedWhenThePolicyChoosesAWorkerThatIsNotThere() {
        for (int nonsense : new int[] {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            Rig broken = new Rig(2, 4, WaitStrategy.PARK, loads -> nonsense);
            broken.post(0, new TestSource(), 1, 3);
            assertEquals(1, broken.pool.newMeter().choose(0));
            Throwable reported = broken.failures.get(0).thrown();
            assertTrue(reported.getMessage().contains("worker=" + nonsense), reported.getMessage());
        }
    }

    @Test
    void shouldReportAndChooseTheLeastLoadedWhenThePolicyThrows() {
        Rig broken = new Rig(2, 4, WaitStrategy.PARK, loads -> {
            throw new UnsupportedOperationException("policy");
        });
        broken.post(0, new TestSource(), 1, 3);
        assertEquals(1, broken.pool.newMeter().choose(0));
        assertEquals("policy", broken.failures.get(0).thrown().getMessage());
    }

    @Test
    void shouldShareNothingWhenTwoChoosersChoose() {
        LoadMeter other = rig.pool.newMeter();
        assertEquals(0, choose());
        assertEquals(0, other.choose(rig.clock.nanoTime()), "each chooser has figures of its own");
    }

    private int choose() {
        return meter.choose(rig.clock.nanoTime());
    }

    private void compute() {
        meter.compute(rig.clock.nanoTime());
    }

    private void queue(int... events) {
        for (int i = 0; i < events.length; i++) {
            rig.post(i, source, 0, events[i]);
        }
    }

    /** One callback that takes so long. */
    private void work(int worker, long ns) {
        rig.worker(worker).post(working, 0, ns, null);
        rig.worker(worker).turn(0);
    }

    private int[] loads() {
        return each(meter::load);
    }

    private static int[] each(IntUnaryOperator points) {
        return IntStream.range(0, WORKERS).map(points).toArray();
    }
}
