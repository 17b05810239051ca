package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connect that the JDK refuses with an unchecked exception fails as every other does: with one CONNFAIL. */
class UncheckedConnectTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldFailOnceAndLeaveNothingWhenTheAddressIsOfAFamilyNotSpokenHere(int workers) throws Exception {
        Path output = directory.resolve("output");
        Process program = start(workers, output);
        try {
            assertTrue(program.waitFor(2 * Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the end of the program");
        } finally {
            program.destroyForcibly();
        }
        assertEquals(
                "[CONNFAIL for " + UnsupportedAddressTypeException.class.getName()
                        + "] told=true closed=true stopped=true devices=0",
                Files.readString(output, StandardCharsets.UTF_8).strip());
    }

    private static Process start(int workers, Path output) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                Ipv4OnlyConnect.class.getName(),
                String.valueOf(workers));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // These make a JVM print a line of its own.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
        return builder.start();
    }
}
