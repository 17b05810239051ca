package io.ejet.server;

/**
 * How much of the heap kept files may take: each owner, pump or worker, keeps its own, and all of them share one heap with
 * everything else. Pure decisions.
 */
final class FileCacheShare {
    private static final long USUAL_BYTES = 64L << 20;

    /** All together take at most this part of the heap unless told otherwise. */
    private static final int PART = 8;

    /** Beyond this part of the heap, what a program or the requests themselves need may be missing. */
    private static final int TOO_LARGE_PART = 2;

    private final int owners;
    private final boolean areWorkers;
    private final long heapBytes;

    /**
     * For a server.
     *
     * @param pumps how many
     * @param workers how many; without any, the pumps run the handlers and keep the files
     * @param heapBytes what the heap may grow to
     */
    FileCacheShare(int pumps, int workers, long heapBytes) {
        this.owners = Math.max(1, workers > 0 ? workers : pumps); // none is refused by those who start them
        this.areWorkers = workers > 0;
        this.heapBytes = heapBytes;
    }

    /**
     * The size of one owner's cache.
     *
     * @param wishedBytes what was configured, negative for nothing
     * @return bytes, 0 or more
     */
    long bytesEach(long wishedBytes) {
        return wishedBytes >= 0 ? wishedBytes : Math.min(USUAL_BYTES, heapBytes / PART / owners);
    }

    /** Whether all caches together, when they are full, take more than half of the heap. */
    boolean isTooMuch(long bytesEach) {
        return bytesEach > heapBytes / TOO_LARGE_PART / owners;
    }

    /** What the operator should know about caches that are too large. */
    String warning(long bytesEach) {
        return "the file cache may take " + mib(bytesEach) + " for each of " + owners
                + (areWorkers ? " workers" : " pumps") + ", which is more than half of the heap of " + mib(heapBytes)
                + ": make its size smaller, or the heap larger (-Xmx)";
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + "M";
    }
}
