package io.ejet.file;

import io.epump.sched.Counters;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one owner, a pump or a worker, knows of files: the answers it keeps, the large files it keeps open for a moment, what
 * it is asking the disk just now, its counts. It lives as long as its owner; answers are kept for the latest configuration alone, so
 * that there is one cache of one size however often the configuration is changed. What is still under way for one before
 * finds nothing kept, and keeps nothing.
 *
 * <p>Threading: made and touched by its owner alone, but for {@link #counters}, which any thread may read.
 *
 * <p>Lifecycle: {@link #close} when the owner runs no more.
 *
 * <p>Bounds: those of its cache; so many files kept open; what is asked of the disk is bounded by the offload.
 */
public final class OwnerFiles implements AutoCloseable {
    static final int MAX_KEPT_OPEN = 64;
    private static final CacheTerms NONE = new CacheTerms(0, 0, 0);
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
    private final FileCache nothing = new FileCache(0, 0, counters);
    private final Later later;
    private final Deque<SharedFile> keptOpen = new ArrayDeque<>(0);

    /** The latest that a request has come with. */
    private CacheTerms terms = NONE;

    private FileCache cache = nothing;

    /**
     * Nothing known yet.
     *
     * @param later the owner's
     */
    public OwnerFiles(Later later) {
        this.later = later;
    }

    /**
     * Its counts. Any thread.
     *
     * @return the counts
     */
    public Counters<FileCounter> counters() {
        return counters;
    }

    /** The cache for requests of one configuration; one that keeps nothing if there is a later one. */
    FileCache cache(CacheTerms asked) {
        if (asked.generation() < terms.generation()) {
            return nothing;
        } else if (asked.generation() > terms.generation()) {
            terms = asked;
            cache = new FileCache(asked.maxBytes(), asked.maxEntries(), counters);
        }
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
