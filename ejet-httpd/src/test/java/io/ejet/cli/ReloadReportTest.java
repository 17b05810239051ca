package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.cli.ReloadReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server tells of its reloads, and what is read of it. */
class ReloadReportTest {
    private static final Path CONFIGURATION = Path.of("/etc/a name\nwith ü.conf");

    @TempDir
    private Path folder;

    private Path file() {
        return ReloadReport.beside(folder.resolve("ejet.pid"));
    }

    @Test
    void shouldBeReadAsItWasWritten() throws IOException {
        for (State state : State.values()) {
            ReloadReport report = new ReloadReport(1234, 7, state, CONFIGURATION, List.of("a: error: ü", "    ^", ""));
            report.write(file());
            assertEquals(report, ReloadReport.read(file()));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file()), files.toList(), "nothing else is left");
        }
        assertEquals("ejet.pid.reload", file().getFileName().toString());
    }

    @Test
    void shouldBeNoneWhenThereIsNoFile() throws IOException {
        assertNull(ReloadReport.read(file()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "1 2",
                "1 2 taken",
                "1 2 taken more",
                "1 2 taken http://a/b",
                "1 2 taken file:///a more",
                "x 2 taken file:///a",
                "1 -2 taken file:///a",
                "1 2 TAKEN file:///a",
                "1 99999999999999999999 taken file:///a"
            })
    void shouldBeNoneWhenTheFileSaysSomethingElse(String text) throws IOException {
        Files.writeString(file(), text);
        assertNull(ReloadReport.read(file()));
    }

    @Test
    void shouldStayWithinItsBoundAndBeReadable() throws IOException {
        String line = "x".repeat(999);
        new ReloadReport(1, 1, State.REFUSED, CONFIGURATION, Collections.nCopies(200, line)).write(file());
        ReloadReport read = ReloadReport.read(file());
        assertEquals(Collections.nCopies(65, line), read.lines());
        Files.writeString(file(), "1 1 taken file:///a\n" + "x".repeat(300_000));
        assertNull(ReloadReport.read(file()), "nobody has written that");
    }

    @Test
    void shouldBeFinalWhenTheReloadHasEnded() {
        assertEquals(
                List.of(State.TAKEN, State.REFUSED),
                Stream.of(State.values())
                        .filter(state -> new ReloadReport(1, 1, state, CONFIGURATION, List.of()).isFinal())
                        .toList());
        assertTrue(new ReloadReport(1, 1, State.TAKEN, CONFIGURATION, List.of())
                .lines()
                .isEmpty());
    }
}
