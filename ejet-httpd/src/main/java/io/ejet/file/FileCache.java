package io.ejet.file;

import io.epump.sched.Counters;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Answers kept in memory, found by path: small files, and for a short time what was not found.
 *
 * <p>Threading: one for each owner, touched by that owner alone.
 *
 * <p>Lifecycle: answers leave when others need their room, the one used longest ago first. There is nothing to close; an
 * answer that is being sent when it leaves stays whole.
 *
 * <p>Bounds: so many bytes and so many entries for files. Answers without a file have a list of their own, bounded in number
 * and in the length of a path, so that who asks for a million names that are not there drives out nothing but others of
 * the kind. Adding, finding and dropping one takes constant time. The hash has a secret seed, so that nobody can choose
 * paths that meet in one bucket.
 */
final class FileCache {
    private static final int MAX_MISSING = 1024;
    private static final int MAX_MISSING_PATH_CHARS = 512;
    private static final int FIRST_BUCKETS = 64;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long maxBytes;
    private final int maxEntries;
    private final int maxMissing;
    private final Counters<FileCounter> counters;
    private final long seed = ThreadLocalRandom.current().nextLong();

    // owner
    private final RecencyList files = new RecencyList();
    private final RecencyList missing = new RecencyList();
    private CachedAnswer[] buckets = new CachedAnswer[FIRST_BUCKETS];
    private long bytes;

    /**
     * An empty cache.
     *
     * @param maxBytes how much memory the files' answers may take
     * @param maxEntries how many files may be kept
     * @param counters the owner's
     */
    FileCache(long maxBytes, int maxEntries, Counters<FileCounter> counters) {
        if (maxBytes < 0 || maxEntries < 0) {
            throw new IllegalArgumentException("maxBytes=" + maxBytes + " maxEntries=" + maxEntries);
        }
        this.maxBytes = maxBytes;
        this.maxEntries = maxEntries;
        this.maxMissing = Math.min(MAX_MISSING, maxEntries);
        this.counters = counters;
    }

    /**
     * Finds an answer and marks it as used.
     *
     * @param scope whose paths these are
     * @param path the path
     * @return the answer, trusted or not; null when there is none
     */
    CachedAnswer get(Object scope, String path) {
        long hash = hash(scope, path);
        CachedAnswer answer = buckets[bucket(hash)];
        while (answer != null) {
            if (answer.hash == hash && answer.answers(scope, path)) {
                listOf(answer).onUsed(answer);
                return answer;
            }
            answer = answer.nextInBucket;
        }
        return null;
    }

    /**
     * Keeps an answer in place of the one its path has, if it has room for it.
     *
     * @param answer not in a cache yet
     */
    void put(CachedAnswer answer) {
        remove(answer.scope(), answer.path());
        if (!isKeepable(answer)) {
            return;
        }
        answer.hash = hash(answer.scope(), answer.path());
        growIfFull();
        listOf(answer).add(answer);
        int bucket = bucket(answer.hash);
        answer.nextInBucket = buckets[bucket];
        buckets[bucket] = answer;
        if (answer.isFile()) {
            bytes += answer.heapBytes();
        }
        evict();
    }

    private boolean isKeepable(CachedAnswer answer) {
        return answer.isFile()
                ? maxEntries > 0 && answer.heapBytes() <= maxBytes
                : maxMissing > 0 && answer.path().length() <= MAX_MISSING_PATH_CHARS;
    }

    private void evict() {
        while (files.size() > maxEntries || bytes > maxBytes) {
            drop(files.oldest());
            counters.increment(FileCounter.EVICTIONS);
        }
        while (missing.size() > maxMissing) {
            drop(missing.oldest());
        }
    }

    /**
     * Forgets what a path is answered with.
     *
     * @param scope whose paths these are
     * @param path the path
     */
    void remove(Object scope, String path) {
        CachedAnswer answer = get(scope, path);
        if (answer != null) {
            drop(answer);
        }
    }

    private void drop(CachedAnswer answer) {
        listOf(answer).remove(answer);
        if (answer.isFile()) {
            bytes -= answer.heapBytes();
        }
        int bucket = bucket(answer.hash);
        if (buckets[bucket] == answer) {
            buckets[bucket] = answer.nextInBucket;
        } else {
            CachedAnswer before = buckets[bucket];
            while (before.nextInBucket != answer) {
                before = before.nextInBucket;
            }
            before.nextInBucket = answer.nextInBucket;
        }
        answer.nextInBucket = null;
    }

    private RecencyList listOf(CachedAnswer answer) {
        return answer.isFile() ? files : missing;
    }

    private void growIfFull() {
        if (files.size() + missing.size() < buckets.length) {
            return;
        }
        CachedAnswer[] old = buckets;
        buckets = new CachedAnswer[old.length * 2];
        for (CachedAnswer first : old) {
            CachedAnswer answer = first;
            while (answer != null) {
                CachedAnswer next = answer.nextInBucket;
                int bucket = bucket(answer.hash);
                answer.nextInBucket = buckets[bucket];
                buckets[bucket] = answer;
                answer = next;
            }
        }
    }

    private int bucket(long hash) {
        return (int) hash & (buckets.length - 1);
    }

    /**
     * The hash of a path, different in each cache.
     *
     * @param scope whose paths these are
     * @param path the path
     * @return 64 bits; the low ones are good enough to choose a bucket
     */
    long hash(Object scope, String path) {
        return hash(seed ^ scope.hashCode(), path);
    }

    /** The hash of a text, another one for each seed: who does not know that cannot choose texts of the same hash. */
    static long hash(long seed, String path) {
        long hash = seed;
        for (int i = 0; i < path.length(); i++) {
            hash = (hash ^ path.charAt(i)) * MULTIPLIER;
        }
        hash ^= hash >>> 32;
        hash *= MULTIPLIER;
        return hash ^ hash >>> 29;
    }

    /** What the files' answers take of the heap. */
    long bytes() {
        return bytes;
    }

    /** How many files are kept. */
    int fileCount() {
        return files.size();
    }

    /** How many answers without a file are kept. */
    int missingCount() {
        return missing.size();
    }
}
