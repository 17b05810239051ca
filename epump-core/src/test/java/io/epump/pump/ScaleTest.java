package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many devices, and what an event allocates. Cost in time is measured by the benchmarks, not asserted here. */
class ScaleTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WINDOWS = 6;
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
        assertEquals(0, quietestWindow(round -> {
            device.onReady(Interest.READ);
            bench.pump.turn(0);
            bench.runWorkers();
            bench.pump.turn(0);
        }));
        assertEquals((long) WINDOWS * ROUNDS, device.events);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAllocateNothingWhenATimerIsRestarted(int workers) {
        Bench bench = new Bench(workers);
        bench.notifier.quiet = true;
        TestTimer timer = new TestTimer(bench, 0);
        assertEquals(0, quietestWindow(round -> {
            timer.start(1000);
            bench.pump.turn(0);
            bench.nowNs += round % 2 == 0 ? 1000 : 10;
            bench.pump.turn(0);
            bench.runWorkers();
        }));
        assertTrue(timer.fired >= WINDOWS * ROUNDS / 2, "fired=" + timer.fired);
    }

    /**
     * Bytes that this thread allocated in the quietest of some windows: the first ones warm up, and the virtual machine
     * itself allocates a little now and then; what the code allocates it allocates in every window.
     */
    private static long quietestWindow(IntConsumer round) {
        long quietest = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS; window++) {
            long before = allocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                round.accept(i);
            }
            quietest = Math.min(quietest, allocatedBytes() - before);
        }
        return quietest;
    }

    private static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
