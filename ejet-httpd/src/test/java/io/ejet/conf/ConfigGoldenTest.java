package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole files against what they have to give: {@code tree/NAME.conf} against the tree in {@code NAME.tree}, and
 * {@code errors/NAME.conf} against the errors and warnings in {@code NAME.txt}, word by word and caret by caret.
 */
class ConfigGoldenTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeSite() throws IOException {
        Path site = folder.resolve("site");
        Files.createDirectories(site.resolve("sub"));
        Files.writeString(folder.resolve("file"), "");
        Files.writeString(site.resolve("404.html"), "none");
        Files.write(site.resolve("long.html"), new byte[ErrorPage.MOST_BYTES + 1]);
        Files.writeString(folder.resolve("users"), "# staff\nbob:plain\nalice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
        Files.createSymbolicLink(site.resolve("out.html"), folder.resolve("file"));
        Files.createSymbolicLink(site.resolve("in.html"), site.resolve("404.html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"forms", "scripts"})
    void shouldMakeTheExpectedTree(String name) {
        ConfigTexts.Parsed parsed = ConfigTexts.parse(ConfigTexts.resource("tree/" + name + ".conf"));
        assertTrue(parsed.errors().isEmpty(), parsed::shown);
        assertEquals(ConfigTexts.resource("tree/" + name + ".tree"), ConfigTexts.placed(parsed.tree()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syntax",
                "nesting",
                "quotes",
                "values",
                "hosts",
                "locations",
                "missing",
                "listens",
                "logs",
                "pages",
                "scripts",
                "access"
            })
    void shouldTellAllErrorsWithTheirCarets(String name) {
        String text = ConfigTexts.resource("errors/" + name + ".conf");
        assertEquals(ConfigTexts.resource("errors/" + name + ".txt"), errors(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syntax",
                "nesting",
                "quotes",
                "values",
                "hosts",
                "locations",
                "missing",
                "listens",
                "logs",
                "pages",
                "scripts",
                "access"
            })
    void shouldTellTheSameWhenLinesEndWithCarriageReturns(String name) {
        String text = ConfigTexts.resource("errors/" + name + ".conf");
        assertEquals(errors(text), errors(text.replace("\n", "\r\n")));
    }

    private String errors(String text) {
        ConfigException e = assertThrows(ConfigException.class, () -> Configuration.of("NAME.conf", text, folder));
        String all = Stream.of(e.errors(), e.warnings())
                .flatMap(List::stream)
                .map(error -> error + "\n")
                .collect(Collectors.joining());
        return all.replace(folder.toString(), "FOLDER");
    }

    @Test
    void shouldWarnWithTheSameCarets() throws ConfigException {
        Configuration read = Configuration.of("NAME.conf", ConfigTexts.resource("errors/warnings.conf"), folder);
        String all = read.warnings().stream().map(warning -> warning + "\n").collect(Collectors.joining());
        assertEquals(ConfigTexts.resource("errors/warnings.txt"), all);
        assertFalse(read.settings().listens().isEmpty());
    }
}
