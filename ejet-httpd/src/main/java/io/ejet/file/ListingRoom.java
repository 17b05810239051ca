package io.ejet.file;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the lists of folders that are being sent may take together, so that clients which ask for long lists and do
 * not take them cannot use all of it. Any thread.
 */
public final class ListingRoom {
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final int SHARE_OF_HEAP = 16;

    private final AtomicLong freeBytes;

    /**
     * Room for lists.
     *
     * @param bytes how much
     */
    public ListingRoom(long bytes) {
        freeBytes = new AtomicLong(bytes);
    }

    /**
     * A sixteenth of the heap, at most 64 MiB.
     *
     * @return room for lists
     */
    public static ListingRoom ofHeap() {
        return new ListingRoom(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    /** Takes room for a list; false when there is not enough. */
    boolean take(int bytes) {
        if (freeBytes.addAndGet(-bytes) >= 0) {
            return true;
        }
        give(bytes);
        return false;
    }

    void give(int bytes) {
        freeBytes.addAndGet(bytes);
    }

    long freeBytes() {
        return freeBytes.get();
    }
}
