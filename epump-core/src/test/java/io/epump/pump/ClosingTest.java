package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Close: who releases what, in which order, and what is never called afterwards. */
class ClosingTest {
    private static final int READ = Interest.READ;

    @Test
    void shouldReleaseOnceAndCloseAfterOneSelectWhenClosedTwice() {
        for (int workers : new int[] {0, 2}) {
            Bench bench = new Bench(workers);
            TestDevice device = bench.open(READ);
            device.close();
            device.close();
            assertTrue(device.isClosed());
            while (bench.notifier.armed.containsKey(device)) {
                bench.pump.turn(0);
                bench.runWorkers();
            }
            assertEquals(0, device.closes, "the key is cancelled, but no select has passed yet");
            bench.pump.turn(0);
            assertEquals(1, device.closes);
            bench.settle();

            assertEquals(1, device.releases);
            assertEquals(1, device.closes);
            assertEquals(List.of(), device.events);
            assertEquals(0, bench.pump.load().devicesAssigned());
        }
    }

    @Test
    void shouldNotSleepWhenAClosedDeviceWaitsForItsSelect() {
        Bench bench = new Bench(0);
        TestDevice device = bench.open(READ);
        device.close();
        bench.pump.turn(0); // released, and its key cancelled
        assertEquals(0, device.closes);
        bench.pump.turn(Long.MAX_VALUE);

        assertEquals(0, bench.notifier.lastTimeoutMs(), "a sleeping select would keep the descriptor");
        assertEquals(1, device.closes);
    }

    @Test
    void shouldStartNoCallbackWhenClosedInItsOwn() {
        for (int workers : new int[] {0, 1}) {
            Bench bench = new Bench(workers);
            TestDevice device = bench.open(READ | Interest.WRITE);
            device.callback = code -> device.close();
            bench.notifier.ready.put(device, READ | Interest.WRITE);
            bench.pump.turn(0);
            bench.settle();

            assertEquals(List.of(EventCodes.READ), device.events, "WRITE was queued behind it");
            assertEquals(1, device.closes);
        }
    }

    @Test
    void shouldReleaseBehindQueuedEventsWhenClosedFromElsewhere() {
        Bench bench = new Bench(1);
        TestDevice device = bench.open(READ);
        bench.notifier.ready.put(device, READ);
        bench.pump.turn(0); // READ is in the ring
        device.close(); // from no owner: the release task follows it
        assertEquals(0, device.releases);
        bench.settle();

        assertEquals(List.of(), device.events, "the owner has seen the close before the event's turn came");
        assertEquals(1, device.releases);
        assertEquals(1, device.closes);
    }

    @Test
    void shouldReleaseWhenTheDeviceIsClosedBeforeItWasHandedOver() {
        for (int workers : new int[] {0, 1}) {
            Bench bench = new Bench(workers);
            TestDevice opener = bench.open(READ);
            List<TestDevice> opened = new ArrayList<>();
            opener.callback = code -> {
                TestDevice device = new TestDevice(bench, READ);
                device.open();
                device.close();
                opened.add(device);
            };
            bench.notifier.ready.put(opener, READ);
            bench.pump.turn(0);
            bench.runWorkers();
            bench.notifier.ready.clear();
            bench.settle();

            TestDevice device = opened.get(0);
            assertEquals(1, device.releases);
            assertEquals(1, device.closes);
            assertFalse(device.adoptedSeen);
        }
    }

    @Test
    void shouldHandOverOnlyWhenTheOpeningCallbackReturns() {
        Bench bench = new Bench(1);
        TestDevice opener = bench.open(READ);
        List<TestDevice> opened = new ArrayList<>();
        opener.callback = code -> {
            TestDevice device = new TestDevice(bench, READ);
            device.open();
            assertFalse(device.isOpen());
            bench.pump.turn(0); // the pump must not know it yet
            assertFalse(device.adoptedSeen);
            opened.add(device);
        };
        bench.notifier.ready.put(opener, READ);
        bench.pump.turn(0);
        bench.runWorkers();
        bench.notifier.ready.clear();
        bench.settle();

        assertTrue(opened.get(0).isOpen());
        assertTrue(opened.get(0).adoptedSeen);
        assertEquals(List.of(), bench.failures);
    }

    @Test
    void shouldGiveEveryDeviceUpOnceWhenThePumpDrains() {
        for (int workers : new int[] {0, 3}) {
            Bench bench = new Bench(workers);
            List<TestDevice> devices = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                devices.add(bench.open(READ));
            }
            bench.pump.requestDrain();
            TestDevice late = new TestDevice(bench, READ);
            late.open();
            for (int i = 0; i < 10 && !bench.pump.isDrained(); i++) {
                bench.pump.turn(0);
                bench.runWorkers();
            }
            assertTrue(bench.pump.isDrained());
            devices.add(late);
            for (TestDevice device : devices) {
                assertEquals(List.of(EventCodes.INVALID_DEV), device.events);
                assertEquals(1, device.closes);
            }
            assertEquals(0, bench.pump.load().devicesAssigned());
        }
    }

    @Test
    void shouldBeDrainedWithoutAnotherTurnWhenADeviceIsAbandonedWhileThePumpSleeps() {
        Bench bench = new Bench(0);
        TestDevice opening = new TestDevice(bench, READ);
        bench.pump.requestDrain();
        bench.settle();
        assertFalse(bench.pump.isDrained(), "a device is being opened");

        opening.abandon();

        assertTrue(bench.pump.isDrained(), "nothing will wake the pump any more");
    }

    @Test
    void shouldUnpinWhenTheDeviceEnds() {
        Bench bench = new Bench(1);
        TestDevice device = bench.open(READ);
        bench.notifier.ready.put(device, READ);
        bench.pump.turn(0);
        bench.notifier.ready.clear();
        assertEquals(1, bench.workers.worker(0).pinnedSources());
        device.close();
        bench.settle();
        assertEquals(0, bench.workers.worker(0).pinnedSources());
    }

    /** Those behind it in the list are closed, and none twice. */
    @Test
    void shouldCloseEachOnceWhenTheEndOfOneFails() {
        Bench bench = new Bench(0);
        List<TestDevice> devices = List.of(bench.open(READ), bench.open(READ), bench.open(READ));
        devices.get(1).whenClosed = () -> {
            throw new IllegalStateException("thrown by the test");
        };
        devices.forEach(TestDevice::close);
        bench.settle();
        TestDevice later = bench.open(READ);
        later.close();
        bench.settle();

        for (TestDevice device : devices) {
            assertEquals(1, device.closes);
        }
        assertEquals(1, later.closes);
        assertEquals(1, bench.failures.size());
        assertEquals(0, bench.pump.load().devicesAssigned());
        bench.open(READ);
        assertEquals(1, bench.pump.load().devicesAssigned(), "none was counted twice");
    }
}
