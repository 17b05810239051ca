package io.epump.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;

/**
 * What a connection still has to send: buffers and file ranges, in order.
 *
 * <p>Threading: the device's owner only.
 *
 * <p>Lifecycle: entries are released as soon as they are sent, and all of them by {@link #release} when the device ends.
 *
 * <p>Bounds: {@link #flush} writes at most the bytes it is given leave for. {@link #isAboveHighWatermark} turns true above
 * the high watermark and false again at or below the low one; the queue refuses nothing, the source must pause. The watermarks
 * count bytes to be sent, and so bound the memory, too: pooled buffers behind one another take less than twice the bytes in
 * them and two buffers more, however little each brought ({@link #add(PooledBuffer)}).
 */
public final class OutputQueue {
    private static final int GATHERED_BUFFERS = 16;

    private final long highWatermarkBytes;
    private final long lowWatermarkBytes;
    private final ByteBuffer[] gathered = new ByteBuffer[GATHERED_BUFFERS];

    // a circular array of PooledBuffer, ByteBuffer or FileRange
    private Object[] entries = new Object[8];
    private int head;
    private int size;
    private long pendingBytes;
    private boolean above;

    /**
     * An empty queue.
     *
     * @param highWatermarkBytes above this the source is to pause
     * @param lowWatermarkBytes at or below this it may go on
     */
    public OutputQueue(long highWatermarkBytes, long lowWatermarkBytes) {
        if (lowWatermarkBytes < 0 || highWatermarkBytes < lowWatermarkBytes) {
            throw new IllegalArgumentException(
                    "lowWatermarkBytes=" + lowWatermarkBytes + " highWatermarkBytes=" + highWatermarkBytes);
        }
        this.highWatermarkBytes = highWatermarkBytes;
        this.lowWatermarkBytes = lowWatermarkBytes;
    }

    /**
     * Adds what remains of a direct buffer of the caller's.
     *
     * @param buffer belongs to the queue until it is sent
     */
    public void add(ByteBuffer buffer) {
        add(buffer, buffer.remaining());
    }

    /**
     * Adds what remains of a pooled buffer. When that is little, and the last entry is a pooled buffer with room for it, it
     * is copied there and its own buffer released at once: a peer that reads nothing would otherwise cost a whole buffer for
     * each small write.
     *
     * @param buffer released by the queue when it is sent, or copied
     */
    public void add(PooledBuffer buffer) {
        int bytes = buffer.bytes().remaining();
        if (!isAppended(buffer.bytes())) {
            add(buffer, bytes);
            return;
        }
        buffer.release();
        onAdded(bytes);
    }

    /**
     * Copies bytes behind those of the last entry. Only what takes at most half a buffer: then of two neighbours, the one
     * being sent apart, either the later is more than half full or both together fill more than one, which makes the bound;
     * and what is large is never copied.
     */
    private boolean isAppended(ByteBuffer bytes) {
        if (size == 0 || !(entry(size - 1) instanceof PooledBuffer last)) {
            return false;
        }
        ByteBuffer into = last.bytes();
        int count = bytes.remaining();
        if (count > into.capacity() / 2 || !hasRoom(into, count)) {
            return false;
        }
        int end = into.limit();
        into.limit(end + count);
        into.put(end, bytes, bytes.position(), count);
        return true;
    }

    /** Room at the end of the last entry; if need be, that before its first byte is moved there. */
    private boolean hasRoom(ByteBuffer last, int count) {
        if (count <= last.capacity() - last.limit()) {
            return true;
        }
        // Not while it is being sent: each event might send a little of it, and have all the rest moved for that.
        if (size == 1 || count > last.capacity() - last.remaining()) {
            return false;
        }
        last.compact().flip();
        return true;
    }

    /**
     * Adds a part of a file.
     *
     * @param file an open file
     * @param position where the part begins, in bytes
     * @param count its length in bytes
     * @param whenSent closed when the part is sent or given up: the file itself, who shares it, or null for nothing
     */
    public void add(FileChannel file, long position, long count, Closeable whenSent) {
        add(new FileRange(file, position, count, whenSent), count);
    }

