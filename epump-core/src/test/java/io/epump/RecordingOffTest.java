package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Test;

/** What events for a flight recording cost while there is none: nothing, and the recorder is not even started. */
class RecordingOffTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 100_000;

    @Test
    void shouldAllocateNothingWhenNobodyRecords() throws Exception {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(0))) {
            TcpDevice device =
                    driven.link((context, source, event, fdType) -> {}).device();
            long quietest = Long.MAX_VALUE;
            for (int window = 0; window < 3; window++) { // the first warms up
                long before =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
                for (int i = 0; i < ROUNDS; i++) {
                    CloseEvent.commit(device);
                    assertNull(ConnectEvent.begun());
                }
                long bytes =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
                quietest = Math.min(quietest, bytes);
            }
            assertEquals(0, quietest);
        }
        assertFalse(FlightRecorder.isInitialized());
    }
}
