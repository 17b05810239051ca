package io.ejet.server;

import io.epump.TcpDevice;
import io.epump.buffer.BufferPool;
import io.epump.buffer.PooledBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * What a connection is about to send: answers are put behind one another and leave together at the end of the event, so that
 * a batch of pipelined requests costs one write.
 *
 * <p>Threading: the owner. Bounds: one pooled buffer; what does not fit leaves before, and waits in the device's queue, whose
 * watermarks tell when to pause.
 */
final class ConnectionOutput {
    /** How much of a file leaves with the head: a segment of the largest size there is, that of the loopback interface. */
    private static final int BEGINNING_BYTES = 64 * 1024;

    private final TcpDevice device;
    private PooledBuffer buffer;
    private long bytesPut;

    ConnectionOutput(TcpDevice device) {
        this.device = device;
    }

    void put(byte[] bytes) {
        bytesPut += bytes.length;
        int offset = 0;
        while (offset < bytes.length) {
            ByteBuffer room = room();
            int count = Math.min(bytes.length - offset, room.remaining());
            room.put(bytes, offset, count);
            offset += count;
        }
    }

    void put(ByteBuffer bytes) {
        bytesPut += bytes.remaining();
        while (bytes.hasRemaining()) {
            ByteBuffer room = room();
            int count = Math.min(bytes.remaining(), room.remaining());
            room.put(room.position(), bytes, bytes.position(), count);
            room.position(room.position() + count);
            bytes.position(bytes.position() + count);
        }
    }

    /** Text of ISO 8859-1; what goes into a head was checked when it was set. */
    void put(String text) {
        bytesPut += text.length();
        ByteBuffer room = room();
        for (int i = 0; i < text.length(); i++) {
            if (!room.hasRemaining()) {
                room = room();
            }
            room.put((byte) text.charAt(i));
        }
    }

    void putNumber(long number) {
        if (number >= 10) {
            putNumber(number / 10);
        }
        putDigit((int) (number % 10));
    }

    void putHex(long number) {
        if (number >= 16) {
            putHex(number >>> 4);
        }
        putDigit((int) (number & 15));
    }

    private void putDigit(int digit) {
        room().put((byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
        bytesPut++;
    }

    /**
     * Sends a part of a file behind all that was put. Its beginning leaves with the head: in a packet of its own, the head would
     * make the peer's kernel think of a slow sender, and keep the window small.
     */
    void put(FileChannel file, long position, long count, Closeable whenSent) {
        bytesPut += count;
        long begun = 0;
        long wanted = Math.min(count, BEGINNING_BYTES);
        int more = 1;
        while (begun < wanted && more > 0) {
            if (buffer != null && !buffer.bytes().hasRemaining()) {
                queue();
            }
            more = read(file, position + begun, wanted - begun);
            begun += more;
        }
        queue();
        device.write(file, position + begun, count - begun, whenSent);
    }

    /** Reads as much as there is room for; 0 when the file cannot be read, which who sends the rest makes known. */
    private int read(FileChannel file, long position, long count) {
        ByteBuffer room = room();
        int limit = room.limit();
        room.limit((int) Math.min(limit, room.position() + count));
        try {
            return Math.max(0, file.read(room, position));
        } catch (IOException ignored) { // so will sendfile
            return 0;
        } finally {
            room.limit(limit);
        }
    }

    /** Leaves what was put to the device, to be sent with what follows at once. */
    private void queue() {
        if (buffer != null) {
            device.queue(taken());
        }
    }

    private ByteBuffer room() {
        if (buffer != null && !buffer.bytes().hasRemaining()) {
            flush();
        }
        if (buffer == null) {
            buffer = BufferPool.current().acquire();
        }
        return buffer.bytes();
    }

    /** Sends what was put. A broken connection makes itself known by INVALID_DEV. */
    void flush() {
        if (buffer == null) {
            return;
        }
        device.write(taken());
    }

    private PooledBuffer taken() {
        PooledBuffer full = buffer;
        buffer = null;
        full.bytes().flip();
        return full;
    }

    /** Whether more may be put: what waits has not passed the high watermark. */
    boolean isWritable() {
        return device.isWritable();
    }

    /** Whether something was put that the kernel has not taken. */
    boolean isPending() {
        return buffer != null || device.pendingBytes() > 0;
    }

    /** Bytes ever put. */
    long bytesPut() {
        return bytesPut;
    }

    /** Bytes the kernel has taken, of those ever put. */
    long bytesSent() {
        return device.bytesWritten();
    }

    void release() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }
}
