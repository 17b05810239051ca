package io.ejet.file;

import java.nio.channels.FileChannel;

/** What the disk answered. */
sealed interface Loaded {
    /** The answer that is kept is right. */
    enum Unchanged implements Loaded {
        /** The only one. */
        INSTANCE
    }

    /** The file is there and cannot be opened: no descriptor is left, for the process or for the system. */
    enum NotOpened implements Loaded {
        /** The only one. */
        INSTANCE
    }

    /**
     * A small file, or a status.
     *
     * @param answer what to send
     * @param isStable whether it may be kept: not when the file changed while it was read
     */
    record Answer(CachedAnswer answer, boolean isStable) implements Loaded {}

    /**
     * A file too large to be kept.
     *
     * @param facts what its header tells
     * @param channel open; whoever takes this closes it
     * @param isSettled whether a later change will show in the entity tag
     */
    record Large(FileFacts facts, FileChannel channel, boolean isSettled) implements Loaded {}
}
