package io.epump.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything leaves in order, once, whatever the channel takes at a time. */
class OutputQueueTest {
    private static final int FILE_BYTES = 100_000;

    @TempDir
    Path folder;

    private FileChannel file(byte[] content) throws IOException {
        Path path = Files.write(folder.resolve("content"), content);
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static byte[] randomBytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Test
    void shouldSendEverythingInOrderWhenTheChannelTakesLittle() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("OutputQueueTest seed=" + seed);
        Random random = new Random(seed);
        byte[] content = randomBytes(random, FILE_BYTES);
        try (FileChannel file = file(content)) {
            for (int round = 0; round < 50; round++) {
                sendRandomEntries(random, content, file);
            }
        }
    }

    private static void sendRandomEntries(Random random, byte[] content, FileChannel file) throws IOException {
        OutputQueue queue = new OutputQueue(8000, 2000);
        ShortChannel channel = new ShortChannel(random);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int added = 0;
        while (added < 60 || !queue.isEmpty()) {
            if (added < 60 && random.nextBoolean()) {
                added++;
                if (random.nextInt(3) == 0) {
                    int from = random.nextInt(FILE_BYTES);
                    int count = random.nextInt(Math.min(5000, FILE_BYTES - from));
                    queue.add(file, from, count, null);
                    expected.write(content, from, count);
                } else {
                    byte[] bytes = randomBytes(random, random.nextInt(2000));
                    queue.add(direct(bytes));
                    expected.writeBytes(bytes);
                }
            }
            long pending = queue.pendingBytes();
            long written = queue.flush(channel, random.nextInt(10_000));
            assertEquals(pending - written, queue.pendingBytes());
            assertEquals(expected.size() - channel.taken.size(), queue.pendingBytes());
            assertTrue(queue.pendingBytes() > 8000 ? queue.isAboveHighWatermark() : true);
            assertFalse(queue.pendingBytes() <= 2000 && queue.isAboveHighWatermark());
        }
        assertArrayEquals(expected.toByteArray(), channel.taken.toByteArray());
    }

    @Test
    void shouldGatherBuffersIntoOneWrite() throws IOException {
        OutputQueue queue = new OutputQueue(8000, 2000);
        ShortChannel channel = new ShortChannel(new Random(1));
        for (int i = 0; i < 10; i++) {
            queue.add(direct(new byte[] {(byte) i}));
        }
        while (!queue.isEmpty()) {
            queue.flush(channel, Long.MAX_VALUE);
        }
        assertEquals(10, channel.largestGather);
        assertEquals(10, channel.taken.size());
    }

    @Test
    void shouldWriteNoMoreThanItsLeaveOfAFile() throws IOException {
        try (FileChannel file = file(new byte[FILE_BYTES])) {
            OutputQueue queue = new OutputQueue(1, 0);
            queue.add(file, 0, FILE_BYTES, null);
            ShortChannel channel = new ShortChannel(new Random(1));
            while (!queue.isEmpty()) {
                assertTrue(queue.flush(channel, 1000) <= 1000);
            }
            assertEquals(FILE_BYTES, channel.taken.size());
        }
    }

    /** Wherever the leave ends, in the first buffer, between two or in a later one. */
    @Test
    void shouldWriteNoMoreThanItsLeaveOfGatheredBuffers() throws IOException {
        for (int leave : new int[] {1, 8191, 8192, 8193, 3 * 8192 - 1, 3 * 8192, 3 * 8192 + 1}) {
            OutputQueue queue = new OutputQueue(1, 0);
            byte[] content = randomBytes(new Random(leave), 3 * 8192);
            for (int i = 0; i < 3; i++) {
                queue.add(direct(Arrays.copyOfRange(content, i * 8192, (i + 1) * 8192)));
            }
            FileChannel greedy = file(new byte[0]); // takes all it is offered
            assertEquals(Math.min(leave, content.length), queue.flush(greedy, leave), "leave=" + leave);
            assertEquals(content.length - Math.min(leave, content.length), queue.pendingBytes());
            queue.flush(greedy, Long.MAX_VALUE);
            greedy.close();
            assertArrayEquals(content, Files.readAllBytes(folder.resolve("content")), "leave=" + leave);
        }
    }

    @Test
    void shouldWriteNothingWhenThereIsNoLeave() throws IOException {
        OutputQueue queue = new OutputQueue(1, 0);
        queue.add(direct(new byte[10]));
        assertEquals(0, queue.flush(new ShortChannel(new Random(1)), 0));
        assertEquals(10, queue.pendingBytes());
    }

    @Test
    void shouldFailWhenTheFileIsShorterThanItsRange() throws IOException {
        try (FileChannel file = file(new byte[FILE_BYTES])) {
            OutputQueue queue = new OutputQueue(1, 0);
            queue.add(file, 0, FILE_BYTES, null);
            file.truncate(500);
            ShortChannel channel = new ShortChannel(new Random(1));
            IOException shrunk = assertThrows(IOException.class, () -> {
                while (!queue.isEmpty()) {
                    queue.flush(channel, Long.MAX_VALUE);
                }
            });
            assertTrue(shrunk.getMessage().contains("shrank"), shrunk.getMessage());
            assertEquals(500, channel.taken.size());
        }
    }

    @Test
    void shouldCloseItsFilesAndForgetEverythingWhenReleased() throws IOException {
        FileChannel file = file(new byte[10]);
        OutputQueue queue = new OutputQueue(1, 0);
        queue.add(direct(new byte[5]));
        queue.add(file, 0, 10, file);
        assertTrue(queue.isAboveHighWatermark());
        queue.release();
        assertFalse(file.isOpen());
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.pendingBytes());
        assertFalse(queue.isAboveHighWatermark());
    }

    @Test
    void shouldCloseAFileWhenItsRangeIsSent() throws IOException {
        FileChannel file = file(new byte[10]);
        OutputQueue queue = new OutputQueue(1, 0);
        queue.add(file, 2, 8, file);
        ShortChannel channel = new ShortChannel(new Random(3));
        while (!queue.isEmpty()) {
            queue.flush(channel, Long.MAX_VALUE);
        }
        assertFalse(file.isOpen());
    }

    @Test
    void shouldRefuseNonsense() {
        assertThrows(IllegalArgumentException.class, () -> new OutputQueue(1, 2));
        assertThrows(IllegalArgumentException.class, () -> new OutputQueue(1, -1));
        OutputQueue queue = new OutputQueue(1, 0);
        assertThrows(IllegalArgumentException.class, () -> queue.add(null, -1, 5, null));
        assertTrue(queue.isEmpty());
    }
}
