package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the time of a stop is shared out. */
class StopOrderTest {
    @ParameterizedTest
    @CsvSource({"PT0S, PT0S", "PT0.1S, PT0.075S", "PT2S, PT1.5S", "PT4S, PT3S", "PT10S, PT9S", "P1D, PT23H59M59S"})
    void shouldLeaveAllButASecondOrAQuarterToTheProgramWhenItStops(Duration whole, Duration drain) {
        assertEquals(drain, Duration.ofNanos(StopOrder.drainNs(whole.toNanos())));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -1_000_000, Long.MIN_VALUE / 2})
    void shouldLeaveNoTimeWhenThereIsNone(long wholeNs) {
        assertTrue(StopOrder.drainNs(wholeNs) <= 0);
    }

    @Test
    void shouldNotOverflowWhenThereIsNoLimit() {
        assertTrue(StopOrder.drainNs(SystemThreads.FOR_EVER_NS) > SystemThreads.FOR_EVER_NS / 2);
        assertTrue(StopOrder.drainNs(Long.MAX_VALUE) > Long.MAX_VALUE / 2);
    }
}
