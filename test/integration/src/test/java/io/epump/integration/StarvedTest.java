package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that has no descriptor left (EMFILE) accepts as many as it can, waits without spinning, refuses to open more
 * with the system's reason, serves those it has, and the others as soon as there is room. The process is one of its own with
 * few descriptors, because in a JVM that also runs tests other threads open and close files all the time.
 */
class StarvedTest {
    private static final int DESCRIPTORS = 128;
    private static final int PEERS = 200;
    private static final int WATCHED_PAUSES = 10;
    private static final long PAUSE_MS = 100;

    /** For each question of this test, and for each pause: a pump that spins does thousands. */
    private static final long CALM_TURNS = 20;

    /** What the program has counted: pauses of its listeners, turns of its pumps, and how long it runs. */
    private record Counts(long pauses, long turns, long upMs) {}

    @RegisterExtension
    final Rig rig = new Rig();

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 2"})
    void shouldServeAllInTheEndWhenTheProcessHasFewDescriptors(int pumps, int workers) throws Exception {
        Assumptions.assumeTrue(Descriptors.areTold(), "needs a system on which the limit is known to be kept");
        Process program = start(pumps, workers);
        try (BufferedReader output = program.inputReader(StandardCharsets.ISO_8859_1)) {
            int port = Integer.parseInt(output.readLine());
            Peer control = rig.closeLater(Peer.connect(port));
            assertEquals("CONNECTED", ask(control, "connect")); // all of it is loaded now
            assertEquals(0, counts(control).pauses, "no pause yet");

            List<Peer> peers = crowd(port);
            rig.await(() -> counts(control).pauses > 0, "a pause");
            rig.await(() -> ask(control, "connect").startsWith("refused: "), "a connect to find no descriptor");
            assertCalm(control, pumps);

            rig.await(() -> dismissServed(peers), "all to be served as those before them go");
            control.send("stop");
            assertTrue(program.waitFor(2 * Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the program does not end");
            assertEquals(0, program.exitValue());
        } finally {
            program.getOutputStream().close();
        }
    }

    /** As long as there is no descriptor a listener looks once in each pause, and its pump sleeps between. */
    private void assertCalm(Peer control, int pumps) {
        Counts before = counts(control);
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<Counts> last = new AtomicReference<>();
        rig.await(
                () -> {
                    asked.incrementAndGet();
                    last.set(counts(control));
                    return last.get().pauses - before.pauses >= WATCHED_PAUSES;
                },
                "more pauses");
        Counts after = last.get();
        long pauses = after.pauses - before.pauses;
        long turns = after.turns - before.turns;
        long most = pumps * ((after.upMs - before.upMs) / PAUSE_MS + 2);
        assertTrue(pauses <= most, () -> "a listener does not rest: " + before + ", " + after);
        assertTrue(
                turns <= CALM_TURNS * (asked.get() + pauses),
                () -> "a pump spins: " + before + ", " + after + ", asked " + asked + " times");
    }

    private Process start(int pumps, int workers) throws IOException {
        Process program = new ProcessBuilder(List.of(
                        "sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + " && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-ea",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StarvedProgram.class.getName(),
                        String.valueOf(pumps),
                        String.valueOf(workers)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        rig.closeLater(() -> program.destroyForcibly().waitFor());
        return program;
    }

    /** More than there are descriptors for; the kernel completes the handshake of those that are not accepted. */
    private List<Peer> crowd(int port) throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            Peer peer = rig.closeLater(Peer.connect(port));
            peer.send("hello");
            peers.add(peer);
        }
        return peers;
    }

    /** Closes those that were answered; whether nobody is left. */
    private static boolean dismissServed(List<Peer> peers) {
        try {
            for (Iterator<Peer> all = peers.iterator(); all.hasNext(); ) {
                Peer peer = all.next();
                if (peer.available() > 0) {
                    peer.expect("hello");
                    peer.close();
                    all.remove();
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return peers.isEmpty();
    }

    private static Counts counts(Peer control) {
        String[] words = ask(control, "count").split(" ", 3);
        return new Counts(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    private static String ask(Peer control, String command) {
        try {
            control.send(command);
            return control.receiveLine();
        } catch (IOException e) {
            throw new AssertionError(command, e);
        }
    }
}
