package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EPumpStatistics;
import io.epump.ListenerGroup;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a system tells of itself. */
class DumpTest {
    @RegisterExtension
    final Rig rig = new Rig();

    private static void assertComplete(EPump system, ListenerGroup listening, String dump) {
        assertTrue(dump.contains(listening.toString()), dump);
        for (EPumpStatistics.PumpFigures pump : system.statistics().pumps()) {
            assertTrue(dump.contains(pump.name() + ": devices="), dump);
        }
        for (EPumpStatistics.WorkerFigures worker : system.statistics().workers()) {
            assertTrue(dump.contains(worker.name() + ": queued="), dump);
        }
        assertTrue(dump.contains("accepted "), dump);
        assertFalse(dump.contains("no answer"), dump);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 1", "2, 3"})
    void shouldDescribeEveryPumpAndWorkerWhenAskedFromOutside(int pumps, int workers) throws IOException {
        EPump system = rig.start(rig.settings(pumps, workers));
        ListenerGroup listening = rig.echo(system, 0);
        rig.closeLater(Peer.connect(listening.port())).sendAndExpect("hello");

        assertComplete(system, listening, system.dump());
    }

    /** The asking owner waits for pumps that sleep. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 1", "2, 3"})
    void shouldDescribeEveryPumpAndWorkerWhenAskedFromCallback(int pumps, int workers) throws Exception {
        EPump system = rig.start(rig.settings(pumps, workers));
        CompletableFuture<String> dump = new CompletableFuture<>();
        ListenerGroup listening =
                rig.listen(system, () -> new CommandHandler((device, text) -> dump.complete(system.dump())));
        rig.closeLater(Peer.connect(listening.port())).send("dump");

        assertComplete(system, listening, dump.get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void shouldAnswerWhenSystemHasStopped() throws IOException {
        EPump system = rig.start(rig.settings(1, 1));
        assertTrue(system.stop(Rig.PATIENCE));

        assertTrue(system.dump().contains(system.config().name()));
        assertEquals(0, system.statistics().devices());
    }
}
