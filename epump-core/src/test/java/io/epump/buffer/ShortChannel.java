package io.epump.buffer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Random;

/** A socket as a test wants it: takes a random number of bytes at a time, often none. */
final class ShortChannel implements GatheringByteChannel {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Random random;
    int largestGather;

    ShortChannel(Random random) {
        this.random = random;
    }

    @Override
    public int write(ByteBuffer from) {
        int count = Math.min(from.remaining(), random.nextInt(4) == 0 ? 0 : random.nextInt(3000));
        byte[] bytes = new byte[count];
        from.get(bytes);
        taken.writeBytes(bytes);
        return count;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        largestGather = Math.max(largestGather, length);
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += write(from[i]);
            if (from[i].hasRemaining()) {
                break;
            }
        }
        return total;
    }

    @Override
    public long write(ByteBuffer[] from) {
        return write(from, 0, from.length);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
