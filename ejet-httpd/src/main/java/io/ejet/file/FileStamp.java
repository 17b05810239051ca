package io.ejet.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What tells one state of a file from another: two equal stamps mean the same content, as far as the file system's clock can
 * tell (see {@link #isSettled}).
 *
 * @param sizeBytes its size
 * @param modifiedNs when it was last modified, in nanoseconds since 1970
 * @param fileKey device and inode, or whatever tells files apart here; null where the system has nothing of the kind
 */
public record FileStamp(long sizeBytes, long modifiedNs, Object fileKey) {
    /** The coarsest time of modification that is still in use: two seconds, on FAT. */
    private static final long COARSEST_NS = 2_000_000_000L;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /**
     * The stamp of a file.
     *
     * @param attributes what the file system says of it
     * @return its stamp
     */
    public static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(
                attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), attributes.fileKey());
    }

    /**
     * Whether a later change will show in the stamp. A file modified a moment ago may be modified again within the same
     * tick of the file system's clock: then its stamp stays, and what was read before must not be kept on its word.
     *
     * @param nowMs the time now, in milliseconds since 1970
     * @return true when the time of modification lies safely in the past
     */
    public boolean isSettled(long nowMs) {
        return modifiedNs < TimeUnit.MILLISECONDS.toNanos(nowMs) - COARSEST_NS;
    }

    /**
     * Whether both are states of one file.
     *
     * @param other another stamp
     * @return true where it cannot be told
     */
    boolean isSameFile(FileStamp other) {
        return fileKey == null || fileKey.equals(other.fileKey);
    }

    /** Whole seconds since 1970, as HTTP dates have them; a time before that counts as its beginning. */
    long modifiedSeconds() {
        return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(modifiedNs));
    }

    /**
     * A strong entity tag (RFC 9110 section 8.8.3). The file key goes in as a hash: it is the same after a restart, and
     * tells nobody an inode.
     *
     * @return the tag with its quotes
     */
    String entityTag() {
        return '"'
                + Long.toHexString(sizeBytes)
                + '-'
                + Long.toHexString(modifiedNs)
                + '-'
                + Long.toHexString(keyHash())
                + '"';
    }

    private long keyHash() {
        if (fileKey == null) {
            return 0;
        }
        long hash = FNV_OFFSET;
        for (byte b : fileKey.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * FNV_PRIME;
        }
        return hash;
    }
}
