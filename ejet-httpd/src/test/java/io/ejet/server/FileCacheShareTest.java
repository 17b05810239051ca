package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How large the caches are beside the heap. */
class FileCacheShareTest {
    private static final long MIB = 1L << 20;

    @ParameterizedTest
    @CsvSource({"1, 0, 512, 64", "2, 0, 1024, 64", "2, 0, 96, 6", "4, 0, 128, 4", "1, 8, 1024, 16", "8, 1, 1024, 64"})
    void shouldTake64MiBButNoMoreThanAnEighthOfTheHeapWhenNothingIsSaid(
            int pumps, int workers, long heapMib, long expectedMib) {
        FileCacheShare share = new FileCacheShare(pumps, workers, heapMib * MIB);
        assertEquals(expectedMib * MIB, share.bytesEach(Limits.AUTO_BYTES));
        assertFalse(share.isTooMuch(share.bytesEach(Limits.AUTO_BYTES)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100 * MIB, 1L << 40})
    void shouldTakeWhatIsSaidWhateverTheHeap(long bytes) {
        assertEquals(bytes, new FileCacheShare(4, 0, 64 * MIB).bytesEach(bytes));
    }

    @Test
    void shouldWarnWhenAllTogetherTakeMoreThanHalfOfTheHeap() {
        FileCacheShare pumps = new FileCacheShare(4, 0, 512 * MIB);
        assertFalse(pumps.isTooMuch(64 * MIB));
        assertTrue(pumps.isTooMuch(64 * MIB + 1));
        assertEquals(
                "the file cache may take 100M for each of 4 pumps, which is more than half of the heap of 512M:"
                        + " make its size smaller, or the heap larger (-Xmx)",
                pumps.warning(100 * MIB));
        FileCacheShare workers = new FileCacheShare(1, 8, 512 * MIB);
        assertFalse(workers.isTooMuch(32 * MIB));
        assertTrue(workers.isTooMuch(33 * MIB));
        assertTrue(workers.warning(33 * MIB).contains("33M for each of 8 workers"), workers.warning(33 * MIB));
    }

    @Test
    void shouldNotOverflowWhenSizesAreHuge() {
        assertTrue(new FileCacheShare(1024, 0, 512 * MIB).isTooMuch(Long.MAX_VALUE));
        FileCacheShare unbounded = new FileCacheShare(1024, 0, Long.MAX_VALUE);
        assertEquals(64 * MIB, unbounded.bytesEach(Limits.AUTO_BYTES));
        assertFalse(unbounded.isTooMuch(1L << 40));
    }
}
