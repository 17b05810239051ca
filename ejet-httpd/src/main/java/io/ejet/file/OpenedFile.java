package io.ejet.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that was opened, and what it was then.
 *
 * @param channel open for reading; the receiver closes it
 * @param stamp its state right after it was opened
 */
record OpenedFile(FileChannel channel, FileStamp stamp) {
    private static final int TRIES = 3;

    /** Asks what a name leads to. */
    interface Attributes {
        BasicFileAttributes read() throws IOException;
    }

    /** Opens what a name leads to. */
    interface Opener {
        SeekableByteChannel open() throws IOException;
    }

    /**
     * Opens a file so that its state is known. Java cannot ask an open file for its time of modification, so its name is asked
     * before and after: both times it must be the same file. One that is put in its place and taken away again between the two
     * goes unnoticed.
     *
     * @param name for the exception
     * @param attributes asks the name
     * @param opener opens it
     * @return the open file
     * @throws NoSuchFileException when it is replaced again and again
     * @throws IOException what the two throw; nothing is open then
     */
    static OpenedFile open(Path name, Attributes attributes, Opener opener) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            FileStamp before = FileStamp.of(attributes.read());
            boolean isTaken = false;
            SeekableByteChannel channel = opener.open();
            try {
                FileStamp after = FileStamp.of(attributes.read());
                if (channel instanceof FileChannel file && after.isSameFile(before)) {
                    isTaken = true;
                    return new OpenedFile(file, after);
                }
            } finally {
                if (!isTaken) {
                    channel.close();
                }
            }
        }
        throw new NoSuchFileException(name.toString(), null, "replaced again and again");
    }
}
