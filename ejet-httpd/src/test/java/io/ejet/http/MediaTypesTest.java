package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Built-in types, configured ones, and names without an extension. */
class MediaTypesTest {
    private static final MediaTypes BUILT_IN = new MediaTypes(Map.of());

    @ParameterizedTest
    @CsvSource({
        "index.html,text/html", "INDEX.HTM,text/html", "a.min.js,text/javascript", "a.css,text/css",
                "/x.y/a.PnG,image/png",
        "a.jpeg,image/jpeg", "a.svg,image/svg+xml", "a.json,application/json", "a.woff2,font/woff2",
                "a.tar.gz,application/gzip",
        "a.wasm,application/wasm", "a.mp4,video/mp4", ".html,text/html", "a.7z,application/x-7z-compressed"
    })
    void shouldKnowTheTypeWhenTheExtensionIsCommon(String name, String type) {
        assertEquals(type, BUILT_IN.of(name, "x/y"));
    }

    @ParameterizedTest
    @CsvSource({"html", "a.", "a.unknown", "''", ".", "/x.html/a", "a.html~", "a.htmlx", "a.htm\u212a", "Makefile"})
    void shouldGiveTheDefaultWhenTheExtensionIsNotKnown(String name) {
        assertEquals("x/y", BUILT_IN.of(name, "x/y"));
    }

    @Test
    void shouldPreferWhatIsConfigured() {
        MediaTypes types = new MediaTypes(Map.of("JS", "application/javascript", "ejet", "text/x-ejet"));
        assertEquals("application/javascript", types.of("a.js", null));
        assertEquals("text/x-ejet", types.of("a.eJet", null));
        assertEquals("text/html", types.of("a.html", null));
    }

    @Test
    void shouldFindEachWhenThereAreMany() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            many.put("e" + i, "t/" + i);
        }
        MediaTypes types = new MediaTypes(many);
        for (int i = 0; i < 5000; i++) {
            assertEquals("t/" + i, types.of("f.E" + i, null));
        }
        assertEquals("none", types.of("f.e5000", "none"));
    }
}
