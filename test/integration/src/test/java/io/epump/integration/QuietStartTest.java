package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program on ePump says nothing on standard error, whatever the JDK thinks of what its libraries do. */
@Tag("permutation")
class QuietStartTest {
    private static final Path EXAMPLES = Path.of("..", "examples", "target", "examples.jar");
    private static final String READY = "echo server ready on 127.0.0.1:";

    @RegisterExtension
    final Rig rig = new Rig();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldPrintNothingOnStandardErrorWhenEchoServerRuns(int workers) throws Exception {
        if (!Files.isRegularFile(EXAMPLES)) {
            fail(EXAMPLES.toAbsolutePath().normalize()
                    + " is not built: mvn package -DskipTests -pl test/examples -am");
        }
        Path errors = directory.resolve("stderr");
        Process server = startServer(workers, errors);
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            assertTrue(line != null && line.startsWith(READY), () -> line + ", " + read(errors));
            try (Peer peer = Peer.connect(Integer.parseInt(line.substring(READY.length())))) {
                peer.sendAndExpect("hello");
                server.destroy();
                peer.awaitEnd();
            }
            assertTrue(
                    server.waitFor(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the server ends when it is told to");
        } finally {
            server.destroyForcibly();
            server.getOutputStream().close();
        }
        assertEquals("", read(errors));
    }

    private static Process startServer(int workers, Path errors) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = List.of(
                java.toString(),
                "-cp",
                EXAMPLES.toString(),
                "io.epump.examples.EchoServer",
                "0",
                "2",
                String.valueOf(workers));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        // These make a JVM print a line of its own.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
        return builder.start();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
