package io.epump.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    @Test
    void shouldAnswerZeroWhenNothingWasRecorded() {
        assertEquals(0, new LatencyHistogram().percentileNs(99));
    }

    @Test
    void shouldBeExactWhenLengthsAreBelow32() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int ns = 0; ns < 32; ns++) {
            histogram.record(ns);
        }
        assertEquals(15, histogram.percentileNs(50));
        assertEquals(31, histogram.percentileNs(100));
    }

    @Test
    void shouldBeAtMostA32ndTooMuchWhenComparedWithSortedLengths() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] lengths = new long[10_000];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = random.nextLong() >>> (1 + random.nextInt(63));
            histogram.record(lengths[i]);
        }
        Arrays.sort(lengths);
        for (int percent = 1; percent <= 100; percent++) {
            long exact = lengths[lengths.length * percent / 100 - 1];
            long answer = histogram.percentileNs(percent);
            String what = "seed=" + seed + " percent=" + percent + " exact=" + exact + " answer=" + answer;
            assertTrue(answer >= exact, what);
            assertTrue(answer - exact <= exact / 32, what);
        }
        assertEquals(lengths.length, histogram.total());
        assertEquals(lengths[lengths.length - 1], histogram.maxNs());
    }

    @Test
    void shouldTakeTheLongestLengthWhenItIsRecorded() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, histogram.percentileNs(50));
    }

    @Test
    void shouldRefuseWhenALengthIsNegative() {
        assertThrows(IllegalArgumentException.class, () -> new LatencyHistogram().record(-1));
    }
}
