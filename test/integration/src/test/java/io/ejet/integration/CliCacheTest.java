package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says of a file cache that its heap cannot hold. */
@Tag("permutation")
class CliCacheTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            size = 40M;  | the file cache may take 40M for each of 2 pumps, which is more than half of the heap
            size = 8M;   | ''
            size = auto; | ''
            entries = 5; | ''
            """)
    void shouldWarnInOneLineWhenTheCacheIsMoreThanHalfOfTheHeap(String setting, String warning) throws Exception {
        Path site = Files.createDirectory(folder.resolve("site"));
        Files.writeString(site.resolve("index.html"), "hello");
        Path configuration = folder.resolve("ejet.conf");
        Files.writeString(
                configuration,
                "epump = { epump threads = 2; } http = { file cache = { " + setting + " }"
                        + " listen = { local ip = 127.0.0.1; port = 0; root = site; } }");
        List<String> command = EJetProcess.command(
                List.of("-Xmx64m", "-XX:+UseSerialGC"), EJetProcess.jar(), List.of("-c", configuration.toString()));
        try (EJetProcess jet = EJetProcess.start(folder, command).awaitReady()) {
            assertEquals("hello", EJetProcess.get(jet.port(), "/"));
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            List<String> lines = jet.errors().lines().toList();
            assertEquals(warning.isEmpty() ? 0 : 1, lines.size(), jet.errors());
            if (!warning.isEmpty()) {
                assertEquals(
                        warning, lines.get(0).replaceAll("^.*(the file cache .* of the heap) of \\d+M: make.*$", "$1"));
            }
        }
    }
}
