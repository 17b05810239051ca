package io.epump;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.vm.VM;

/**
 * What each of very many idle devices and timers takes by itself: whoever adds a field to one of them sees it here. What NIO and
 * the buffers add is measured by the benchmarks of idle connections.
 */
class IdleSizeTest {
    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(TcpDevice.class, 160),
                Arguments.of(UnixDevice.class, 160),
                Arguments.of(UdpDevice.class, 144),
                Arguments.of(IOTimer.class, 120));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void shouldNotGrow(Class<?> type, long maxBytes) {
        assumeTrue(
                VM.current().objectHeaderSize() == 12 && VM.current().sizeOfField("oop") == 4,
                "the bounds are for compressed references and classes");
        long bytes = ClassLayout.parseClass(type).instanceSize();
        assertTrue(
                bytes <= maxBytes,
                () -> ClassLayout.parseClass(type).toPrintable() + VM.current().details());
    }
}
