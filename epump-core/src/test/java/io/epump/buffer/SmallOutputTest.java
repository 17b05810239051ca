package io.epump.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small pooled buffers share the memory of those before them, and nothing else is different. */
class SmallOutputTest {
    private static final int CAPACITY = 1000;

    /** Nobody's pool, which is where no owner's turn runs, as here. */
    private final BufferPool pool = new BufferPool(null, CAPACITY, 64);

    private final OutputQueue queue = new OutputQueue(8000, 2000);
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
    private byte nextByte;

    @TempDir
    Path folder;

    @AfterEach
    void shouldHaveReleasedEveryBufferWhenTestsEnd() {
        queue.release();
        assertEquals(0, pool.inUse());
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = nextByte++;
        }
        expected.writeBytes(bytes);
        return bytes;
    }

    /** Queues bytes that lie in their buffer behind others, which were used up before. */
    private PooledBuffer add(int usedUp, int count) {
        PooledBuffer buffer = pool.acquire();
        buffer.bytes().position(usedUp).put(bytes(count)).flip().position(usedUp);
        queue.add(buffer);
        return buffer;
    }

    private void sendAll(ShortChannel channel) throws IOException {
        while (!queue.isEmpty()) {
            queue.flush(channel, Long.MAX_VALUE);
        }
        assertArrayEquals(expected.toByteArray(), channel.taken.toByteArray());
    }

    private static ShortChannel channel() {
        return new ShortChannel(new Random(1));
    }

    /** A channel that takes exactly so many bytes. */
    private void send(int count) throws IOException {
        Path sink = folder.resolve("sink");
        try (FileChannel greedy = FileChannel.open(Files.write(sink, new byte[0]), StandardOpenOption.WRITE)) {
            assertEquals(count, queue.flush(greedy, count));
        }
        byte[] sent = Files.readAllBytes(sink);
        byte[] all = expected.toByteArray();
        assertArrayEquals(Arrays.copyOf(all, count), sent);
        expected.reset();
        expected.write(all, count, all.length - count);
    }

    // -- the bound

    private void assertBounded(String what) {
        long memory = pool.inUse() * CAPACITY;
        assertTrue(
                queue.isEmpty() ? memory == 0 : memory < 2 * queue.pendingBytes() + 2 * CAPACITY,
                () -> what + ": " + memory + " bytes of memory for " + queue.pendingBytes() + " queued");
    }

    @Test
    void shouldTakeNoMoreMemoryThanTheBytesNeedWhenWritesAreSmall() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            add(0, 9);
        }
        assertEquals(90_000, queue.pendingBytes());
        assertEquals(91, pool.inUse(), "111 writes of 9 bytes to a buffer");
        sendAll(channel());
    }

    /** The worst case: each small one comes behind one that has no room for it. */
    @Test
    void shouldTakeLessThanTwiceTheBytesWhenLargeAndSmallWritesAlternate() throws IOException {
        for (int i = 0; i < 1000; i++) {
            add(0, CAPACITY);
            add(0, 1);
            assertBounded("after " + i);
        }
        sendAll(channel());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, CAPACITY / 2, CAPACITY / 2 + 2, CAPACITY})
    void shouldSendAllInOrderWithinTheBoundWhenWritesAreOfRandomSizes(int largest) throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SmallOutputTest seed=" + seed);
        Random random = new Random(seed);
        ShortChannel channel = new ShortChannel(random);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 500; i++) {
                int count = random.nextInt(largest + 1);
                int usedUp = random.nextInt(4) == 0 ? random.nextInt(CAPACITY - count + 1) : 0;
                long pending = queue.pendingBytes();
                add(usedUp, count);
                assertEquals(pending + count, queue.pendingBytes());
                assertBounded("seed=" + seed + " round=" + round + " write=" + i);
                if (random.nextInt(10) == 0) {
                    long before = queue.pendingBytes();
                    long sent = queue.flush(channel, random.nextInt(3000));
                    assertEquals(before - sent, queue.pendingBytes());
                    assertBounded("seed=" + seed + " round=" + round + " flush after " + i);
                }
                assertTrue(queue.pendingBytes() <= 8000 || queue.isAboveHighWatermark());
            }
            sendAll(channel);
            assertFalse(queue.isAboveHighWatermark());
        }
    }

    @Test
    void shouldSendAllInOrderWhenSmallBuffersComeBetweenFilesAndBuffersOfTheCaller() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SmallOutputTest seed=" + seed);
        Random random = new Random(seed);
        ShortChannel channel = new ShortChannel(random);
        byte[] content = new byte[5000];
        random.nextBytes(content);
        Path path = Files.write(folder.resolve("content"), content);
        try (FileChannel file = FileChannel.open(path)) {
            for (int i = 0; i < 5000; i++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        int from = random.nextInt(content.length);
                        int count = random.nextInt(content.length - from);
                        queue.add(file, from, count, null);
                        expected.write(content, from, count);
                    }
                    case 1 -> {
                        byte[] bytes = bytes(random.nextInt(300));
                        queue.add(ByteBuffer.allocateDirect(bytes.length)
                                .put(bytes)
                                .flip());
                    }
                    case 2 -> queue.flush(channel, random.nextInt(3000));
                    default -> add(0, random.nextInt(10) == 0 ? CAPACITY : random.nextInt(300));
                }
                assertEquals(expected.size() - channel.taken.size(), queue.pendingBytes(), () -> "seed=" + seed);
            }
            sendAll(channel);
        }
    }

    @Test
    void shouldAllocateNothingWhenSmallBuffersAreQueued() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int window = 0; window < 6; window++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100_000; i++) {
                PooledBuffer buffer = pool.acquire();
                buffer.bytes().putLong(i).put((byte) 1).flip();
                queue.add(buffer);
                if (i % 5000 == 0) {
                    queue.release();
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    // -- what is copied where

    @Test
    void shouldFillTheLastByteOfABufferAndNoMoreWhenWritesFitExactly() throws IOException {
        add(0, 600);
        add(0, 400);
        assertEquals(1, pool.inUse());
        add(0, 1);
        assertEquals(2, pool.inUse());
        sendAll(channel());
    }

    @Test
    void shouldNotCopyWhenMoreThanHalfABufferIsWritten() throws IOException {
        add(0, 1);
        add(0, CAPACITY / 2 + 1);
        assertEquals(2, pool.inUse(), "though it had room");
        sendAll(channel());
    }

    @Test
    void shouldCopyBehindABufferThatIsPartlySent() throws IOException {
        add(0, 600);
        send(500);
        add(0, 300);
        assertEquals(1, pool.inUse());
        assertEquals(400, queue.pendingBytes());
        send(200);
        add(0, 50);
        assertEquals(1, pool.inUse());
        sendAll(channel());
    }

    /** Moving the rest to the front for each small write would copy it again and again while a slow peer takes little. */
    @Test
    void shouldMoveNothingWhenTheBufferBeingSentHasRoomAtItsBeginningOnly() throws IOException {
        PooledBuffer first = add(0, CAPACITY);
        send(10);
        add(0, 10);
        assertEquals(2, pool.inUse());
        assertEquals(10, first.bytes().position());
        sendAll(channel());
    }

    @Test
    void shouldUseTheRoomAtItsBeginningWhenABufferWaitsBehindOthers() throws IOException {
        add(0, CAPACITY);
        add(CAPACITY - 2, 2);
        for (int i = 0; i < 100; i++) {
            add(CAPACITY - 2, 2);
        }
        assertEquals(2, pool.inUse());
        sendAll(channel());
    }

    /** Limits are changed for the time of a write only: the room behind them is not taken for sent. */
    @Test
    void shouldCopyBehindTheWholeOfABufferWhenTheLeaveEndedWithinIt() throws IOException {
        add(0, 100);
        add(0, CAPACITY / 2 + 1);
        send(150);
        add(0, 30);
        assertEquals(1, pool.inUse());
        sendAll(channel());
    }

    @Test
    void shouldLeaveTheCallersBuffersAsTheyAre() throws IOException {
        add(0, 10);
        ByteBuffer callers = ByteBuffer.allocateDirect(100).put(bytes(10)).flip();
        queue.add(callers);
        add(0, 10);
        assertEquals(2, pool.inUse(), "none of the two copied into another");
        assertEquals(10, callers.limit());
        callers.put(0, (byte) 77);
        ShortChannel channel = channel();
        while (!queue.isEmpty()) {
            queue.flush(channel, Long.MAX_VALUE);
        }
        assertEquals(77, channel.taken.toByteArray()[10], "sent from where it lies");
        assertFalse(callers.hasRemaining());
    }

    @Test
    void shouldReleaseABufferAtOnceWhenNothingIsInIt() {
        add(0, 0);
        assertTrue(queue.isEmpty());
        assertEquals(0, pool.inUse());
        add(0, 10);
        add(5, 0);
        assertEquals(1, pool.inUse());
        assertEquals(10, queue.pendingBytes());
    }

    @Test
    void shouldTurnAboveTheHighWatermarkWhenSmallWritesPassIt() throws IOException {
        for (int i = 0; i < 800; i++) {
            add(0, 10);
        }
        assertFalse(queue.isAboveHighWatermark());
        add(0, 1);
        assertTrue(queue.isAboveHighWatermark());
        send(6000);
        assertTrue(queue.isAboveHighWatermark());
        send(1);
        assertFalse(queue.isAboveHighWatermark());
    }
}
