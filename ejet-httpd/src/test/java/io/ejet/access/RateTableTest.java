package io.ejet.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.access.RequestLimit.Rate;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateTableTest {
    private static final long INTERVAL = 100;

    @Test
    void shouldLetInTheBurstAndThenTheRate() {
        RateTable table = new RateTable(INTERVAL, 2, 8);
        long now = Long.MAX_VALUE - 150; // the clock may turn over
        assertEquals(0, table.take("a", now));
        assertEquals(0, table.take("a", now));
        assertEquals(0, table.take("a", now));
        assertEquals(INTERVAL, table.take("a", now));
        assertEquals(1, table.take("a", now + 99));
        assertEquals(0, table.take("a", now + 100));
        assertEquals(INTERVAL, table.take("a", now + 100));
        assertEquals(0, table.take("b", now + 100));
        assertEquals(0, table.take("a", now + 200));
        assertEquals(0, table.take("a", now + 10_000));
        assertEquals(0, table.forgotten());
    }

    @Test
    void shouldForgetTheLongestIdleAndCountWhoWasNotIdle() {
        RateTable table = new RateTable(INTERVAL, 0, 8); // one set
        for (int i = 0; i < 8; i++) {
            assertEquals(0, table.take("k" + i, i));
        }
        assertEquals(0, table.take("new", 100)); // k0 is idle, and goes
        assertEquals(0, table.forgotten());
        assertEquals(1, table.take("k1", 100));
        assertEquals(0, table.take("newer", 100)); // nobody is idle: k1 has the least debt
        assertEquals(1, table.forgotten());
        assertEquals(0, table.take("k1", 100)); // and is not known any more; now k2 is not
        assertEquals(3, table.take("k3", 100));
    }

    @Test
    void shouldCountAgainWhatWasGivenBack() {
        RateTable table = new RateTable(INTERVAL, 1, 8);
        assertEquals(0, table.take("a", 0));
        assertEquals(0, table.take("a", 0));
        table.giveBack("a");
        assertEquals(0, table.take("a", 0));
        assertEquals(INTERVAL, table.take("a", 0));
        table.giveBack("b"); // nobody knows it any more
        assertEquals(0, table.take("b", 0));
        assertEquals(0, table.take("b", 0));
        assertEquals(INTERVAL, table.take("b", 0));
    }

    /** Against one bucket for each key that nobody ever forgets. */
    @Test
    void shouldDecideAsBucketsWouldThatAreNeverForgotten() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RateTable table = new RateTable(INTERVAL, 3, 100_000);
        Map<String, Long> model = new HashMap<>();
        long now = 0;
        for (int round = 0; round < 100_000; round++) {
            now += random.nextInt(40);
            String key = "key" + random.nextInt(50);
            long empty = Math.max(now, model.getOrDefault(key, now));
            long expected = empty - now <= 3 * INTERVAL ? 0 : empty - now - 3 * INTERVAL;
            if (expected == 0) {
                model.put(key, empty + INTERVAL);
            }
            assertEquals(expected, table.take(key, now), () -> "seed " + seed);
        }
        assertEquals(0, table.forgotten());
    }

    @Test
    void shouldLetInNoMoreWhenManyThreadsAskAtOnce() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            RateTable table = new RateTable(INTERVAL, 9, 64);
            AtomicInteger letIn = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            Thread[] threads = new Thread[4];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    for (int j = 0; j < 20; j++) {
                        letIn.addAndGet(table.take("a", 0) == 0 ? 1 : 0);
                    }
                });
                threads[i].start();
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(10, letIn.get());
        }
    }

    @Test
    void shouldReadRates() {
        assertEquals(new Rate(10, TimeUnit.SECONDS), Rate.parse("10/s"));
        assertEquals(new Rate(10, TimeUnit.SECONDS), Rate.parse("10r/s"));
        assertEquals(new Rate(1_000_000, TimeUnit.MINUTES), Rate.parse("1000000 r/m"));
        for (String wrong : new String[] {"", "10", "/s", "0/s", "1000001/s", "10/h", "-1/s", "1.5/s", "99999999/s"}) {
            assertNull(Rate.parse(wrong), wrong);
        }
        assertTrue(Rate.parse("6/m").intervalNs() == 10_000_000_000L);
    }
}
