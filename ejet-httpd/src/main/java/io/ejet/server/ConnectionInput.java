package io.ejet.server;

import io.ejet.http.RequestParser;
import io.epump.TcpDevice;
import io.epump.buffer.PooledBuffer;
import java.nio.ByteBuffer;

/**
 * What a connection has received and not used up: a pooled buffer from its position to its limit, or none, so that an idle
 * connection holds no memory.
 *
 * <p>Threading: the owner. Bounds: one buffer, which is as large as the longest head that is allowed.
 */
final class ConnectionInput {
    static final int NOTHING_NOW = 0;
    static final int ENDED = -1;

    private final TcpDevice device;
    private PooledBuffer buffer;

    ConnectionInput(TcpDevice device) {
        this.device = device;
    }

    boolean isEmpty() {
        return buffer == null || !buffer.bytes().hasRemaining();
    }

    boolean isFull() {
        return buffer != null && buffer.bytes().remaining() == buffer.bytes().capacity();
    }

    /** The bytes; only when it is not empty, or a head in it is in use. */
    ByteBuffer bytes() {
        return buffer.bytes();
    }

    /**
     * Reads what is there, once.
     *
     * @param parser whose unfinished head lies in the buffer and moves with it; may be null
     * @return bytes read, {@link #NOTHING_NOW}, or {@link #ENDED}
     */
    int fill(RequestParser parser) {
        if (buffer != null && !buffer.bytes().hasRemaining() && parser == null) {
            release();
        }
        if (buffer == null) {
            buffer = device.receive();
            if (buffer == null) {
                return device.isInputEnded() ? ENDED : NOTHING_NOW;
            }
            return buffer.bytes().remaining();
        }
        return append(parser);
    }

    private int append(RequestParser parser) {
        ByteBuffer bytes = buffer.bytes();
        if (bytes.limit() == bytes.capacity()) {
            makeRoom(parser);
        }
        int start = bytes.position();
        int end = bytes.limit();
        bytes.limit(bytes.capacity()).position(end);
        int count;
        try {
            count = device.read(bytes);
        } finally {
            bytes.limit(bytes.position()).position(start);
        }
        return count < 0 ? ENDED : count;
    }

    private void makeRoom(RequestParser parser) {
        ByteBuffer bytes = buffer.bytes();
        int start = bytes.position();
        bytes.compact().flip();
        if (parser != null) {
            parser.moved(-start);
        }
    }

    /** Gives the buffer back when all of it is used up. */
    void releaseIfEmpty() {
        if (buffer != null && !buffer.bytes().hasRemaining()) {
            release();
        }
    }

    void release() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }
}
