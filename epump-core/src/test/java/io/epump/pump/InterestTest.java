package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Armed is wanted less what is in flight; the order of events; what is skipped. */
class InterestTest {
    private static final int READ = Interest.READ;
    private static final int WRITE = Interest.WRITE;

    @Test
    void shouldDisarmWhatIsInFlightAndRearmAfterTheCallbackWhenWorkersRunIt() {
        Bench bench = new Bench(1);
        TestDevice device = bench.open(READ | WRITE);
        assertEquals(READ | WRITE, bench.notifier.armed.get(device));

        bench.notifier.ready.put(device, READ);
        bench.pump.turn(0);
        assertEquals(WRITE, bench.notifier.armed.get(device), "READ is in flight");
        bench.pump.turn(0);
        bench.notifier.ready.clear();
        bench.settle();

        assertEquals(List.of(EventCodes.READ), device.events, "told once, though ready in two selects");
        assertEquals(READ | WRITE, bench.notifier.armed.get(device));
        assertEquals(0, device.inFlightNow());
    }

    @Test
    void shouldStayArmedWhenThePumpRunsTheCallbacks() {
        Bench bench = new Bench(0);
        TestDevice device = bench.open(READ);
        bench.notifier.ready.put(device, READ);

        bench.pump.turn(0);
        bench.pump.turn(0);

        assertEquals(List.of(EventCodes.READ, EventCodes.READ), device.events, "unread data is told again");
        assertEquals(List.of(READ), bench.notifier.armings.get(device), "armed once, at registration");
    }

    @Test
    void shouldTellAgainWhenACallbackLeavesDataUnread() {
        Bench bench = new Bench(2);
        TestDevice device = bench.open(READ);
        bench.notifier.ready.put(device, READ);

        for (int i = 0; i < 5; i++) {
            bench.pump.turn(0);
            bench.runWorkers();
            bench.pump.turn(0);
        }

        assertTrue(device.events.size() >= 5, "events=" + device.events);
        assertEquals(1, device.owners.stream().distinct().count(), "all on one owner");
    }

    @Test
    void shouldRaiseReadBeforeWriteWhenBothAreReady() {
        for (int workers : new int[] {0, 1}) {
            Bench bench = new Bench(workers);
            TestDevice device = bench.open(READ | WRITE);
            bench.notifier.ready.put(device, READ | WRITE);
            bench.pump.turn(0);
            bench.runWorkers();

            assertEquals(List.of(EventCodes.READ, EventCodes.WRITE), device.events);
        }
    }

    @Test
    void shouldSkipAnEventWhenItsTypeIsNoLongerWanted() {
        Bench bench = new Bench(1);
        TestDevice device = bench.open(READ | WRITE);
        device.callback = code -> device.wantNow(0);
        bench.notifier.ready.put(device, READ | WRITE);

        bench.pump.turn(0);
        bench.runWorkers();
        bench.settle();

        assertEquals(List.of(EventCodes.READ), device.events, "WRITE was queued, but is not wanted any more");
        assertEquals(0, bench.notifier.armed.get(device));
        assertEquals(0, device.inFlightNow(), "a skipped event is settled too");
    }

    @Test
    void shouldArmNothingUntilTheConnectedCallbackHasEnded() {
        for (int workers : new int[] {0, 1}) {
            Bench bench = new Bench(workers);
            TestDevice device = bench.open(READ);
            bench.notifier.ready.put(device, READ);
            device.connectResult(EventCodes.CONNECTED); // as the pump does it, on this thread
            assertEquals(0, bench.notifier.armed.get(device));
            bench.pump.turn(0);
            bench.runWorkers();
            bench.pump.turn(0);
            bench.pump.turn(0);
            bench.runWorkers();

            assertEquals(EventCodes.CONNECTED, device.events.get(0));
            assertEquals(EventCodes.READ, device.events.get(1));
        }
    }

    @Test
    void shouldGiveTheDeviceUpWhenItsCallbackThrows() {
        for (int workers : new int[] {0, 2}) {
            Bench bench = new Bench(workers);
            TestDevice bad = bench.open(READ);
            TestDevice good = bench.open(READ);
            bad.callback = code -> {
                throw new IllegalStateException("code=" + code);
            };
            bench.notifier.ready.put(bad, READ);
            bench.notifier.ready.put(good, READ);
            bench.pump.turn(0);
            bench.runWorkers();
            bench.notifier.ready.clear();
            bench.settle();

            assertEquals(List.of(EventCodes.READ, EventCodes.INVALID_DEV), bad.events, "INVALID_DEV is the last event");
            assertEquals(2, bench.failures.size(), "INVALID_DEV's own failure is reported too");
            assertEquals(1, bad.releases);
            assertEquals(1, bad.closes);
            assertEquals(List.of(EventCodes.READ), good.events);
            assertTrue(good.isOpen());
        }
    }

    @Test
    void shouldGiveTheDeviceUpWhenItsKeyWasCancelledBehindItsBack() {
        Bench bench = new Bench(1);
        TestDevice device = bench.open(READ);
        bench.notifier.cancelledBehindBack = true;
        device.wantNow(READ | WRITE);
        bench.settle();

        assertEquals(List.of(EventCodes.INVALID_DEV), device.events);
        assertEquals(1, device.closes);
    }

    @Test
    void shouldGiveTheDeviceUpWhenRegistrationFails() {
        Bench bench = new Bench(1);
        bench.notifier.refuseAdd = true;
        TestDevice device = bench.open(READ);

        assertEquals(List.of(EventCodes.INVALID_DEV), device.events);
        assertFalse(device.adoptedSeen);
        assertEquals(1, device.closes);
        assertEquals(0, bench.pump.load().devicesAssigned());
    }
}
