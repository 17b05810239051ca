package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files whose names go beyond ASCII, and a JVM started without bin/ejet: it takes the encoding of names from the locale, so in
 * the C locale it finds none of them and has to say so.
 */
@Tag("permutation")
class FileNamesTest {
    /** The request for the file: grüße.txt. */
    static final String URL = "/gr%C3%BC%C3%9Fe.txt";

    static final String TEXT = "Servus";

    @TempDir
    Path folder;

    private Path site;

    @BeforeEach
    void shouldHaveASiteWhenTestsStart() throws Exception {
        site = Files.createDirectory(folder.resolve("site"));
        make(site);
    }

    /** Makes the file, by a shell: the JVM that runs the tests may know ASCII only, too. */
    static void make(Path site) throws IOException, InterruptedException {
        Command.Outcome outcome = Command.run(
                Map.of(),
                "/bin/sh",
                "-c",
                "printf %s \"$1\" > \"$2/$(printf 'gr\\303\\274\\303\\237e.txt')\"",
                "sh",
                TEXT,
                site.toString());
        assertEquals(new Command.Outcome(0, ""), outcome);
    }

    private EJetProcess start(String locale, String... arguments) throws IOException {
        return EJetProcess.start(
                folder,
                Map.of("LC_ALL", locale),
                EJetProcess.command(List.of(), EJetProcess.jar(), List.of(arguments)));
    }

    private EJetProcess serve(String locale) throws IOException {
        return start(locale, "--root", site.toString(), "--listen", "127.0.0.1:0")
                .awaitReady();
    }

    @Test
    void shouldServeTheFileAndSayNothingWhenTheLocaleIsUtf8() throws Exception {
        try (EJetProcess jet = serve("C.UTF-8");
                HttpPeer peer = HttpPeer.connect(jet.port())) {
            assertEquals(TEXT, peer.get(URL).text());
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
        }
    }

    @Test
    void shouldWarnInOneLineWhenTheLocaleKnowsOnlyAscii() throws Exception {
        try (EJetProcess jet = serve("C");
                HttpPeer peer = HttpPeer.connect(jet.port())) {
            assertEquals(404, peer.get(URL).status());
            jet.signal("TERM");
            assertEquals(0, jet.awaitExit());
            assertEquals(1, jet.errors().lines().count(), jet.errors());
            assertTrue(jet.errors().contains(" WARN "), jet.errors());
            assertTrue(jet.errors().contains("LC_ALL=C.UTF-8"), jet.errors());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--root", "--config"})
    void shouldSayWhatToDoWhenAnOptionNamesAFileThatTheLocaleCannot(String option) throws Exception {
        Command.Outcome outcome = Command.run(
                Map.of("LC_ALL", "C"),
                "/bin/sh",
                "-c",
                "exec \"$1\" -jar \"$2\" \"$3\" \"$(printf 'gr\\303\\274\\303\\237e')\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                EJetProcess.jar().toString(),
                option);
        assertEquals(2, outcome.exitCode(), outcome.text());
        assertTrue(outcome.text().startsWith("eJet: " + option), outcome.text());
        assertTrue(outcome.text().contains("LC_ALL=C.UTF-8"), outcome.text());
        assertEquals(1, outcome.text().lines().count(), outcome.text());
    }
}
