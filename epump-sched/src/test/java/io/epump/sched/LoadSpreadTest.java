package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formula, policy and dispatcher together: where many devices end up. */
class LoadSpreadTest {
    private static final int DEVICES = 1_000;
    private static final int WORKERS = 4;
    private static final long MS = ManualClock.MS;
    private static final long CALLBACK_NS = 2_000;

    private final Rig rig = new Rig(WORKERS, 1024);
    private final Dispatcher dispatcher = rig.newDispatcher();
    private final List<TestSource> devices = new ArrayList<>();

    @Test
    void shouldSpreadEvenlyWhenAllArriveInOneMillisecond() {
        for (int i = 0; i < DEVICES; i++) {
            arrive();
        }
        dispatcher.flush();
        rig.run();
        assertEven();
    }

    @Test
    void shouldSpreadEvenlyWhenWorkersBeginWhileOthersStillArrive() {
        for (int i = 0; i < DEVICES; i++) {
            arrive();
            if (i % 50 == 49) {
                dispatcher.flush();
                for (int worker = 0; worker < WORKERS; worker++) {
                    rig.worker(worker).turn(0);
                }
                rig.clock.advance(MS / 100);
            }
        }
        dispatcher.flush();
        assertEven();
    }

    @ParameterizedTest
    @ValueSource(longs = {MS / 100, MS / 3, MS, 7 * MS, 25 * MS, 1_000 * MS})
    void shouldSpreadEvenlyWhenTheyArriveOneAfterTheOtherAndDoEqualWork(long gapNs) {
        for (int i = 0; i < DEVICES; i++) {
            arrive();
            for (int j = Math.max(0, i - 20); j <= i; j++) { // the latest of them are at work
                dispatch(devices.get(j));
            }
            dispatcher.flush();
            rig.run();
            rig.clock.advance(gapNs);
        }
        assertEven();
    }

    @Test
    void shouldSpreadEvenlyWhenTwoPumpsChoose() {
        Dispatcher second = rig.newDispatcher();
        for (int i = 0; i < DEVICES; i++) {
            TestSource device = newDevice();
            (i % 2 == 0 ? dispatcher : second).dispatch(device, device, 4, 0, rig.clock.nanoTime());
            if (i % 100 == 99) {
                dispatcher.flush();
                second.flush();
                rig.run();
                rig.clock.advance(MS);
            }
        }
        assertEven();
    }

    @Test
    void shouldFillUpTheEmptyWorkerWhenDevicesOfOneHaveEnded() {
        for (int i = 0; i < DEVICES; i++) {
            arrive();
        }
        dispatcher.flush();
        rig.run();
        rig.worker(1).addPinned(-100);
        rig.clock.advance(60_000 * MS);
        for (int i = 0; i < 100; i++) {
            arrive();
            dispatcher.flush();
            rig.run();
            rig.clock.advance(60 * MS);
        }
        assertEven();
    }

    /** The callback of the busy worker is the test: all that happens below happens while it runs. */
    @Test
    void shouldAvoidABusyWorkerWhenNewDevicesArrive() {
        TestSource blocking = new TestSource(call -> {
            rig.clock.advance(20 * MS);
            for (int i = 0; i < DEVICES; i++) {
                arrive();
                if (i % 10 == 9) {
                    dispatcher.flush();
                    runAllBut(2);
                    rig.clock.advance(MS / 2);
                }
            }
        });
        rig.worker(2).post(blocking, 0, 0, null);
        rig.worker(2).turn(0);

        assertEquals(0, rig.worker(2).pinnedSources());
        assertEquals(DEVICES, IntStream.of(pinned()).sum());
    }

    @Test
    void shouldAvoidABusyWorkerWhenNewDevicesArriveInOneMillisecond() {
        TestSource blocking = new TestSource(call -> {
            rig.clock.advance(20 * MS);
            for (int i = 0; i < DEVICES; i++) {
                arrive();
            }
            dispatcher.flush();
        });
        rig.worker(2).post(blocking, 0, 0, null);
        rig.worker(2).turn(0);

        assertEquals(0, rig.worker(2).pinnedSources());
        assertEquals(DEVICES, IntStream.of(pinned()).sum());
    }

    /** With so few, the queues of a burst weigh more than the 300 points of being busy: being stalled decides. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldAvoidAStalledWorkerWhenThereAreFewAndABurstComes(int workers) {
        Rig few = new Rig(workers, 1024);
        Dispatcher chooser = few.newDispatcher();
        TestSource blocking = new TestSource(call -> {
            few.clock.advance(20 * MS);
            for (int i = 0; i < DEVICES; i++) {
                TestSource device = newDevice();
                chooser.dispatch(device, device, 4, 0, few.clock.nanoTime());
            }
        });
        few.worker(0).post(blocking, 0, 0, null);
        few.worker(0).turn(0);

        assertEquals(0, few.worker(0).pinnedSources());
        for (int i = 1; i < workers; i++) {
            assertEquals(DEVICES / (workers - 1), few.worker(i).pinnedSources());
        }
    }

    @Test
    void shouldChooseABusyWorkerAgainWhenItHasBeenIdle() {
        rig.worker(2).post(new TestSource(call -> rig.clock.advance(1_000 * MS)), 0, 0, null);
        rig.worker(2).turn(0);
        rig.clock.advance(100 * MS);
        for (int i = 0; i < 2 * WORKERS; i++) {
            arrive();
            dispatcher.flush();
            rig.run();
            rig.clock.advance(20 * MS);
        }
        assertNotEquals(0, rig.worker(2).pinnedSources());
    }

    private void arrive() {
        dispatch(newDevice());
    }

    private TestSource newDevice() {
        TestSource device = new TestSource(call -> rig.clock.advance(CALLBACK_NS));
        devices.add(device);
        return device;
    }

    private void dispatch(TestSource device) {
        dispatcher.dispatch(device, device, 4, 0, rig.clock.nanoTime());
    }

    private void runAllBut(int busy) {
        for (int i = 0; i < WORKERS; i++) {
            while (i != busy && rig.worker(i).turn(0) > 0) {
                // until it has nothing left
            }
        }
    }

    private int[] pinned() {
        return IntStream.range(0, WORKERS)
                .map(i -> rig.worker(i).pinnedSources())
                .toArray();
    }

    /** Most and least differ by under a tenth of an equal share. */
    private void assertEven() {
        int[] pinned = pinned();
        int most = IntStream.of(pinned).max().orElseThrow();
        int least = IntStream.of(pinned).min().orElseThrow();
        int share = IntStream.of(pinned).sum() / WORKERS;
        assertTrue((most - least) * 10 < share, () -> "pinned=" + Arrays.toString(pinned));
    }
}
