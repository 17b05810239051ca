package io.epump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.buffer.BufferPool;
import io.epump.buffer.PooledBuffer;
import io.epump.metrics.PumpCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output, its thread played by the test: what is written when, what is queued, and how it ends. */
class StdoutDeviceTest {
    private static final int ROUNDS = 20;
    private static final int DO = 10_000;

    private final SteppedStream stream = new SteppedStream();
    private final StreamThread thread = stream.writer();
    private final List<IOEventType> events = new ArrayList<>();

    /** Notes its events, and runs on the owner what a test posts. */
    private final IOHandler handler = new IOHandler() {
        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            assertEquals(FdType.STDOUT, fdType);
            events.add(event);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            ((Consumer<StdoutDevice>) payload).accept((StdoutDevice) source);
        }
    };

    private static DrivenSystem system(int workers) throws IOException {
        return new DrivenSystem(DrivenSystem.settings(workers).watermarks(1000, 100_000));
    }

    private StdoutDevice open(DrivenSystem driven) throws IOException {
        StdoutDevice device = driven.system.stdout(thread, handler, null);
        driven.turns(ROUNDS);
        assertEquals(List.of(IOEventType.WRITE), events, "it may be written to; told once");
        events.clear();
        return device;
    }

    private StdoutDevice openNext(DrivenSystem driven) {
        try {
            return driven.system.stdout(thread, handler, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void onOwner(DrivenSystem driven, StdoutDevice device, Consumer<StdoutDevice> action) {
        assertTrue(device.post(DO, action));
        driven.turns(ROUNDS);
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldWriteEachLineWhenTheThreadKeepsUp(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            StdoutDevice device = open(driven);
            for (String line : List.of("one ", "two ", "three")) {
                onOwner(driven, device, own -> {
                    assertTrue(own.write(text(line)));
                    assertEquals(line.length(), own.pendingBytes());
                });
                assertTrue(thread.step());
                driven.turns(ROUNDS);
                assertEquals(0, device.pendingBytes());
            }
            assertEquals("one two three", stream.written.toString(StandardCharsets.ISO_8859_1));
            assertEquals(13, device.bytesWritten());
            assertEquals(List.of(), events, "nothing has waited");
            assertFalse(thread.step());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepEveryByteInOrderWhenTheThreadIsSlow(int workers) throws IOException {
        byte[] content = new byte[3 * StandardStreams.BUFFER_BYTES + 17];
        new Random(1).nextBytes(content);
        try (DrivenSystem driven = system(workers)) {
            StdoutDevice device = open(driven);
            onOwner(driven, device, own -> {
                ByteBuffer rest = ByteBuffer.wrap(content);
                for (int bytes = 1; rest.hasRemaining(); bytes = bytes * 7 % 9973) {
                    ByteBuffer piece = rest.slice();
                    piece.limit(Math.min(bytes, piece.remaining()));
                    rest.position(rest.position() + piece.remaining());
                    if (bytes % 3 == 0) {
                        PooledBuffer buffer = BufferPool.current().acquire();
                        buffer.bytes().put(piece).flip();
                        assertTrue(own.write(buffer));
                    } else {
                        assertTrue(own.write(piece));
                    }
                }
                assertFalse(own.isWritable(), "above the high watermark");
                assertEquals(content.length, own.pendingBytes());
            });
            while (thread.step()) {
                driven.turns(ROUNDS);
            }
            assertArrayEquals(content, stream.written.toByteArray());
            assertTrue(device.isWritable());
            assertEquals(content.length, device.bytesWritten());
            assertTrue(events.size() >= 3 && events.size() <= 5, () -> "one for each buffer: " + events);
            assertEquals(0, driven.system.statistics().buffersInUse());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellWriteWhenTheQueueIsDownAtTheLowWatermark(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            StdoutDevice device = open(driven);
            onOwner(driven, device, own -> {
                own.write(ByteBuffer.allocate(StandardStreams.BUFFER_BYTES));
                own.write(ByteBuffer.allocate(100_000));
                assertTrue(own.isWritable(), "at the high watermark");
                own.write(ByteBuffer.allocate(1));
                assertFalse(own.isWritable());
            });
            assertEquals(List.of(), events);
            assertTrue(thread.step());
            driven.turns(ROUNDS);
            assertEquals(List.of(IOEventType.WRITE), events);
            assertFalse(device.isWritable(), "above the low watermark");
            assertTrue(thread.step());
            driven.turns(ROUNDS);
            assertEquals(List.of(IOEventType.WRITE, IOEventType.WRITE), events);
            assertTrue(device.isWritable());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldBeGivenUpOnceWhenWritingFails(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            StdoutDevice device = open(driven);
            IOException failure = new IOException("Broken pipe");
            stream.failure = failure;
            boolean[] answers = {true, true};
            onOwner(driven, device, own -> own.write(ByteBuffer.allocate(2 * StandardStreams.BUFFER_BYTES)));
            device.post(DO, (Consumer<StdoutDevice>) own -> {
                assertTrue(thread.step());
                answers[0] = own.write(text("for nobody"));
                PooledBuffer buffer = BufferPool.current().acquire();
                answers[1] = own.write(buffer);
                assertFalse(own.isWritable());
            });
            driven.turns(ROUNDS);

            assertEquals(List.of(false, false), List.of(answers[0], answers[1]));
            assertEquals(List.of(IOEventType.INVALID_DEV), events);
            assertSame(failure, device.ioError());
            assertTrue(device.closed().isDone());
            assertEquals(0, driven.system.statistics().devices());
            assertEquals(0, driven.system.statistics().buffersInUse());
        }
    }

    /** The pump looks at the device once more while its owner has not come to INVALID_DEV yet. */
    @Test
    void shouldBeGivenUpOnceWhenThePumpLooksAgain() throws IOException {
        try (DrivenSystem driven = system(1)) {
            StdoutDevice device = open(driven);
            stream.failure = new IOException("Broken pipe");
            onOwner(driven, device, own -> own.write(text("x")));
            onOwner(driven, device, own -> {
                assertTrue(thread.step());
                own.pump().turn(0);
                own.addNotify(IOEventType.WRITE);
                own.pump().turn(0);
            });
            assertEquals(1, driven.system.statistics().sum(PumpCounter.GIVEN_UP));
            assertEquals(List.of(IOEventType.INVALID_DEV), events);
        }
    }

    /** The thread is done while a callback runs, whose next bytes belong behind those that wait. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepTheOrderWhenTheThreadIsDoneMeanwhile(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            StdoutDevice device = open(driven);
            onOwner(driven, device, own -> {
                own.write(text("one "));
                own.write(text("two "));
                assertTrue(thread.step());
                own.write(text("three"));
            });
            while (thread.step()) {
                driven.turns(ROUNDS);
            }
            assertEquals("one two three", stream.written.toString(StandardCharsets.ISO_8859_1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseAfterTheThreadHasWrittenAll(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            StdoutDevice device = open(driven);
            onOwner(driven, device, own -> {
                own.write(ByteBuffer.allocate(StandardStreams.BUFFER_BYTES + 1));
                own.closeAfterOutput();
            });
            for (int i = 0; i < 2; i++) {
                assertFalse(device.isClosed());
                assertTrue(thread.step());
                driven.turns(ROUNDS);
            }
            assertTrue(device.closed().isDone());
            assertEquals(StandardStreams.BUFFER_BYTES + 1, stream.written.size());
            assertEquals(List.of(IOEventType.WRITE), events, "no callback when its last byte has closed it");
            assertTrue(thread.isDone());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseAtOnceWhenNothingIsLeftToWrite(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            StdoutDevice device = open(driven);
            onOwner(driven, device, StdoutDevice::closeAfterOutput);
            assertTrue(device.closed().isDone());
        }
    }

    /** The thread is blocked, as when nobody reads a pipe. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseWithoutWaitingWhenTheThreadIsBlocked(int workers) throws IOException {
        try (DrivenSystem driven = system(workers)) {
            StdoutDevice first = open(driven);
            onOwner(driven, first, own -> {
                own.write(text("first "));
                own.write(ByteBuffer.allocate(50_000)); // queued, and dropped
            });
            stream.duringTransfer = () -> {
                first.close();
                driven.turns(ROUNDS);
                assertTrue(first.closed().isDone());
                assertEquals(0, driven.system.statistics().buffersInUse());
                StdoutDevice second = openNext(driven);
                driven.turns(ROUNDS);
                assertEquals(List.of(), events, "the thread writes for the first still");
                onOwner(driven, second, own -> own.write(text("second")));
            };
            while (thread.step()) {
                driven.turns(ROUNDS);
            }
            assertEquals("first second", stream.written.toString(StandardCharsets.ISO_8859_1));
            assertEquals(1, stream.starts);
        }
    }

    @Test
    void shouldWriteInTheCallbackThatOpensIt() throws IOException {
        try (DrivenSystem driven = system(0)) {
            driven.system.startTimer(
                    0,
                    0,
                    null,
                    (context, source, event, fdType) ->
                            driven.system.stdout(thread, handler, null).write(text("at once")),
                    null);
            driven.drive("something to write", () -> thread.step() || stream.written.size() > 0);
            driven.turns(ROUNDS);
            assertEquals("at once", stream.written.toString(StandardCharsets.ISO_8859_1));
            assertEquals(List.of(), events);
        }
    }

    @Test
    void shouldTellWriteOnceForEachTimeItIsAskedFor() throws IOException {
        try (DrivenSystem driven = system(0)) {
            StdoutDevice device = open(driven);
            onOwner(driven, device, own -> own.addNotify(IOEventType.WRITE));
            onOwner(driven, device, own -> own.addNotify(IOEventType.WRITE));
            assertEquals(List.of(IOEventType.WRITE, IOEventType.WRITE), events);
        }
    }

    @Test
    void shouldRefuseASecondAndWhatStandardOutputCannotTell() throws IOException {
        try (DrivenSystem driven = system(0)) {
            StdoutDevice device = open(driven);
            assertThrows(IllegalStateException.class, () -> driven.system.stdout(thread, handler, null));
            assertEquals(1, driven.system.statistics().devices());
            onOwner(
                    driven,
                    device,
                    own -> assertThrows(IllegalArgumentException.class, () -> own.addNotify(IOEventType.READ)));
        }
    }
}
