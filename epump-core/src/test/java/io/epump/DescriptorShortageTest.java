package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epump.metrics.PumpCounter;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opens something when there is no descriptor left says so, leaves nothing, and works again afterwards. */
class DescriptorShortageTest {
    private static final IOHandler NONE = (context, source, event, fdType) -> {};
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** What opens something, and how to be rid of it. */
    @FunctionalInterface
    private interface Opening {
        AutoCloseable open() throws IOException;
    }

    /** Takes all descriptors but some, and opens: until that is refused. */
    private static IOException refusal(Opening opening, TakenDescriptors taken, int butSome) throws IOException {
        for (int i = 0; i < TakenDescriptors.TRIES; i++) {
            taken.take();
            taken.giveBack(butSome);
            try {
                close(opening.open());
            } catch (IOException refused) {
                return refused;
            }
        }
        throw new AssertionError("opens although there is no descriptor");
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseToOpenAndLeaveNothing(int workers, @TempDir Path folder) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            ListenerGroup listening = driven.listen(NONE);
            EPump system = driven.system;
            List<Opening> openings = List.of(
                    () -> system.tcpListen(ANY, NONE, null),
                    () -> system.tcpConnect(listening.localAddress(), NONE, null)::close,
                    () -> system.udpListen(ANY, NONE, null),
                    () -> system.udpClient(null, NONE, null)::close,
                    () -> system.unixListen(folder.resolve("a"), null, NONE, null)::close,
                    () -> system.unixConnect(folder.resolve("b"), NONE, null)::close);
            for (Opening opening : openings) {
                close(opening.open()); // loads what it needs
            }
            driven.drive("all but the listener to go", () -> system.statistics().devices() == 1);
            try (TakenDescriptors taken = new TakenDescriptors()) {
                for (Opening opening : openings) {
                    assertNotNull(refusal(opening, taken, 0).getMessage());
                }
                driven.turns(20);
            }
            driven.drive("all but the listener to go", () -> system.statistics().devices() == 1);
            assertEquals(0, system.statistics().sum(PumpCounter.GIVEN_UP));
            driven.listen(NONE);
        }
    }

    /** A system is not half there: the selectors it has got are closed again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotStartAndLeaveNothing(int workers) throws IOException {
        assumeTrue(new File("/proc/self/fd").exists(), "needs a system that can run out of descriptors by /dev/null");
        EPumpConfig config = EPumpConfig.builder().pumps(3).workers(workers).build();
        EPump.start(config).close();
        int before = new File("/proc/self/fd").list().length;
        try (TakenDescriptors taken = new TakenDescriptors()) {
            assertNotNull(refusal(() -> EPump.start(config), taken, 4)); // enough for a selector, not for three
        }
        assertTrue(new File("/proc/self/fd").list().length <= before + 2, "descriptors are left open");
        EPump.start(config).close();
    }
}
