package io.epump;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epump.buffer.BufferPool;
import io.epump.sched.Owner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under {@code -ea} whoever touches a device from elsewhere than its owner is told so at once. */
class OwnerCheckTest {
    private static final IOHandler NONE = (context, source, event, fdType) -> {};

    /** What only the owner may call. */
    private static Map<String, Executable> ownersCalls(TcpDevice device) {
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("read", () -> device.read(ByteBuffer.allocateDirect(1)));
        calls.put("receive", device::receive);
        calls.put("write", () -> device.write(ByteBuffer.allocateDirect(1)));
        calls.put("flush", device::flush);
        calls.put("shutdownOutput", device::shutdownOutput);
        calls.put("closeAfterOutput", device::closeAfterOutput);
        calls.put("addNotify", () -> device.addNotify(IOEventType.READ));
        calls.put("delNotify", () -> device.delNotify(IOEventType.READ));
        calls.put("setContext", () -> device.setContext("mine"));
        calls.put("startTimer", () -> device.startTimer(1, 0, null, NONE));
        calls.put("startPeriodicTimer", () -> device.startPeriodicTimer(1, 0, null, NONE));
        return calls;
    }

    private static void assertRefused(TcpDevice device) {
        ownersCalls(device).forEach((name, call) -> assertThrows(AssertionError.class, call, name));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldRefuseWhenADeviceIsTouchedFromElsewhere(int workers) throws IOException {
        assumeTrue(IODevice.class.desiredAssertionStatus(), "assertions are off");
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            TcpDevice device = driven.link(NONE).device();
            device.post(10_000, null); // pins it
            driven.turnAll();

            assertRefused(device);
            for (Owner owner : driven.system.owners()) {
                if (owner != (workers == 0 ? device.pump() : device.pin())) {
                    OnOwner.run(owner, () -> assertRefused(device));
                }
            }

            assertTrue(device.isOpen(), "and nothing of it was done");
            assertTrue(device.post(10_000, null), "which any thread may");
            driven.turnAll();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldRefuseWhenABufferIsTakenFromTheWrongPool(int workers) throws IOException {
        assumeTrue(BufferPool.class.desiredAssertionStatus(), "assertions are off");
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            for (Owner owner : driven.system.owners()) {
                assertThrows(AssertionError.class, ((BufferPool) owner.attachment())::acquire);
            }
        }
    }
}
