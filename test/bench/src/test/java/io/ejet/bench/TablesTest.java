package io.ejet.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The awk programs of {@code tables/} against rows and tables that are worked out by hand in {@code src/test/resources/tables}. */
class TablesTest {
    private static final Path TABLES = Path.of("tables");
    private static final Path SAMPLES = Path.of("src/test/resources/tables");
    private static final Path NOTHING = Path.of("/dev/null");

    @ParameterizedTest
    @CsvSource({
        "echo, echo.tsv",
        "http, http.tsv",
        "lateness, lateness.txt",
        "timers, timers.csv",
        "idle, idle.tsv",
        "idle-http, idle-http.tsv",
        "jmh, jmh.csv"
    })
    void shouldPrintTheTableWhenRowsAreGiven(String name, String rows) throws Exception {
        assertEquals(Files.readString(SAMPLES.resolve(name + ".md")), table(name, SAMPLES.resolve(rows)));
    }

    @ParameterizedTest
    @CsvSource({"echo", "http", "lateness", "timers", "idle", "idle-http", "jmh"})
    void shouldSayThatItWasNotRunWhenThereAreNoRows(String name) throws Exception {
        String[] lines = table(name, NOTHING).split("\n", -1);
        assertEquals(4, lines.length, () -> String.join("\n", lines)); // a head of two, one row, the end
        assertTrue(lines[2].startsWith("| (not run yet: `make bench`) |"), lines[2]);
        assertEquals(columns(lines[0]), columns(lines[2]));
    }

    @Test
    void shouldGiveEveryRowAsManyColumnsAsItsHeadWhenRowsAreGiven() throws Exception {
        long head = 0;
        for (String line : table("http", SAMPLES.resolve("http.tsv")).split("\n", -1)) {
            if (line.startsWith("| server ")) {
                head = columns(line);
            } else if (line.startsWith("|")) {
                assertEquals(head, columns(line), line);
            }
        }
    }

    private static long columns(String line) {
        return line.chars().filter(c -> c == '|').count();
    }

    private static String table(String name, Path rows) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("awk"));
        for (String file : List.of("statistics", "servers", name)) {
            boolean isNeeded = !file.equals("servers") || name.equals("echo") || name.equals("http");
            if (isNeeded) {
                command.addAll(List.of("-f", TABLES.resolve(file + ".awk").toString()));
            }
        }
        command.add(rows.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process awk = start(builder);
        String said = new String(awk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(awk.waitFor(10, TimeUnit.SECONDS), "awk did not end");
        assertEquals(0, awk.exitValue(), said);
        return said;
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        assumeTrue(Files.isReadable(NOTHING), "needs a POSIX system");
        return builder.start();
    }
}
