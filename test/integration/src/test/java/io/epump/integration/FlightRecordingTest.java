package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flight recording holds of a system. */
@Tag("permutation")
class FlightRecordingTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRecordConnectsEndsPausesFullRingsAndSlowCallbacks(int workers) throws Exception {
        List<String> expected = new ArrayList<>(List.of(
                "Close reason=PEER bytesRead=5 bytesWritten=5 error=false device=accepted",
                "Close reason=PROGRAM bytesRead=5 bytesWritten=0 error=false device=accepted", // of close
                "Close reason=GIVEN_UP bytesRead=5 bytesWritten=0 error=false device=accepted",
                "Close reason=PROGRAM bytesRead=5 bytesWritten=0 error=false device=accepted", // of flood
                "Close reason=PROGRAM bytesRead=4 bytesWritten=0 error=false device=accepted", // of slow
                "Close reason=IO_ERROR bytesRead=7 bytesWritten=7 error=true device=accepted",
                "Close reason=PROGRAM bytesRead=0 bytesWritten=0 error=false device=connected",
                "Close reason=PEER bytesRead=0 bytesWritten=0 error=false device=accepted", // what that was connected
                // to
                "Close reason=CONNECT_FAILED bytesRead=0 bytesWritten=0 error=true device=connected",
                "Close reason=CONNECT_FAILED bytesRead=0 bytesWritten=0 error=true device=connected", // by name
                "Close reason=PROGRAM bytesRead=0 bytesWritten=0 error=false device=connected",
                "Close reason=SYSTEM_STOP bytesRead=6 bytesWritten=6 error=false device=accepted",
                "Close reason=SYSTEM_STOP bytesRead=0 bytesWritten=0 error=false device=listen",
                "Close reason=SYSTEM_STOP bytesRead=0 bytesWritten=0 error=true device=listen", // of the one that
                // paused
                "Connect result=CONNECTED error=false to=address device=connected",
                "Connect result=CONNFAIL error=true to=address device=connected",
                "Connect result=CONNFAIL error=true to=no name:9 device=connected",
                "Connect result=CLOSED error=false to=address device=connected",
                "SlowCallback owner=recorded-" + (workers == 0 ? "pump" : "worker") + "-0 slow=true stack=true",
                "AcceptPause error=true"));

        List<String> recorded = new ArrayList<>(recordedBy(workers));

        long full = recorded.stream()
                .filter(line -> line.equals("RingFull worker=recorded-worker-0 ringSize=1"))
                .count();
        assertEquals(workers > 0, full > 0, recorded::toString);
        recorded.removeIf(line -> line.startsWith("RingFull"));
        // While all is new something else may be slow, too.
        recorded.removeIf(line -> line.startsWith("SlowCallback") && line.endsWith("stack=false"));
        expected.sort(null);
        recorded.sort(null);
        assertEquals(String.join("\n", expected), String.join("\n", recorded));
    }

    private List<String> recordedBy(int workers) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:jfr+startup=off",
                "-cp",
                System.getProperty("java.class.path"),
                RecordedProgram.class.getName(),
                String.valueOf(workers),
                directory.resolve("recording.jfr").toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // These make a JVM print a line of its own.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process program = builder.start();
        try {
            boolean isEnded = program.waitFor(2 * Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertTrue(isEnded, text);
            assertEquals(0, program.exitValue(), text);
            return text.lines().toList();
        } finally {
            program.destroyForcibly();
        }
    }
}
