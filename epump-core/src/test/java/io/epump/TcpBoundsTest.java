package io.epump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.buffer.BufferPool;
import io.epump.buffer.PooledBuffer;
import io.epump.metrics.PumpCounter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one event may read and write at most, and what becomes of a buffer that cannot be sent. */
class TcpBoundsTest {
    private static final int READ_LEAVE_BYTES = 8 * 1024;
    private static final int WRITE_LEAVE_BYTES = 5_000;
    private static final int MUCH_BYTES = 1 << 20;
    private static final int PIECE_BYTES = 3_000;
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int PIECES = 100_000;

    private final List<Integer> perEvent = new ArrayList<>();

    /** The ways to read. Each answers how many bytes have come, and 0 or less when no more do. */
    private enum Reading {
        DIRECT {
            @Override
            int read(TcpDevice device) {
                return device.read(ByteBuffer.allocateDirect(PIECE_BYTES));
            }
        },
        HEAP {
            @Override
            int read(TcpDevice device) {
                return device.read(ByteBuffer.allocate(PIECE_BYTES));
            }
        },
        POOLED {
            @Override
            int read(TcpDevice device) {
                PooledBuffer received = device.receive();
                if (received == null) {
                    return 0;
                }
                int count = received.bytes().remaining();
                received.release();
                return count;
            }
        };

        abstract int read(TcpDevice device);
    }

    /** The ways to write. */
    private enum Writing {
        DIRECT {
            @Override
            void write(TcpDevice device, byte[] bytes) {
                assertTrue(device.write(
                        ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()));
            }
        },
        HEAP {
            @Override
            void write(TcpDevice device, byte[] bytes) {
                assertTrue(device.write(ByteBuffer.wrap(bytes)));
            }
        },
        POOLED {
            @Override
            void write(TcpDevice device, byte[] bytes) {
                for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
                    PooledBuffer buffer = BufferPool.current().acquire();
                    buffer.bytes()
                            .put(bytes, from, Math.min(PIECE_BYTES, bytes.length - from))
                            .flip();
                    assertTrue(device.write(buffer));
                }
            }
        };

