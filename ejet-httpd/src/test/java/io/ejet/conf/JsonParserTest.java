package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations in JSON: the tree, the errors with their carets, and how they go together with files of the dialect. */
class JsonParserTest {
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        ";",
        "=",
        "\"",
        "'",
        "\\",
        "\\u",
        "00e9",
        "\\ud834",
        "#",
        "//",
        "/*",
        "*/",
        " ",
        "\n",
        "\t",
        "null",
        "true",
        "1",
        "-",
        "\"http\":",
        "\"listen\":{",
        "\"port\":1",
        "\"include\":",
        "\"root\":\".\"",
        "\"script\":",
        "<script>",
        "</script>",
        "é",
        "𝄞"
    };

    @TempDir
    private Path folder;

    private static boolean isJson(String text) {
        return JsonParser.isJson(new ConfigSource("x", Path.of(""), 0, text));
    }

    @Test
    void shouldMakeTheExpectedTree() {
        ConfigTexts.Parsed parsed = ConfigTexts.parse(ConfigTexts.resource("json/forms.json"));
        assertTrue(parsed.errors().isEmpty(), parsed::shown);
        assertEquals(ConfigTexts.resource("json/forms.tree"), ConfigTexts.placed(parsed.tree()));
    }

    @Test
    void shouldTellAllErrorsOfItsSyntaxWithTheirCarets() {
        ConfigTexts.Parsed parsed = ConfigTexts.parse(ConfigTexts.resource("json/syntax.json"));
        assertEquals(ConfigTexts.resource("json/syntax.txt"), parsed.shown() + "\n");
    }

    @Test
    void shouldPointIntoTextsWhoseEscapesAreDecoded() throws IOException {
        Files.createDirectories(folder.resolve("site"));
        ConfigException e = assertThrows(
                ConfigException.class,
                () -> Configuration.of("values.json", ConfigTexts.resource("json/values.json"), folder));
        String all = e.errors().stream().map(error -> error + "\n").collect(Collectors.joining());
        assertEquals(ConfigTexts.resource("json/values.txt"), all.replace(folder.toString(), "FOLDER"));
    }

    @Test
    void shouldGiveTheSettingsOfTheSameInTheDialect() throws Exception {
        Files.createDirectories(folder.resolve("site"));
        String json = """
                { "HTTP": { "listen": [ { "local-ip": "127.0.0.1", "port": 8181, "root": "site", "host": [
                    { "host name": "a.example", "location": { "path": ["^/\\\\w+\\\\.(css|js)$", "~*"] } },
                    { "location": [ { "path": "/", "index": [] }, { "path": ["/x", "="] } ] } ] } ],
                  "receive request": { "keepalive_timeout": 7, "max body size": "2M" },
                  "access log": { "log2file": true, "format": ["$status", "\\"$uri\\""] } } }
                """;
        String dialect = """
                http = { listen = { local ip = 127.0.0.1; port = 8181; root = site;
                    host = { host name = a.example; location = { path = [ '^/\\w+\\.(css|js)$', '~*' ]; } }
                    host = { location = { path = '/'; index = []; } location = { path = [ /x, '=' ]; } } }
                  receive request = { keepalive timeout = 7s; max body size = 2M; }
                  access log = { log2file = on; format = [ '$status', '"$uri"' ]; } }
                """;
        Configuration read = Configuration.of("x.json", json, folder);
        assertEquals(List.of(), read.warnings());
        ServerSettings same = Configuration.of("x.conf", dialect, folder).settings();
        assertEquals(List.of(), SameSettings.differences(same, read.settings()));
    }

    @Test
    void shouldKnowJsonByItsBeginning() {
        assertTrue(isJson("{\"a\":1}"));
        assertTrue(isJson("# a\n// b\n/* c */ { /* d */ \"a\\\"b\" /* e */ : "));
        assertFalse(isJson("{ \"a\" = 1; }"));
        assertFalse(isJson("{ a: 1 }"));
        assertFalse(isJson("\"a\": 1"));
        assertFalse(isJson("{}"));
        assertFalse(isJson(""));
        assertEquals("a=<1> b:c=<d>", ConfigTexts.tree("{ 'a' = 1; b:c = d; }"));
    }

    @Test
    void shouldIncludeFilesOfBothKindsInBothKinds() throws IOException {
        Files.writeString(
                folder.resolve("main.json"), "{ \"a\": { \"include\": [\"one.conf\", \"t*.json\"] }, \"z\": 1 }");
        Files.writeString(folder.resolve("one.conf"), "b = 2; include three.json;");
        Files.writeString(folder.resolve("two.json"), "{ \"d\": 4 }");
        Files.writeString(folder.resolve("three.json"), "{ \"c\": \"three\" }");
        ConfigErrors errors = new ConfigErrors();
        ConfigIncludes includes = new ConfigIncludes(errors);
        ConfigSource source = includes.enter(folder.resolve("main.json"), null);
        assertEquals(
                "a={b=<2> c=<three> c=<three> d=<4>} z=<1>",
                ConfigTexts.shown(ConfigParser.parse(source, includes, errors)));
        assertEquals(List.of(), errors.errors());
    }

    @Test
    void shouldFindAFileThatIncludesItself() throws IOException {
        Files.writeString(folder.resolve("main.json"), "{ \"a\": 1, \"include\": \"main.json\" }");
        ConfigException e = assertThrows(ConfigException.class, () -> Configuration.load(folder.resolve("main.json")));
        assertTrue(e.getMessage().contains("main.json:1:23: error: "), e.getMessage());
        assertTrue(e.getMessage().contains("includes itself"), e.getMessage());
    }

    @Test
    void shouldRefuseWhatNestsTooDeepWithOneError() {
        for (String deep : List.of("{\"a\":".repeat(100_000), "{\"a\":" + "[".repeat(100_000))) {
            ConfigTexts.Parsed parsed = ConfigTexts.parse(deep);
            assertTrue(parsed.shown().contains("nest deeper than 32"), parsed::shown);
            assertEquals(1, parsed.errors().errors().size());
        }
        assertTrue(ConfigTexts.parse("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}")
                .errors()
                .isEmpty());
    }

    /** What takes quadratic time here takes longer than a test may. */
    @Test
    void shouldEndWhenOnePieceRepeatsForVeryLong() {
        for (String piece : PIECES) {
            for (String start : List.of("{\"a\":", "{\"a\":[", "{\"a\":\"", "{\"a\":1 ", "{\"a\":[' ")) {
                ConfigTexts.parse(start + piece.repeat(100_000 / piece.length()));
                ConfigTexts.parse(start + (piece + ' ').repeat(50_000 / piece.length()));
            }
        }
    }

    @Test
    void shouldReadOrRefuseHeapsOfPieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try {
            for (int round = 0; round < 20_000; round++) {
                StringBuilder heap = new StringBuilder("{\"a\":");
                for (int i = random.nextInt(40); i >= 0; i--) {
                    heap.append(PIECES[random.nextInt(PIECES.length)]);
                }
                for (ConfigError error :
                        ConfigTexts.parse(heap.toString()).errors().errors()) {
                    assertFalse(error.toString().isBlank());
                }
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
