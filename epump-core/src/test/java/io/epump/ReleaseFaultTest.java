package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epump.buffer.BufferPool;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that the program closes with an exception, in a queue that is given up: the rest is released, and the device ends. */
class ReleaseFaultTest {
    private static final int FILE_BYTES = 100;

    private final List<String> closed = new ArrayList<>();

    /** What is to be reported. */
    private List<String> thrown = List.of("closed by the test");

    private Path path;

    private enum Fault {
        RUNTIME_EXCEPTION {
            @Override
            void close() {
                throw new IllegalStateException("closed by the test");
            }
        },
        ERROR {
            @Override
            void close() {
                throw new AssertionError("closed by the test");
            }
        };

        abstract void close();
    }

    @BeforeEach
    void makeFile(@TempDir Path folder) throws IOException {
        path = Files.write(folder.resolve("file"), new byte[FILE_BYTES]);
    }

    /** More than the sockets take, then buffers and two files, of which the first cannot be closed. */
    private void queueAll(TcpDevice device, FileChannel file, Fault fault) {
        ByteBuffer much = ByteBuffer.allocateDirect(1 << 20);
        do {
            device.write(much.clear());
        } while (!much.hasRemaining());
        device.queue(BufferPool.current().acquire());
        device.write(file, 0, FILE_BYTES, noting("first", fault));
        device.queue(BufferPool.current().acquire());
        device.write(file, 0, FILE_BYTES, noting("second", null));
    }

    private Closeable noting(String name, Fault fault) {
        return () -> {
            closed.add(name);
            if (fault != null) {
                fault.close();
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"0, RUNTIME_EXCEPTION", "0, ERROR", "1, RUNTIME_EXCEPTION", "1, ERROR"})
    void shouldReleaseTheRestAndCloseWhenAFileCannotBeClosed(int workers, Fault fault) throws IOException {
        connectAnd(workers, (device, file) -> {
            queueAll(device, file, fault);
            device.close();
        });
        assertEquals(List.of("first", "second"), closed);
    }

    /** It is sent, and then cannot be closed: the callback that sends it fails. */
    @ParameterizedTest
    @CsvSource({"0, RUNTIME_EXCEPTION", "0, ERROR", "1, RUNTIME_EXCEPTION", "1, ERROR"})
    void shouldCloseAFileOnceWhenItCannotBeClosedAfterItWasSent(int workers, Fault fault) throws IOException {
        connectAnd(workers, (device, file) -> device.write(file, 0, FILE_BYTES, noting("sent", fault)));
        assertEquals(List.of("sent"), closed);
    }

    /** What is refused leaves nothing behind that could be waited for. */
    @ParameterizedTest
    @CsvSource({"0, -1, 1", "0, 0, -1", "1, -1, 1", "1, 0, -1"})
    void shouldCloseAfterOutputWhenAPartOfAFileWasRefused(int workers, long position, long count) throws IOException {
        thrown = List.of();
        connectAnd(workers, (device, file) -> {
            Closeable whenSent = noting("refused", null);
            assertThrows(IllegalArgumentException.class, () -> device.write(file, position, count, whenSent));
            device.closeAfterOutput();
        });
        assertEquals(List.of(), closed);
    }

    /** Runs something when connected, and as many turns as all ends take; what the program has thrown is reported. */
    private void connectAnd(int workers, BiConsumer<TcpDevice, FileChannel> whenConnected) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
                ServerSocketChannel server = ServerSocketChannel.open().bind(any);
                SteppedSystem stepped = new SteppedSystem(DrivenSystem.settings(workers))) {
            IOHandler handler = (context, source, event, fdType) -> {
                if (event == IOEventType.CONNECTED) {
                    whenConnected.accept((TcpDevice) source, file);
                }
            };
            stepped.system().tcpConnect((InetSocketAddress) server.getLocalAddress(), handler, null);
            stepped.settle();
            assertEquals(
                    thrown,
                    stepped.takeFailures().stream().map(Throwable::getMessage).toList());
            assertEquals(0, stepped.system().statistics().devices(), "devices");
            assertEquals(0, stepped.system().statistics().buffersInUse(), "buffers in use");
        }
    }
}
