package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.ConfigKey.Effect;
import io.ejet.conf.ConfigKey.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ejet -T} prints: word by word, and that it gives the settings that it was printed from. */
class ConfigPrinterTest {
    /** Settings whose absence means that there is nothing, and those that have to be given. */
    private static final Set<ConfigKey<?>> WITHOUT_DEFAULT = Set.of(
            ConfigKeys.OPEN_FILES,
            ConfigKeys.LOCK_FILE,
            ConfigKeys.PORT,
            ConfigKeys.UNKNOWN_HOST,
            ConfigKeys.TRUSTED_PROXY,
            ConfigKeys.TRUSTED_PROXY_HEADER,
            ConfigKeys.PROXY_PROTOCOL,
            ConfigKeys.CONNECTIONS_PER_ADDRESS,
            ConfigKeys.EXPLAIN_SECRET,
            ConfigKeys.REQUESTS_PER_ADDRESS,
            ConfigKeys.ALLOW,
            ConfigKeys.DENY,
            ConfigKeys.AUTH_USER_FILE,
            ConfigKeys.LIMIT_RATE,
            ConfigKeys.PATH,
            ConfigKeys.ROOT);

    private static final Set<ConfigScope> INHERITING = Set.of(ConfigScope.HOST, ConfigScope.LOCATION);

    @TempDir
    private Path folder;

    @BeforeEach
    void makeSite() throws IOException {
        for (String name : List.of("site/images", "php", "log", "elsewhere", "errors")) {
            Files.createDirectories(folder.resolve(name));
        }
        for (String page : List.of("site/404.html", "errors/400.html", "errors/404.html", "errors/500.html")) {
            Files.writeString(folder.resolve(page), "a page");
        }
        Files.writeString(folder.resolve("more.conf"), "# a comment\ndefault type = text/plain;\n");
        Files.writeString(folder.resolve("media.types"), ConfigTexts.resource("media.types"));
    }

    private Configuration load(String resource) throws IOException, ConfigException {
        Path file = folder.resolve("ejet.conf");
        Files.writeString(file, ConfigTexts.resource(resource));
        return Configuration.load(file);
    }

    /** What is printed, from another folder, gives the same settings and prints the same but for the origins. */
    private void assertRoundTrip(Configuration read) throws ConfigException {
        String printed = read.effective();
        Configuration again = Configuration.of("printed.conf", printed, folder.resolve("elsewhere"));
        assertEquals(List.of(), SameSettings.differences(read.settings(), again.settings()), printed);
        assertEquals(read.lockFile(), again.lockFile());
        assertEquals(
                read.warnings().stream().map(ConfigError::message).sorted().toList(),
                again.warnings().stream().map(ConfigError::message).sorted().toList());
        assertEquals(withoutOrigins(printed), withoutOrigins(again.effective()));
    }

    private static String withoutOrigins(String printed) {
        return printed.replaceAll("(?m)^ *# .*\n", "").replaceAll(" +# .*", "");
    }

    /** How wide the column of the items is depends on the name of the folder. */
    private static String unpadded(String printed) {
        return printed.replaceAll("(?<=\\S) {2,}# ", "  # ");
    }

