package io.epump.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one pass fires, and what a handler may do inside it. */
class TimerTreeExpiryTest {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final TimerTree timers = new TimerTree();
    private final TimerNode first = new TimerNode();
    private final TimerNode second = new TimerNode();
    private final TimerNode third = new TimerNode();
    private final List<TimerNode> fired = new ArrayList<>();

    @AfterEach
    void shouldBeSoundWhenTheTestIsOver() {
        RedBlackRules.check(timers);
        assertTrue(timers.deferred.isEmpty());
        assertEquals(0, timers.deferred.size);
    }

    @Test
    void shouldFireNothingWhenNothingIsDue() {
        timers.start(first, 100);

        assertEquals(0, expireAll(99));
        assertTrue(first.isStarted());
    }

    @Test
    void shouldFireByDeadlineThenStartOrderWhenDue() {
        timers.start(first, 100);
        timers.start(second, 90);
        timers.start(third, 100);

        assertEquals(3, expireAll(100));
        assertEquals(List.of(second, first, third), fired);
        assertTrue(timers.isEmpty());
    }

    @Test
    void shouldFireAcrossTheWrapWhenTheClockWraps() {
        long nowNs = Long.MIN_VALUE + 5;
        timers.start(first, nowNs);
        timers.start(second, Long.MAX_VALUE);
        timers.start(third, nowNs + 1);

        assertEquals(2, expireAll(nowNs));
        assertEquals(List.of(second, first), fired);
    }

    @Test
    void shouldStopAtTheLimitWhenMoreAreDue() {
        timers.start(first, 100);
        timers.start(second, 100);

        assertEquals(0, timers.expire(100, 0, this::record));
        assertEquals(1, timers.expire(100, 1, this::record));
        assertEquals(List.of(first), fired);
        assertTrue(timers.hasDue(100));
        assertEquals(1, timers.expire(100, 1, this::record));
        assertFalse(timers.hasDue(100));
    }

    @Test
    void shouldRefuseWhenTheLimitIsNegativeOrTheHandlerMissing() {
        assertThrows(IllegalArgumentException.class, () -> timers.expire(100, -1, this::record));
        assertThrows(NullPointerException.class, () -> timers.expire(100, 1, null));
    }

    @Test
    void shouldBeIdleAndKnowItsDeadlineWhenTheHandlerIsCalled() {
        timers.start(first, 100);

        timers.expire(150, NO_LIMIT, (node, nowNs) -> {
            RedBlackRules.checkIdle(node);
            assertEquals(100, node.deadlineNs());
            assertEquals(150, nowNs);
            assertFalse(timers.stop(node));
            record(node, nowNs);
        });

        assertEquals(List.of(first), fired);
    }

    @Test
    void shouldNotFireInTheSamePassWhenRestartedByItsHandler() {
        timers.start(first, 100);
        timers.start(second, 110);
        TimerTree.ExpiryHandler periodic = (node, nowNs) -> {
            record(node, nowNs);
            timers.start(node, node.deadlineNs() + 1);
        };

        assertEquals(2, timers.expire(200, NO_LIMIT, periodic));
        assertEquals(List.of(first, second), fired);
        assertTrue(timers.hasDue(200));
        assertEquals(2, timers.expire(200, NO_LIMIT, periodic));
        assertEquals(2, timers.size());
    }

    @Test
    void shouldNotFireInTheSamePassWhenStartedInItAheadOfADueOne() {
        timers.start(first, 100);
        timers.start(second, 110);

        assertEquals(2, timers.expire(200, NO_LIMIT, (node, nowNs) -> {
            record(node, nowNs);
            timers.restart(third, 50);
        }));
        assertEquals(List.of(first, second), fired);
        assertSame(third, timers.earliest());
    }

    @Test
    void shouldNotFireInTheSamePassWhenADueOneIsRestartedFromAnother() {
        timers.start(first, 100);
        timers.start(second, 100);

        assertEquals(1, timers.expire(100, NO_LIMIT, (node, nowNs) -> timers.restart(second, 100)));
        assertEquals(1, expireAll(100));
        assertEquals(List.of(second), fired);
    }

