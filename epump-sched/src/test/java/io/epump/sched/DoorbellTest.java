package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What one thread can see of a doorbell; what two may see of each other is tested under jcstress. */
class DoorbellTest {
    private final CountingBell bell = new CountingBell();

    @Test
    void shouldNotSignalWhenNobodySleeps() {
        assertFalse(bell.ring());
        assertEquals(0, bell.signals);
    }

    @Test
    void shouldSignalOnceWhenASleeperIsRungTwice() {
        bell.announce();
        assertTrue(bell.isSleeping());

        assertTrue(bell.ring());
        assertFalse(bell.ring());

        assertEquals(1, bell.signals);
        assertFalse(bell.isSleeping());
    }

    @Test
    void shouldNotSignalWhenTheSleeperIsUpAgain() {
        bell.announce();
        bell.awake();

        assertFalse(bell.ring());
        assertEquals(0, bell.signals);
    }

    @Test
    void shouldSignalAgainWhenTheSleeperSleepsAgain() {
        for (int sleep = 1; sleep <= 3; sleep++) {
            bell.announce();
            assertTrue(bell.ring());
            bell.awake();
            assertEquals(sleep, bell.signals);
        }
    }
}
