package io.epump;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.sched.Owner;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stop asked for on an owner goes by the owner whose turn runs, not by the thread. */
class DrivenStopTest {
    private static final Duration DAY = Duration.ofDays(1);

    /** The owner cannot wait for its own end: this thread is to run the turns that the stop needs. */
    @ParameterizedTest
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    @CsvSource({"0, 0", "2, 0", "2, 1", "2, 2"})
    void shouldOnlyRequestWhenAnOwnerStopsOnWhateverThread(int workers, int index) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            TcpDevice device =
                    driven.link((context, source, event, fdType) -> {}).device();
            Owner owner = driven.system.owners().get(index);

            OnOwner.run(owner, () -> assertFalse(driven.system.stop(DAY)));
            driven.drive("the end of all devices", () -> {
                LockSupport.parkNanos(100_000); // the stop goes on on a thread of its own
                return driven.system.statistics().devices() == 0;
            });
            assertTrue(device.isClosed());

            assertThrows(
                    IllegalStateException.class, () -> driven.system.startTimer(1, 0, null, (c, s, e, t) -> {}, null));
            assertTrue(driven.system.stop(DAY));
        }
    }
}
