package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ejet.script.Template;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootOfRequestTest {
    private static final Path SITES = Path.of("/srv/sites");
    private static final Path TOP = Path.of("/");

    private static Path folder(String text, Path from, Path within) {
        return new RootOfRequest(Template.literal(text), from, within).folder(null);
    }

    /** What follows a folder that is fixed. */
    private static Path below(String rest) {
        return folder(rest, SITES, SITES);
    }

    @ParameterizedTest
    @CsvSource({"a, a", "/a, a", "//a, a", "a/b/, a/b", "a//b, a/b", "..a, ..a", "'', ''"})
    void shouldBeBelowTheFixedFolderWhateverFollows(String rest, String expected) {
        assertEquals(SITES.resolve(expected), below(rest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../sites", "/..", "a/..", "a/../b", ".", "./a", "a/.", "a/./b", "../../etc", "a\0"})
    void shouldBeNoneWhenThereAreDotSegments(String rest) {
        assertNull(below(rest));
    }

    @Test
    void shouldCountFromTheConfigurationWhenNothingIsFixed() {
        assertEquals(Path.of("/conf/a"), folder("a", Path.of("/conf"), TOP));
        assertEquals(Path.of("/a"), folder("/a", Path.of("/conf"), TOP));
        assertNull(folder("../a", Path.of("/conf"), TOP));
        assertNull(folder("", Path.of("/conf"), TOP), "an empty name is no folder");
    }
}
