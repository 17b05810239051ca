package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Each count by itself, readable by people. */
class CountersTest {
    private enum Fruit {
        APPLES,
        PEARS,
        OLD_PLUMS
    }

    private final Counters<Fruit> counters = new Counters<>(Fruit.class);

    @Test
    void shouldStandAtZeroWhenNew() {
        assertCounts(0, 0, 0);
    }

    @Test
    void shouldLeaveTheNeighboursAloneWhenOneIsCounted() {
        counters.increment(Fruit.PEARS);
        counters.add(Fruit.PEARS, 41);
        assertCounts(0, 42, 0);

        counters.add(Fruit.APPLES, 7);
        counters.increment(Fruit.OLD_PLUMS);
        assertCounts(7, 42, 1);
    }

    @Test
    void shouldOnlyRiseWhenAMaximumIsKept() {
        counters.max(Fruit.APPLES, 5);
        counters.max(Fruit.APPLES, 3);
        assertCounts(5, 0, 0);
        counters.max(Fruit.APPLES, 6);
        assertCounts(6, 0, 0);
    }

    @Test
    void shouldWrapWhenTheLargestNumberIsPassed() {
        counters.add(Fruit.APPLES, Long.MAX_VALUE);
        counters.increment(Fruit.APPLES);
        assertCounts(Long.MIN_VALUE, 0, 0);
    }

    @Test
    void shouldNameEveryCountWhenPrinted() {
        counters.add(Fruit.OLD_PLUMS, 3);
        assertEquals("apples=0 pears=0 old_plums=3", counters.toString());
    }

    private void assertCounts(long apples, long pears, long oldPlums) {
        assertEquals(apples, counters.get(Fruit.APPLES));
        assertEquals(pears, counters.get(Fruit.PEARS));
        assertEquals(oldPlums, counters.get(Fruit.OLD_PLUMS));
    }
}
