package io.epump.bench;

import java.util.concurrent.locks.LockSupport;

/** How much heap each further connection takes: what is live now against what was live with a few of them. */
public final class HeapGrowth {
    private static final int READINGS = 5;
    private static final long PAUSE_NS = 50_000_000;

    private final int baseCount;
    private final long baseBytes;

    /**
     * The beginning.
     *
     * @param baseCount how many connections there are
     * @param baseBytes how much heap is live with them
     */
    public HeapGrowth(int baseCount, long baseBytes) {
        this.baseCount = baseCount;
        this.baseBytes = baseBytes;
    }

    /**
     * The share of each connection that has come since.
     *
     * @param count how many connections there are
     * @param bytes how much heap is live with them
     * @return bytes as a number; {@code -} when there are not more than at the beginning
     */
    public String eachAt(int count, long bytes) {
        return count <= baseCount
                ? "-"
                : String.valueOf(Math.round((bytes - baseBytes) / (double) (count - baseCount)));
    }

    /**
     * How much of the heap is live: the least of several readings, each after a full collection.
     *
     * @return bytes
     */
    public static long liveBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            System.gc();
            LockSupport.parkNanos(PAUSE_NS);
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
