package io.ejet.file;

import io.epump.sched.Counters;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one owner, a pump or a worker, knows of files: the answers it keeps, the large files it keeps open for a moment, what
 * it is asking the disk just now, its counts.
 *
 * <p>Threading: made and touched by its owner alone, but for {@link #counters}, which any thread may read.
 *
 * <p>Lifecycle: {@link #close} when the owner runs no more.
 *
 * <p>Bounds: those of its cache; so many files kept open; what is asked of the disk is bounded by the offload.
 */
public final class OwnerFiles implements AutoCloseable {
    static final int MAX_KEPT_OPEN = 64;
    private static final long KEPT_OPEN_MS = CachedAnswer.TRUST_NS / 1_000_000;

    /** Runs a task on the owner after some time, which any timer of the owner's does. */
    public interface Later {
        /**
         * Runs a task later.
         *
         * @param delayMs from now, in milliseconds
         * @param task what to run
         * @return false when it never will, for the owner is about to stop
         */
        boolean run(long delayMs, Runnable task);
    }

    private final Counters<FileCounter> counters = new Counters<>(FileCounter.class);
    private final FileLoads loads = new FileLoads();
    private final FileCache cache;
    private final Later later;
    private final Deque<SharedFile> keptOpen = new ArrayDeque<>(0);

    /**
     * Nothing known yet.
     *
     * @param maxBytes how much memory the kept files may take
     * @param maxEntries how many files may be kept
     * @param later the owner's
     */
    public OwnerFiles(long maxBytes, int maxEntries, Later later) {
        this.later = later;
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

    /** Keeps a file open that was just opened, for as long as it may be trusted, unless so many are kept already. */
    void keepOpen(SharedFile file) {
        if (file.isSettled() && keptOpen.size() < MAX_KEPT_OPEN && later.run(KEPT_OPEN_MS, this::letOldestGo)) {
            file.use();
            keptOpen.add(file);
        }
    }

    /** All are kept for the same time. */
    private void letOldestGo() {
        SharedFile oldest = keptOpen.poll();
        if (oldest != null) {
            oldest.close();
        }
    }

    @Override
    public void close() {
        keptOpen.forEach(SharedFile::close);
        keptOpen.clear();
    }
}
