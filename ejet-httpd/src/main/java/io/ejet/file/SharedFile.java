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
    private int users = 1;

    /**
     * A file that was just opened.
     *
     * @param facts what its header tells
     * @param channel the open file
     * @param openedNs the time before the disk was asked
     */
    SharedFile(FileFacts facts, FileChannel channel, long openedNs) {
        this.facts = facts;
        this.channel = channel;
        this.openedNs = openedNs;
    }

    /**
     * Adds a user.
     *
     * @param nowNs the time now
     * @return false when the file must be opened anew: it is closed, or was opened too long ago to be trusted
     */
    boolean join(long nowNs) {
        if (users == 0 || nowNs - openedNs >= CachedAnswer.TRUST_NS) {
            return false;
        }
        use();
        return true;
    }

    /** Adds a user to a file that is open. */
    void use() {
        users++;
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
