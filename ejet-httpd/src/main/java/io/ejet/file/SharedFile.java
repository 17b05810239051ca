package io.ejet.file;

import java.io.Closeable;
import java.nio.channels.FileChannel;

/**
 * An open file too large to be kept in memory, for all requests of one owner that come within a second: so that a thousand
 * downloads of one file open it once, and not a thousand times.
 *
 * <p>Threading: its owner. Lifecycle: opened for one request, which is its first user; {@link OwnerFiles#keepOpen} may be
 * another for a second; closed with its last user, so that an idle server holds no file. Each user closes it once.
 */
final class SharedFile implements Closeable {
    private final FileFacts facts;
    private final FileChannel channel;
    private final long openedNs;
    private final boolean isSettled;
    private int users = 1;

    /**
     * A file that was just opened.
     *
     * @param facts what its header tells
     * @param channel the open file
     * @param openedNs the time before the disk was asked
     * @param isSettled false when it was changed a moment ago: it may change again without its entity tag telling, so that it
     *     is for one user alone
     */
    SharedFile(FileFacts facts, FileChannel channel, long openedNs, boolean isSettled) {
        this.facts = facts;
        this.channel = channel;
        this.openedNs = openedNs;
        this.isSettled = isSettled;
    }

    /**
     * Adds a user.
     *
     * @param nowNs the time now
     * @return false when the file must be opened anew: it is closed, not settled, or was opened too long ago to be trusted
     */
    boolean join(long nowNs) {
        if (!isSettled || users == 0 || nowNs - openedNs >= CachedAnswer.TRUST_NS) {
            return false;
        }
        use();
        return true;
    }

    /** Adds a user to a file that is open. */
    void use() {
        users++;
    }

    boolean isSettled() {
        return isSettled;
    }

    FileFacts facts() {
        return facts;
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        users--;
        if (users == 0) {
            FileSender.close(channel);
        }
    }
}
