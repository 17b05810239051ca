package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standard input and output as devices, in a JVM whose own they are. */
class StandardStreamsTest {
    private static final int MUCH_BYTES = 3_000_000;

    @RegisterExtension
    final Rig rig = new Rig();

    private Process start(int pumps, int workers, String mode) throws IOException {
        Process program = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-ea",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandardStreamsProgram.class.getName(),
                        String.valueOf(pumps),
                        String.valueOf(workers),
                        mode))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        rig.closeLater(() -> program.destroyForcibly().waitFor());
        return program;
    }

    private static void assertEndsWell(Process program) throws InterruptedException {
        assertTrue(program.waitFor(2 * Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the program does not end");
        assertEquals(0, program.exitValue());
    }

    /** The test reads nothing until it has written all that the program takes: so it must pause its input. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 1", "2, 3"})
    void shouldCarryEveryByteFromInputToOutput(int pumps, int workers) throws Exception {
        byte[] content = new RandomBytes(pumps * 10 + workers).next(MUCH_BYTES);
        Process program = start(pumps, workers, "echo");
        rig.thread("feeder", () -> {
            program.getOutputStream().write(content);
            program.getOutputStream().close();
        });
        byte[] echoed = program.getInputStream().readAllBytes();
        rig.joinThreads();
        assertArrayEquals(content, echoed);
        assertEndsWell(program);
        program.getInputStream().close();
        program.getErrorStream().close();
    }

    /** Its input stays open and silent, and the read cannot be ended. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 3"})
    void shouldStopAndExitWhenAReadIsUnderWay(int pumps, int workers) throws Exception {
        Process program = start(pumps, workers, "silent");
        assertEndsWell(program);
        program.getOutputStream().close();
        program.getInputStream().close();
        program.getErrorStream().close();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 3"})
    void shouldBeGivenUpOnceWhenNobodyReadsTheOutputAnyMore(int pumps, int workers) throws Exception {
        Process program = start(pumps, workers, "flood");
        assertEquals(100_000, program.getInputStream().readNBytes(100_000).length);
        program.getInputStream().close();
        assertEndsWell(program);
        program.getOutputStream().close();
        program.getErrorStream().close();
    }
}
