package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.management.ThreadMXBean;
import io.epump.sched.FlightRecording;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Test;

/** What events for a flight recording cost while there is none: nothing, and the recorder is not even started. */
class RecordingOffTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final IOHandler NONE = (context, source, event, fdType) -> source.close();
    private static final int ROUNDS = 100_000;

    @Test
    void shouldAllocateNothingWhenNobodyRecords() throws Exception {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(0))) {
            TcpDevice accepted = driven.link(NONE).device();
            driven.system.tcpConnect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), NONE, null);
            accepted.close();
            driven.drive("their end", () -> driven.system.statistics().devices() == 1); // the listener is left
            long quietest = Long.MAX_VALUE;
            for (int window = 0; window < 3; window++) { // the first warms up
                long before =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
                for (int i = 0; i < ROUNDS; i++) {
                    assertFalse(FlightRecording.isOn());
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
