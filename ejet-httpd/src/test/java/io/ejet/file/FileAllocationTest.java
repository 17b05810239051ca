package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in memory is sent without allocating. The compiler's threads may spoil a window: the quietest counts. */
class FileAllocationTest {
    private static final int ROUNDS = 100_000;
    private static final int WINDOWS = 5;
    private static final int FILES = 50;

    @TempDir
    Path folder;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final RecordedExchange[] exchanges = new RecordedExchange[FILES];
    private FileRig rig;

    @BeforeEach
    void shouldBeAbleToMeasureWhenTestsStart() throws IOException {
        assumeTrue(threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled());
        rig = new FileRig(folder.resolve("root"));
        for (int i = 0; i < FILES; i++) {
            rig.write("sub/f" + i + ".html", "file " + i);
            exchanges[i] = RecordedExchange.get("/sub/f" + i + ".html", "Host", "localhost", "Accept", "*/*");
            exchanges[i].keepOpen();
        }
    }

    @Test
    void shouldAllocateNothingWhenFilesAreInMemory() {
        serve(); // loads them, and warms up
        int looks = rig.disk.looks();
        long quietest = Long.MAX_VALUE;
        for (int i = 0; i < WINDOWS; i++) {
            long beforeBytes = threads.getCurrentThreadAllocatedBytes();
            serve();
            quietest = Math.min(quietest, threads.getCurrentThreadAllocatedBytes() - beforeBytes);
        }
        assertEquals(0, quietest, "bytes allocated in " + ROUNDS + " rounds");
        assertEquals(looks, rig.disk.looks());
        assertEquals((long) WINDOWS * ROUNDS + ROUNDS - FILES, rig.count(FileCounter.HITS));
        assertEquals("file 7", new String(exchanges[7].prepared().body(), StandardCharsets.UTF_8));
    }

    private void serve() {
        for (int i = 0; i < ROUNDS; i++) {
            rig.handler.handle(exchanges[i % FILES]);
        }
    }
}
