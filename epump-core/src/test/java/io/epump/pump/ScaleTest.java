package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many devices, and what an event allocates. Cost in time is measured by the benchmarks, not asserted here. */
class ScaleTest {
    private static final int WARM_UP = 50_000;
    private static final int ROUNDS = 100_000;

    @Test
    void shouldPinEvenlyWhenThereAreThreeHundredThousandDevices() {
        Bench bench = new Bench(4, 4096, 1);
        List<TestDevice> devices = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            TestDevice device = new TestDevice(bench, Interest.READ);
            device.open();
            devices.add(device);
        }
        bench.settle();
        for (TestDevice device : devices) {
            device.onReady(Interest.READ); // as the notifier would tell it, within one turn
        }
        bench.settle();
        for (int i = 0; i < 4; i++) {
            int pinned = bench.workers.worker(i).pinnedSources();
            assertTrue(Math.abs(pinned - 75_000) < 7_500, "worker " + i + " has " + pinned);
        }
        devices.forEach(device -> assertEquals(1, device.events.size()));
    }

    /** Counts instead of listing, so that the test itself allocates nothing. */
    private static final class CountingDevice extends PumpedDevice {
        long events;

        CountingDevice(Bench bench) {
            super(bench.pump, 7, null, Interest.READ);
        }

        @Override
        protected void fire(int code, Object payload) {
            events++;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAllocateNothingWhenEventsFlow(int workers) {
        Bench bench = new Bench(workers);
        CountingDevice device = new CountingDevice(bench);
        device.handOver();
        bench.settle();
        bench.notifier.quiet = true; // its own notes would count
        long before = 0;
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            if (i == WARM_UP) {
                before = allocatedBytes();
            }
            device.onReady(Interest.READ);
            bench.pump.turn(0);
            bench.runWorkers();
            bench.pump.turn(0);
        }
        long allocated = allocatedBytes() - before;
        assertEquals(WARM_UP + ROUNDS, device.events);
        assertTrue(allocated < 1024, "allocated=" + allocated + " bytes in " + ROUNDS + " rounds");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAllocateNothingWhenATimerIsRestarted(int workers) {
        Bench bench = new Bench(workers);
        bench.notifier.quiet = true;
        TestTimer timer = new TestTimer(bench, 0);
        long before = 0;
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            if (i == WARM_UP) {
                before = allocatedBytes();
            }
            timer.start(1000);
            bench.pump.turn(0);
            bench.nowNs += i % 2 == 0 ? 1000 : 10;
            bench.pump.turn(0);
            bench.runWorkers();
        }
        long allocated = allocatedBytes() - before;
        assertTrue(timer.fired >= ROUNDS / 2, "fired=" + timer.fired);
        assertTrue(allocated < 1024, "allocated=" + allocated + " bytes in " + ROUNDS + " rounds");
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(
                Thread.currentThread().getId());
    }
}
