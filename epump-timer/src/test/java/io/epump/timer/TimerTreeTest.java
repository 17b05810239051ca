package io.epump.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What start, restart, stop and the questions answer, outside of a pass. */
class TimerTreeTest {
    private final TimerTree timers = new TimerTree();
    private final TimerNode first = new TimerNode();
    private final TimerNode second = new TimerNode();
    private final TimerNode third = new TimerNode();

    @Test
    void shouldBeEmptyWhenMade() {
        assertTrue(timers.isEmpty());
        assertEquals(0, timers.size());
        assertNull(timers.earliest());
        assertNull(timers.pollEarliest());
        assertFalse(timers.hasDue(Long.MAX_VALUE));
        assertThrows(IllegalStateException.class, timers::earliestDeadlineNs);
    }

    @Test
    void shouldHoldTheNodeWhenStarted() {
        timers.start(first, 100);

        assertTrue(first.isStarted());
        assertEquals(100, first.deadlineNs());
        assertFalse(timers.isEmpty());
        assertEquals(1, timers.size());
        assertSame(first, timers.earliest());
        assertEquals(100, timers.earliestDeadlineNs());
    }

    @Test
    void shouldAnswerTheEarliestWhenSeveralAreStarted() {
        timers.start(first, 200);
        timers.start(second, 100);
        timers.start(third, 300);

        assertSame(second, timers.earliest());
        assertTrue(timers.stop(second));
        assertSame(first, timers.earliest());
    }

    @Test
    void shouldBeDueWhenTheDeadlineIsReachedAndNotBefore() {
        timers.start(first, 100);

        assertFalse(timers.hasDue(99));
        assertTrue(timers.hasDue(100));
        assertTrue(timers.hasDue(101));
    }

    @Test
    void shouldRefuseToStartWhenStartedAlready() {
        timers.start(first, 100);

        assertThrows(IllegalStateException.class, () -> timers.start(first, 200));
        assertThrows(IllegalStateException.class, () -> new TimerTree().start(first, 200));
        assertEquals(100, first.deadlineNs());
        assertEquals(1, timers.size());
    }

    @Test
    void shouldRefuseTheNodeWhenItIsStartedInAnotherTree() {
        TimerTree other = new TimerTree();
        timers.start(first, 100);

        assertThrows(IllegalStateException.class, () -> other.stop(first));
        assertThrows(IllegalStateException.class, () -> other.restart(first, 200));
        assertTrue(timers.stop(first));
        other.start(first, 300);
        assertSame(first, other.earliest());
    }

    @Test
    void shouldStopOnceWhenStoppedTwice() {
        timers.start(first, 100);

        assertTrue(timers.stop(first));
        assertFalse(timers.stop(first));
        assertTrue(timers.isEmpty());
        RedBlackRules.checkIdle(first);
    }

    @Test
    void shouldAnswerFalseWhenANodeNeverStartedIsStopped() {
        assertFalse(timers.stop(first));
    }

    @Test
    void shouldMoveTheNodeWhenRestarted() {
        timers.start(first, 100);
        timers.start(second, 200);
        timers.restart(first, 300);

        assertEquals(300, first.deadlineNs());
        assertEquals(2, timers.size());
        assertSame(second, timers.earliest());
    }

    @Test
    void shouldStartTheNodeWhenAnIdleOneIsRestarted() {
        timers.restart(first, 100);

        assertSame(first, timers.earliest());
    }

    @Test
    void shouldKeepStartOrderWhenDeadlinesAreEqual() {
        timers.start(first, 100);
        timers.start(second, 100);
        timers.start(third, 100);
        timers.restart(first, 100);

        assertSame(second, timers.pollEarliest());
        assertSame(third, timers.pollEarliest());
        assertSame(first, timers.pollEarliest());
    }

    @Test
    void shouldPollInOrderUntilNullWhenDrained() {
        timers.start(first, 300);
        timers.start(second, 100);
        timers.start(third, 200);

        assertSame(second, timers.pollEarliest());
        assertSame(third, timers.pollEarliest());
        assertSame(first, timers.pollEarliest());
        assertNull(timers.pollEarliest());
        RedBlackRules.checkIdle(first);
    }

    @Test
    void shouldOrderBySubtractionWhenTheClockWraps() {
        long beforeWrap = Long.MAX_VALUE - 10;
        timers.start(first, beforeWrap + 20); // a large negative number
        timers.start(second, beforeWrap);

        assertSame(second, timers.earliest());
        assertFalse(timers.hasDue(beforeWrap - 1));
        assertTrue(timers.hasDue(beforeWrap + 1));
        assertTrue(timers.stop(second));
        assertFalse(timers.hasDue(Long.MAX_VALUE));
        assertTrue(timers.hasDue(Long.MIN_VALUE + 9));
    }

    @Test
    void shouldFailTheAssertionWhenDeadlinesCannotBeCompared() {
        timers.start(first, -2);

        assertThrows(AssertionError.class, () -> {
            timers.start(second, Long.MAX_VALUE / 2);
            timers.start(third, Long.MAX_VALUE);
        });
    }
}
