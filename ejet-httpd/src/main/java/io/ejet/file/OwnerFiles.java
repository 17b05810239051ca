package io.ejet.file;

import io.epump.sched.Counters;

/**
 * What one owner, a pump or a worker, knows of files: the answers it keeps, what it is asking the disk just now, its counts.
 *
 * <p>Threading: made and touched by its owner alone, but for {@link #counters}, which any thread may read.
 *
 * <p>Bounds: those of its cache; what is asked of the disk is bounded by the offload.
 */
public final class OwnerFiles {
    private final Counters<FileCounter> counters = new Counters<>(FileCounter.class);
    private final FileLoads loads = new FileLoads();
    private final FileCache cache;

    /**
     * Nothing known yet.
     *
     * @param maxBytes how much memory the kept files may take
     * @param maxEntries how many files may be kept
     */
    public OwnerFiles(long maxBytes, int maxEntries) {
        cache = new FileCache(maxBytes, maxEntries, counters);
    }

    /**
     * Its counts. Any thread.
     *
     * @return the counts
     */
    public Counters<FileCounter> counters() {
        return counters;
    }

    FileCache cache() {
        return cache;
    }

    FileLoads loads() {
        return loads;
    }
}