    @Test
    void shouldPrintEverySettingWithUnitAndOrigin() throws Exception {
        String printed = load("print/input.conf").effective();
        assertEquals(ConfigTexts.resource("print/input.txt"), unpadded(printed.replace(folder.toString(), "FOLDER")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"print/input.conf", "reference.conf"})
    void shouldGiveTheSameSettingsAgain(String resource) throws Exception {
        assertRoundTrip(load(resource));
    }

    @Test
    void shouldGiveTheSameSettingsAgainForTheShippedConfiguration() throws Exception {
        assertRoundTrip(Configuration.load(Path.of("..", "conf", "ejet.conf")));
    }

    @Test
    void shouldGiveTheSameSettingsAgainForJson() throws Exception {
        String json = """
                { "http": { "access log": { "log file": "log/a b", "format": "\\u00e9 '$status'" },
                    "listen": { "port": 1, "host": [ { "host name": "a", "root": "site" },
                        { "location": { "path": "/", "root": "site/images", "kind": "x", "index": ["a.html"],
                            "script": ["if ($kind) reply 404;", "# one }\\nreply 403;"] } } ] } } }
                """;
        Configuration read = Configuration.of("x.json", json, folder);
        assertEquals(List.of(), read.warnings());
        assertRoundTrip(read);
        assertTrue(read.effective().contains("path = /;"), read.effective());
    }

    @Test
    void shouldGiveTheSameSettingsAgainForWhoIsLetIn() throws Exception {
        Files.writeString(folder.resolve("users"), "bob:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=");
        Configuration read = Configuration.of("x", """
                http = { listen = { port = 1; root = site; trusted proxy = [ 10.0.0.0/8, ::1 ];
                    trusted proxy header = Forwarded; proxy protocol = on; connections per address = 3;
                    deny = 1.2.3.4; allow = [ 1.2.0.0/16, all ]; deny = ::/0; auth basic user file = users;
                    host = { auth basic = 'a "b" \\ c'; satisfy = any;
                        location = { path = '/'; limit request = { rate = 10r/s; burst = 3; key = "$uri x"; } }
                        location = { path = '/x'; auth basic = off; } } }
                  listen = { port = 1; root = site; host = { host name = y; } } }
                """, folder);
        assertEquals(List.of(), read.warnings());
        assertRoundTrip(read);
        assertTrue(
                read.effective().contains("auth basic user file = " + folder.resolve("users") + ";"), read.effective());
    }

    @Test
    void shouldGiveTheSameFormatsAgain() throws Exception {
        Configuration read = Configuration.of("x", """
                http = {
                    access log = { format = { time = '$time_iso8601'; "a b" = [ '$a', '"$status"' ];
                                   kind = <script>if ($status) return "x;}"; return $sitename;</script>; }
                               when full = block; rotate every = day; }
                    listen = { port = 1; root = site; sitename = shop;
                        host = { host name = a; access log = { format = [ '$status', '<script>return 1;</script>', 'x' ]; } }
                        host = { host name = b; access log = { log2file = off; } location = { path = /;
                            access log = { log file = stdout; rotate size = 1M; keep files = 3; } } }
                    }
                }
                """, folder);
        assertRoundTrip(read);
        assertTrue(read.effective().contains("kind = <script>"), read.effective());
        assertTrue(read.effective().contains("rotate size = 1M;"), read.effective());
    }

    @Test
    void shouldPrintALongestRequestLineThatTheHeadHasRoomFor() throws Exception {
        Configuration read = Configuration.of(
                "x",
                "http = { receive request = { max header size = 1K; } listen = { port = 1; root = site; } }",
                folder);
        assertTrue(read.effective().contains("max request line = 1K;"), read.effective());
        assertRoundTrip(read);
    }

    @Test
    void shouldPrintTheErrorLogOnceWhereverItStands() throws Exception {
        Configuration read = Configuration.of(
                "x", "http = { error log = { log file = ./stdout; } listen = { port = 1; root = site; } }", folder);
        assertEquals(folder.resolve("stdout"), read.settings().errorLog().file());
        assertEquals(2, read.effective().split("error log", -1).length);
        assertRoundTrip(read);
    }

    /** Whatever the table of settings has, each with a value that is right for it. */
    @Test
    void shouldGiveEverySettingAgain() {
        int settings = 0;
        for (Map.Entry<ConfigScope, String[]> way : ConfigCheckTest.scopes().entrySet()) {
            for (String name : ConfigKeys.names(way.getKey())) {
                ConfigKey<?> key = ConfigKeys.find(way.getKey(), name);
                String text = way.getValue()[0] + name + " = " + ConfigCheckTest.value(key) + ";" + way.getValue()[1];
                ConfigNode.Section tree = ConfigTexts.parse(text).tree();
                ConfigTexts.Parsed printed = ConfigTexts.parse(ConfigPrinter.print(tree));
                assertTrue(printed.errors().isEmpty(), printed::shown);
                ConfigErrors errors = new ConfigErrors();
                ConfigCheck.check(printed.tree(), new ConfigVariables(), errors);
                assertEquals(List.of(), errors.errors(), text);
                assertTrue(values(tree, key, name).size() > 0, text);
                assertTrue(values(printed.tree(), key, name).containsAll(values(tree, key, name)), text);
                settings++;
            }
        }
        assertTrue(settings > 150, "only " + settings);
    }

    /** What a setting is worth wherever it stands in a tree, and how often it is there: names of files from the root. */
    private static List<String> values(ConfigNode.Section section, ConfigKey<?> key, String name) {
        List<String> values = new ArrayList<>();
        for (ConfigNode.Entry entry : section.entries()) {
            for (ConfigNode value : entry.values()) {
                if (entry.name().equals(key.name()) || entry.name().equals(name)) {
                    boolean isFile = key.type() == ValueType.FILE || key.type() == ValueType.FOLDER;
                    values.add(
                            value instanceof ConfigNode.Text text && !isFile
                                    ? String.valueOf(key.type().read(text.text()))
                                    : value.getClass().getSimpleName());
                }
                if (value instanceof ConfigNode.Section inner) {
                    values.addAll(values(inner, key, name));
                }
            }
        }
        return values;
    }

    @Test
    void shouldKnowTheDefaultOfEverySettingThatTakesEffect() {
        List<String> unknown = new ArrayList<>();
        for (ConfigScope scope : ConfigScope.values()) {
            for (String name : ConfigKeys.names(scope)) {
                ConfigKey<?> key = ConfigKeys.find(scope, name);
                boolean isText = key.shape().takesText() && key.shape() != Shape.SCRIPTS;
                boolean isInherited = scope == ConfigScope.SITE_LOG
                        || (INHERITING.contains(scope) && key.scopes().contains(ConfigScope.LISTEN));
                if (isText
                        && isServed(scope)
                        && !isInherited
                        && key.effect() == Effect.NOW
                        && !WITHOUT_DEFAULT.contains(key)
                        && ConfigDefaults.of(scope, key, new ConfigNode.Section(null, List.of()))
                                .isEmpty()) {
                    unknown.add(scope + " " + name);
                }
            }
        }
        assertEquals(List.of(), unknown, "settings that ConfigDefaults or WITHOUT_DEFAULT has to know");
    }

    private static boolean isServed(ConfigScope scope) {
        for (ConfigScope outer : ConfigScope.values()) {
            for (String name : ConfigKeys.names(outer)) {
                ConfigKey<?> key = ConfigKeys.find(outer, name);
                if (key.inner() == scope) {
                    return key.effect() == Effect.NOW && (outer == ConfigScope.FILE || isServed(outer));
                }
            }
        }
        return scope == ConfigScope.FILE;
    }

    @Test
    void shouldWriteEveryTextThatTheDialectCanSay() {
        String[] pieces = {
            "a", " ", ";", "{", "}", "[", "]", "=", ",", "'", "\"", "\\\\", "\\;", "#", "/*", "\n", "$", "é"
        };
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder any = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                any.append(pieces[random.nextInt(pieces.length)]);
            }
            String text = any.toString();
            boolean hasBothQuotes = text.indexOf('"') >= 0 && text.indexOf('\'') >= 0;
            String one = ConfigWriting.text("k", text);
            String two = ConfigWriting.texts("k", List.of(text, text));
            if (!hasBothQuotes) {
                assertNotNull(one, () -> "seed " + seed + ": " + text);
                assertNotNull(two, () -> "seed " + seed + ": " + text);
            }
            if (one != null && two != null) {
                ConfigTexts.Parsed parsed = ConfigTexts.parse("a { } " + one + two);
                List<ConfigNode> values = ConfigTexts.parse(one + two).tree().values("k");
                assertEquals(3, values.size(), () -> "seed " + seed + ": " + text + parsed.shown());
                values.forEach(value -> assertEquals(text, ((ConfigNode.Text) value).text(), "seed " + seed));
            }
        }
    }

    @Test
    void shouldWriteScriptsAsTheyAre() {
        assertEquals("script = { a; }", ConfigWriting.script("script", " a; "));
        assertEquals("script = <script> a; } </script>;", ConfigWriting.script("script", " a; } "));
        assertEquals("cache file = <script>return 1;</script>;", ConfigWriting.script("cache file", "return 1;"));
        assertNull(ConfigWriting.script("script", "} </script>"));
    }

    @Test
    void shouldSayWhatItCannotWrite() throws Exception {
        Configuration read = Configuration.of(
                "x.json",
                "{ \"http\": { \"access log\": { \"format\": \"\\\"';$status\" }, \"listen\": { \"port\": 1, \"root\": \"site\" } } }",
                folder);
        String printed = read.effective();
        assertTrue(printed.contains("# the value of \"format\" cannot be written here, from x.json:1"), printed);
        assertFalse(printed.contains("format ="), printed);
    }
}