    private void add(Object entry, long bytes) {
        if (bytes == 0) {
            releaseEntry(entry);
            return;
        }
        if (size == entries.length) {
            grow();
        }
        entries[(head + size) & (entries.length - 1)] = entry;
        size++;
        onAdded(bytes);
    }

    private void onAdded(long bytes) {
        pendingBytes += bytes;
        above |= pendingBytes > highWatermarkBytes;
    }

    private void grow() {
        Object[] larger = new Object[entries.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = entry(i);
        }
        entries = larger;
        head = 0;
    }

    private Object entry(int i) {
        return entries[(head + i) & (entries.length - 1)];
    }

    /**
     * Writes until everything is sent, the channel is full or the leave is used up.
     *
     * @param channel where to, non-blocking
     * @param maxBytes how much may be written in this call
     * @return bytes written
     * @throws IOException when the channel or a file fails, or a file is shorter than its range; the queue is then still to
     *     be released
     */
    public long flush(GatheringByteChannel channel, long maxBytes) throws IOException {
        long total = 0;
        while (size > 0 && total < maxBytes) {
            long written = entry(0) instanceof FileRange range
                    ? range.sendTo(channel, maxBytes - total)
                    : writeBuffers(channel, maxBytes - total);
            if (written == 0) {
                break;
            }
            total += written;
            pendingBytes -= written;
            dropSent();
        }
        above &= pendingBytes > lowWatermarkBytes;
        return total;
    }

    private long writeBuffers(GatheringByteChannel channel, long maxBytes) throws IOException {
        int count = 0;
        long bytes = 0;
        while (count < size && count < GATHERED_BUFFERS && bytes < maxBytes && !(entry(count) instanceof FileRange)) {
            gathered[count] = bytesOf(entry(count));
            bytes += gathered[count].remaining();
            count++;
        }
        ByteBuffer last = gathered[count - 1];
        int oldLimit = last.limit();
        last.limit(oldLimit - (int) Math.max(0, bytes - maxBytes));
        try {
            return count == 1 ? channel.write(gathered[0]) : channel.write(gathered, 0, count);
        } finally {
            last.limit(oldLimit);
            for (int i = 0; i < count; i++) {
                gathered[i] = null;
            }
        }
    }

    private void dropSent() {
        while (size > 0 && remaining(entry(0)) == 0) {
            releaseEntry(removeFirst());
        }
    }

    /** Out of the queue before it is released: that may call the program, whose exception must not leave it here. */
    private Object removeFirst() {
        Object first = entries[head];
        entries[head] = null;
        head = (head + 1) & (entries.length - 1);
        size--;
        return first;
    }

    private static ByteBuffer bytesOf(Object entry) {
        return entry instanceof PooledBuffer pooled ? pooled.bytes() : (ByteBuffer) entry;
    }

    private static long remaining(Object entry) {
        return entry instanceof FileRange range
                ? range.remaining()
                : bytesOf(entry).remaining();
    }

    private static void releaseEntry(Object entry) {
        if (entry instanceof PooledBuffer pooled) {
            pooled.release();
        } else if (entry instanceof FileRange range) {
            range.release();
        }
    }

    /**
     * Gives up everything that was not sent. The first exception that the program throws when a file of its own is closed is
     * thrown when all is released: what waits behind that file is to be given back, too.
     */
    public void release() {
        pendingBytes = 0;
        above = false;
        Throwable failure = null;
        while (size > 0) {
            try {
                releaseEntry(removeFirst());
            } catch (RuntimeException | Error e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /**
     * What is not sent yet.
     *
     * @return bytes
     */
    public long pendingBytes() {
        return pendingBytes;
    }

    /**
     * Whether nothing waits.
     *
     * @return true when all was sent
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * Whether the source is to pause.
     *
     * @return true from above the high watermark until at or below the low one
     */
    public boolean isAboveHighWatermark() {
        return above;
    }
}
