package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epump.metrics.PumpCounter;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opens something when there is no descriptor left says so, leaves nothing, and works again afterwards. */
class DescriptorShortageTest {
    private static final IOHandler NONE = (context, source, event, fdType) -> {};
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** All that the process may still have. */
    private static List<FileInputStream> takeAll() {
        List<FileInputStream> taken = new ArrayList<>();
        try {
            for (int i = 0; i < 2_000_000; i++) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException none) {
            assertTrue(taken.size() > 10, none::toString);
        }
        return taken;
    }

    private static void giveBack(List<FileInputStream> taken) throws IOException {
        for (FileInputStream each : taken) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseToOpenAndLeaveNothing(int workers, @TempDir Path folder) throws IOException {
        assumeTrue(new File("/proc/self/fd").exists(), "needs a system that can run out of descriptors by /dev/null");
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            ListenerGroup listening = driven.listen(NONE);
            EPump system = driven.system;
            List<Executable> openings = List.of(
                    () -> system.tcpListen(ANY, NONE, null),
                    () -> system.tcpConnect(listening.localAddress(), NONE, null),
                    () -> system.udpListen(ANY, NONE, null),
                    () -> system.udpClient(null, NONE, null),
                    () -> system.unixListen(folder.resolve("a"), null, NONE, null),
                    () -> system.unixConnect(folder.resolve("b"), NONE, null));
            for (Executable opening : openings) {
                open(opening); // loads what it needs
            }
            driven.turns(20);
            system.listening().forEach(OpenListener::close);
            driven.turns(50);
            int devices = system.statistics().devices();
            List<FileInputStream> taken = takeAll();
            List<Throwable> refused = new ArrayList<>();
            try {
                for (Executable opening : openings) {
                    try {
                        opening.execute();
                    } catch (Throwable e) {
                        refused.add(e);
                    }
                }
                driven.turns(20);
            } finally {
                giveBack(taken);
            }
            assertEquals(openings.size(), refused.size(), refused::toString);
            refused.forEach(each -> assertInstanceOf(IOException.class, each));
            assertEquals(devices, system.statistics().devices());
            assertEquals(0, system.statistics().sum(PumpCounter.GIVEN_UP));
            driven.listen(NONE);
        }
    }

    private static void open(Executable opening) {
        try {
            opening.execute();
        } catch (Throwable e) {
            throw new AssertionError(e);
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
        List<FileInputStream> taken = takeAll();
        try {
            for (int i = 0; i < 4; i++) {
                taken.remove(taken.size() - 1).close(); // enough for a selector, not for three
            }
            assertThrows(IOException.class, () -> EPump.start(config));
        } finally {
            giveBack(taken);
        }
        assertTrue(new File("/proc/self/fd").list().length <= before + 2, "descriptors are left open");
        EPump.start(config).close();
    }
}
