package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ejet.EJet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the thread that answers allocates for each static request, in steady state. */
class StaticAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WINDOWS = 6;
    private static final int BATCHES = 500;
    private static final int BATCH = 16;
    private static final int MOST_BYTES = 200;

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAllocateLittleWhenAFileIsAskedForAgainAndAgain(int workers) throws IOException {
        Files.writeString(folder.resolve("small.txt"), "Hello, World!");
        EJet server = rig.start(rig.builder(new HttpRig.Model(1, workers)).root(folder));
        long owner = threadId(workers == 0 ? "ejet-pump-0" : "ejet-worker-0");
        HttpPeer peer = rig.connect(server);
        String requests =
                "GET /small.txt HTTP/1.1\r\nHost: test\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n".repeat(BATCH);

        long quietest = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS; window++) {
            long before = THREADS.getThreadAllocatedBytes(owner);
            for (int i = 0; i < BATCHES; i++) {
                peer.send(requests);
                for (int j = 0; j < BATCH; j++) {
                    assertEquals("Hello, World!", peer.receive().text());
                }
            }
            quietest = Math.min(quietest, THREADS.getThreadAllocatedBytes(owner) - before);
        }
        long each = quietest / (BATCHES * BATCH);
        assertTrue(each <= MOST_BYTES, () -> each + " bytes for each request");
    }

    private static long threadId(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .mapToLong(Thread::getId)
                .findFirst()
                .orElseThrow();
    }
}
