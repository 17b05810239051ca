package io.epump.bench;

/**
 * How often each length of time was seen, in buckets of at most 1/32 of their value.
 *
 * <p>Threading: one thread's own. Bounds: a fixed array, lengths from 0 to 2^63 - 1 ns; recording allocates nothing.
 */
final class LatencyHistogram {
    private static final int SUB_BITS = 5;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;

    private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB_BUCKETS];
    private long total;
    private long maxNs;

    void record(long ns) {
        if (ns < 0) {
            throw new IllegalArgumentException("ns=" + ns + " is negative");
        }
        counts[indexOf(ns)]++;
        total++;
        maxNs = Math.max(maxNs, ns);
    }

    /** Below 32 a bucket per value; from there 32 buckets for each power of two. */
    private static int indexOf(long ns) {
        if (ns < SUB_BUCKETS) {
            return (int) ns;
        }
        int shift = Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(ns);
        return (shift << SUB_BITS) + (int) (ns >>> shift);
    }

    private static long highestOf(int index) {
        if (index < SUB_BUCKETS) {
            return index;
        }
        int shift = (index >>> SUB_BITS) - 1;
        long sub = index - ((long) shift << SUB_BITS);
        return ((sub + 1) << shift) - 1;
    }

    /**
     * The length that so many of all recorded do not exceed.
     *
     * @param percent above 0, up to 100
     * @return nanoseconds, at most 1/32 too much; 0 when nothing was recorded
     */
    long percentileNs(double percent) {
        long wanted = (long) Math.ceil(total * percent / 100);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(highestOf(i), maxNs);
            }
        }
        return maxNs;
    }

    long maxNs() {
        return maxNs;
    }

    long total() {
        return total;
    }
}
