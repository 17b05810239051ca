package io.epump.integration;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A stream of bytes that a seed makes, in which a lost, doubled or moved byte shows at once. */
final class RandomBytes {
    private long state;

    RandomBytes(long seed) {
        state = seed;
    }

    private byte next() {
        state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return (byte) (state >>> 56);
    }

    /** Fills what remains of a buffer. */
    void fill(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            buffer.put(next());
        }
    }

    /** The next bytes. */
    byte[] next(int count) {
        byte[] bytes = new byte[count];
        fill(ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Compares what remains of a buffer with the next bytes. */
    void compare(ByteBuffer buffer, int offset) throws IOException {
        for (int i = 0; buffer.hasRemaining(); i++) {
            byte expected = next();
            byte found = buffer.get();
            if (found != expected) {
                throw new IOException("byte " + (offset + i) + " is " + found + ", not " + expected);
            }
        }
    }
}