    @Test
    void shouldKeepStartOrderWhenDeferredOnesMeetEqualDeadlines() {
        timers.start(first, 100);
        timers.start(second, 100);

        timers.expire(100, 1, (node, nowNs) -> {
            timers.start(third, 100);
            timers.start(first, 100);
        });

        assertEquals(3, expireAll(100));
        assertEquals(List.of(second, third, first), fired);
    }

    @Test
    void shouldNotFireWhenStoppedInTheTreeByAnotherHandler() {
        timers.start(first, 100);
        timers.start(second, 100);

        assertEquals(1, timers.expire(100, NO_LIMIT, (node, nowNs) -> assertTrue(timers.stop(second))));
        assertTrue(timers.isEmpty());
    }

    @Test
    void shouldNotFireWhenStoppedWhileDeferred() {
        timers.start(first, 100);

        timers.expire(100, NO_LIMIT, (node, nowNs) -> {
            timers.start(first, 10);
            timers.start(second, 20);
            timers.start(third, 30);
            assertTrue(timers.stop(second)); // from the middle
            RedBlackRules.checkIdle(second);
            assertTrue(timers.stop(first)); // the first
            timers.start(first, 40);
            assertTrue(timers.stop(first)); // the last
            assertFalse(timers.stop(first));
        });

        assertEquals(1, expireAll(100));
        assertEquals(List.of(third), fired);
    }

    @Test
    void shouldCountDeferredOnesWhenAskedInsideThePass() {
        timers.start(first, 100);
        timers.start(second, 500);

        timers.expire(100, NO_LIMIT, (node, nowNs) -> {
            assertSame(second, timers.earliest());
            timers.start(first, 60);
            timers.start(third, 50);
            assertTrue(first.isStarted());
            assertEquals(3, timers.size());
            assertFalse(timers.isEmpty());
            assertTrue(timers.hasDue(50));
            assertFalse(timers.hasDue(49));
            assertSame(third, timers.earliest());
            assertEquals(50, timers.earliestDeadlineNs());
        });
    }

    @Test
    void shouldDrainEverythingWhenPolledInsideThePass() {
        timers.start(first, 100);
        timers.start(second, 500);

        timers.expire(100, NO_LIMIT, (node, nowNs) -> {
            timers.start(first, 100);
            timers.start(third, 100);
            assertSame(first, timers.pollEarliest());
            assertSame(third, timers.pollEarliest());
            assertSame(second, timers.pollEarliest());
            assertNull(timers.pollEarliest());
        });

        assertTrue(timers.isEmpty());
    }

    @Test
    void shouldStayConsistentWhenTheHandlerThrows() {
        timers.start(first, 100);
        timers.start(second, 110);
        RuntimeException thrown = new IllegalArgumentException("from the handler");

        assertSame(
                thrown,
                assertThrows(
                        RuntimeException.class,
                        () -> timers.expire(200, NO_LIMIT, (node, nowNs) -> {
                            timers.start(third, 50);
                            throw thrown;
                        })));

        assertFalse(first.isStarted());
        assertEquals(2, timers.size());
        assertEquals(2, expireAll(200));
        assertEquals(List.of(third, second), fired);
    }

    @Test
    void shouldRefuseWhenExpireIsCalledFromAHandler() {
        timers.start(first, 100);
        timers.start(second, 100);

        assertEquals(2, timers.expire(100, NO_LIMIT, (node, nowNs) -> {
            assertThrows(IllegalStateException.class, () -> expireAll(nowNs));
            record(node, nowNs);
        }));
        assertEquals(List.of(first, second), fired);
    }

    private int expireAll(long nowNs) {
        return timers.expire(nowNs, NO_LIMIT, this::record);
    }

    private void record(TimerNode node, long nowNs) {
        assertTrue(node.deadlineNs() - nowNs <= 0, "early");
        fired.add(node);
    }
}
