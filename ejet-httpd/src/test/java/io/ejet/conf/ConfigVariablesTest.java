package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are no settings: variables for scripts, or mistakes. */
class ConfigVariablesTest {
    @TempDir
    private Path folder;

    /** The warnings about a listener with these contents. */
    private List<String> warnings(String contents) throws ConfigException {
        String text = "http = { listen = { port = 1; root = .; " + contents + " } }";
        return Configuration.of("x", text, folder).warnings().stream()
                .map(ConfigError::message)
                .toList();
    }

    @Test
    void shouldNotWarnOfWhatAScriptRefersTo() throws ConfigException {
        assertEquals(List.of(), warnings("colour = red; script = { reply 200 $colour; }"));
        assertEquals(List.of(), warnings("colour = red; host = { script = { if ($Colour) reply 200; } }"));
        assertEquals(
                List.of(),
                warnings("a b = red; host = { c = '$a_b'; location = { path = /; port = 1; "
                        + "script = { reply 200 \"${c}$port\"; } } }"));
    }

    @Test
    void shouldWarnOfWhatNoneRefersTo() throws ConfigException {
        assertEquals(List.of("\"colour\" is not a setting in listen"), warnings("colour = red;"));
        // What the innermost one hides, or stands beside, is not meant.
        assertEquals(
                List.of("\"colour\" is not a setting in listen", "\"colour\" is not a setting in location"),
                warnings(
                        "colour = red; host = { colour = green; location = { path = /; script = { reply 200 $colour; } } "
                                + "location = { path = /x; colour = blue; } }"));
    }
}
