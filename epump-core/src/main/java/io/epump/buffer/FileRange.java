package io.epump.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** A part of a file that waits to be sent; sent by the kernel where it can ({@code sendfile}). Owner's thread only. */
final class FileRange {
    private final FileChannel file;
    private final Closeable whenSent;
    private long position;
    private long remaining;

    FileRange(FileChannel file, long position, long count, Closeable whenSent) {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException("position=" + position + " count=" + count);
        }
        this.file = file;
        this.position = position;
        this.remaining = count;
        this.whenSent = whenSent;
    }

    long remaining() {
        return remaining;
    }

    /**
     * Sends what fits.
     *
     * @return bytes sent; 0 when the socket is full
     * @throws IOException when the socket or the file fails, or the file has become shorter than the range
     */
    long sendTo(WritableByteChannel channel, long maxBytes) throws IOException {
        long sent = file.transferTo(position, Math.min(remaining, maxBytes), channel);
        if (sent == 0 && remaining > 0 && position >= file.size()) {
            throw new IOException(
                    "file shrank: size=" + file.size() + " position=" + position + " missing=" + remaining);
        }
        position += sent;
        remaining -= sent;
        return sent;
    }

    void release() {
        if (whenSent != null) {
            try {
                whenSent.close();
            } catch (IOException ignored) { // was open for reading only: nothing can be lost
                remaining = 0;
            }
        }
    }
}