        abstract void write(TcpDevice device, byte[] bytes);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheLeaveOfEachEventOnlyWhenMoreWaits(Reading way) throws Exception {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(1).readBytesPerEvent(READ_LEAVE_BYTES))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                TcpDevice device = (TcpDevice) source;
                int sum = 0;
                int count = way.read(device);
                for (; count > 0; count = way.read(device)) {
                    sum += count;
                }
                assertEquals(0, count);
                perEvent.add(sum);
            });
            Thread sender = new Thread(() -> send(link.peer(), new byte[MUCH_BYTES]));
            sender.start();
            driven.drive("all of it", () -> link.device().bytesRead() == MUCH_BYTES);
            sender.join();

            assertEquals(READ_LEAVE_BYTES, Collections.max(perEvent), "the most that an event has read");
            assertFalse(link.device().isInputEnded());
        }
    }

    private static void send(Socket peer, byte[] bytes) {
        try {
            peer.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The leave is of the event, not of the call: writing again or flushing in the same callback sends nothing more. */
    @ParameterizedTest
    @EnumSource
    void shouldWriteTheLeaveOfEachEventOnlyWhenMoreIsToBeSent(Writing way) throws IOException {
        byte[] content = new byte[10 * WRITE_LEAVE_BYTES + 17];
        new Random(1).nextBytes(content);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        long[] before = {0};
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(1).writtenBytesPerEvent(WRITE_LEAVE_BYTES))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                TcpDevice device = (TcpDevice) source;
                if (event == IOEventType.READ) {
                    device.receive().release();
                    way.write(device, content);
                }
                device.flush();
                perEvent.add((int) (device.bytesWritten() - before[0]));
                before[0] = device.bytesWritten();
            });
            link.peer().getOutputStream().write(1);
            driven.drive("all of it", () -> {
                takeWhatIsThere(link.peer(), arrived);
                return arrived.size() == content.length;
            });
            driven.drive("an empty queue", () -> link.device().pendingBytes() == 0);
        }
        assertEquals(WRITE_LEAVE_BYTES, perEvent.get(0), "at once");
        assertEquals(WRITE_LEAVE_BYTES, Collections.max(perEvent), "the most that an event has written");
        assertArrayEquals(content, arrived.toByteArray());
    }

    private static void takeWhatIsThere(Socket peer, ByteArrayOutputStream into) {
        try {
            into.write(peer.getInputStream().readNBytes(peer.getInputStream().available()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A handler that leaves WRITE alone has its queue emptied all the same, and is not called for ever. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldEmptyTheQueueWhenTheProgramDoesNotHandleWrite(int workers) throws IOException {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                if (event == IOEventType.READ) {
                    ((TcpDevice) source).receive().release();
                    ((TcpDevice) source).write(ByteBuffer.allocate(8 * MUCH_BYTES));
                }
            });
            link.peer().getOutputStream().write(1);
            driven.drive("some of it", () -> link.device().pendingBytes() > 0);
            driven.drive("all of it", () -> {
                takeWhatIsThere(link.peer(), arrived);
                return arrived.size() == 8 * MUCH_BYTES && link.device().pendingBytes() == 0;
            });
            driven.turnAll();
            driven.turnAll();
            long raised = driven.system.statistics().sum(PumpCounter.RAISED);
            for (int i = 0; i < 1000; i++) {
                driven.turnAll();
            }
            assertEquals(raised, driven.system.statistics().sum(PumpCounter.RAISED), "nothing more to be told");
        }
    }

    /** Each event writes a little, as the answers to small requests do, behind what fills the socket. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTakeAtMostTwiceTheMemoryOfWhatWaitsWhenAPeerDoesNotReadSmallPieces(int workers) throws IOException {
        byte[] piece = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        ByteBuffer filling = ByteBuffer.allocateDirect(32 * MUCH_BYTES);
        int[] written = {0};
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        try (DrivenSystem driven =
                new DrivenSystem(DrivenSystem.settings(workers).bufferBytes(BUFFER_BYTES))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                TcpDevice device = (TcpDevice) source;
                if (event == IOEventType.READ) {
                    device.receive().release();
                    if (written[0] == 0) {
                        device.write(filling);
                    }
                    for (int i = 0; i < PIECES / 10; i++, written[0]++) {
                        PooledBuffer buffer = BufferPool.current().acquire();
                        buffer.bytes().put(piece).flip();
                        assertTrue(device.write(buffer));
                    }
                }
            });
            for (int wanted = PIECES / 10; wanted <= PIECES; wanted += PIECES / 10) {
                int now = wanted;
                link.peer().getOutputStream().write(1);
                driven.drive("so many pieces", () -> written[0] == now);
            }
            int waiting = PIECES * piece.length;
            assertTrue(link.device().pendingBytes() > waiting, "all pieces wait");
            long memory = driven.system.statistics().buffersInUse() * BUFFER_BYTES;
            assertTrue(memory <= 2 * waiting + BUFFER_BYTES, () -> memory + " bytes of memory for " + waiting);

            driven.drive("all of it", () -> {
                takeWhatIsThere(link.peer(), arrived);
                return arrived.size() == filling.capacity() + waiting;
            });
            driven.drive("an empty queue", () -> link.device().pendingBytes() == 0);
            assertEquals(0, driven.system.statistics().buffersInUse());
        }
        byte[] all = arrived.toByteArray();
        for (int i = filling.capacity(); i < all.length; i++) {
            assertEquals(piece[(i - filling.capacity()) % piece.length], all[i], "byte " + i);
        }
    }

    /** The queue's last byte closes the device before the handler's turn comes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotCallTheHandlerWhenTheWriteHasClosedTheDevice(int workers) throws IOException {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        boolean[] calledWhenClosed = {false};
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                TcpDevice device = (TcpDevice) source;
                calledWhenClosed[0] |= device.isClosed();
                if (event == IOEventType.READ) {
                    device.receive().release();
                    device.write(ByteBuffer.allocate(8 * MUCH_BYTES));
                    device.closeAfterOutput();
                }
            });
            link.peer().getOutputStream().write(1);
            driven.drive("all of it", () -> {
                takeWhatIsThere(link.peer(), arrived);
                return arrived.size() == 8 * MUCH_BYTES;
            });
            driven.drive("the end", () -> driven.system.statistics().devices() == 1);
            assertEquals(-1, link.peer().getInputStream().read());
        }
        assertFalse(calledWhenClosed[0]);
    }

    // -- buffers that cannot be sent

    /** What {@link DrivenSystem#close} checks: no buffer is in use. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTakeItsBufferBackWhenNotConnectedYet(int workers) throws IOException {
        boolean[] tried = {false};
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            ListenerGroup listening = driven.listen((context, source, event, fdType) -> {});
            driven.system.startTimer(
                    0,
                    0,
                    null,
                    (context, source, event, fdType) -> {
                        TcpDevice device = driven.system.tcpConnect(
                                listening.localAddress(), (c, s, connectEvent, t) -> s.close(), null);
                        assertThrows(NotYetConnectedException.class, () -> device.write(buffer()));
                        assertThrows(NotYetConnectedException.class, () -> device.write(ByteBuffer.allocate(100)));
                        assertThrows(NotYetConnectedException.class, device::receive);
                        assertThrows(NotYetConnectedException.class, () -> device.read(ByteBuffer.allocate(100)));
                        tried[0] = true;
                    },
                    null);
            driven.drive("the attempt", () -> tried[0]);
            assertEquals(0, driven.system.statistics().buffersInUse());
        }
    }

    @Test
    void shouldTakeItsBufferBackWhenTheOutputIsShutDownOrTheDeviceClosed() throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(1))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                TcpDevice device = (TcpDevice) source;
                device.receive().release();
                device.shutdownOutput();
                assertThrows(IllegalStateException.class, () -> device.write(buffer()));
                assertThrows(IllegalStateException.class, () -> device.write(ByteBuffer.allocate(100)));
                device.close();
                assertThrows(IllegalStateException.class, () -> device.write(buffer()));
            });
            link.peer().getOutputStream().write(1);
            driven.drive("the attempt", () -> link.device().isClosed());
            assertEquals(0, driven.system.statistics().buffersInUse());
        }
    }

    @Test
    void shouldTakeItsBufferBackWhenThePeerHasGone() throws IOException {
        boolean[] broken = {false};
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(1))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                if (event == IOEventType.READ) {
                    TcpDevice device = (TcpDevice) source;
                    while (device.write(buffer())) {
                        assertTrue(device.pendingBytes() < MUCH_BYTES, "a peer that has gone takes nothing");
                    }
                    broken[0] = true;
                }
            });
            link.peer().setSoLinger(true, 0);
            link.peer().close();
            driven.drive("a broken device", () -> broken[0]);
            driven.drive("its end", () -> link.device().isClosed());
            assertEquals(0, driven.system.statistics().buffersInUse());
        }
    }

    private static PooledBuffer buffer() {
        PooledBuffer buffer = BufferPool.current().acquire();
        buffer.bytes().put(new byte[100]).flip();
        return buffer;
    }
}
