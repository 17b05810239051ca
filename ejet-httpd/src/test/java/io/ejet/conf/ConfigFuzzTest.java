package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.ConfigNode.Array;
import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Script;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration may be made of by chance: nothing hangs, nothing but a ConfigException is thrown, trees survive. */
class ConfigFuzzTest {
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ";",
        "=",
        ",",
        "\"",
        "'",
        "\\",
        "#",
        "/*",
        "*/",
        " ",
        "\n",
        "\t",
        "<script>",
        "</script>",
        "<reply_script>",
        "script",
        "if (",
        ")",
        "else",
        "include ",
        "http",
        "listen",
        "host",
        "location",
        "path",
        "root",
        "port",
        "80",
        "$",
        "${",
        "a",
        "*",
        "~",
        "%",
        "K",
        "é",
        "𝄞",
        "mime types",
        "text/html",
        ".html"
    };

    @TempDir
    private Path folder;

    /** A valid file of every form, all that it includes put in. */
    private String reference() throws IOException {
        for (String name : List.of("site/images", "php", "log")) {
            Files.createDirectories(folder.resolve(name));
        }
        ConfigTexts.makePages(folder);
        return ConfigTexts.resource("reference.conf")
                .replace("include media.types;", ConfigTexts.resource("media.types"));
    }

    /** Reads a text; answers the errors, which must all be within it, each once. */
    private List<ConfigError> read(String text) {
        try {
            Configuration read = Configuration.of("fuzz.conf", text, folder);
            assertFalse(read.settings().listens().isEmpty());
            return List.of();
        } catch (ConfigException e) {
            assertFalse(e.errors().isEmpty());
            for (ConfigError error : e.errors()) {
                assertFalse(error.toString().isBlank());
            }
            assertEquals(e.errors().size(), e.errors().stream().distinct().count(), e.getMessage());
            return e.errors();
        }
    }

    @Test
    void shouldReadOrRefuseEveryBeginningOfAFile() throws IOException {
        String text = reference();
        assertEquals(List.of(), read(text));
        for (int end = 0; end < text.length(); end++) {
            boolean isWhole = text.substring(end).isBlank();
            assertEquals(isWhole, read(text.substring(0, end)).isEmpty(), "cut at " + end);
        }
    }

    @Test
    void shouldReadOrRefuseAFileWithoutAnyOneSeparator() throws IOException {
        String text = reference();
        for (int at = 0; at < text.length(); at++) {
            if (";{}[]=,\"'<>\\\n".indexOf(text.charAt(at)) >= 0) {
                read(text.substring(0, at) + text.substring(at + 1));
            }
        }
    }

    @Test
    void shouldReadOrRefuseAFileWithPiecesPutIn() throws IOException {
        String text = reference();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try {
            for (int round = 0; round < 1_000; round++) {
                StringBuilder changed = new StringBuilder(text);
                for (int i = random.nextInt(4); i >= 0; i--) {
                    changed.insert(random.nextInt(changed.length()), PIECES[random.nextInt(PIECES.length)]);
                }
                read(changed.toString());
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void shouldReadOrRefuseHeapsOfPieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try {
            for (int round = 0; round < 10_000; round++) {
                StringBuilder heap = new StringBuilder();
                for (int i = random.nextInt(40); i >= 0; i--) {
                    heap.append(PIECES[random.nextInt(PIECES.length)]);
                }
                read(heap.toString());
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void shouldRefuseWhatNestsTooDeepWithOneError() {
        for (String deep : List.of("a={".repeat(100_000), "a=" + "[".repeat(100_000), "a=" + "[{b=".repeat(100_000))) {
            ConfigTexts.Parsed parsed = ConfigTexts.parse(deep);
            assertTrue(parsed.shown().contains("nest deeper than 32"), parsed::shown);
            assertEquals(1, parsed.errors().errors().size());
        }
        assertTrue(ConfigTexts.parse("a={".repeat(32) + "}".repeat(32)).errors().isEmpty());
        assertTrue(ConfigTexts.parse("x=" + "[".repeat(32) + "]".repeat(32))
                .errors()
                .isEmpty());
    }

    /** What takes quadratic time here takes longer than a test may. */
    @Test
    void shouldEndWhenOnePieceRepeatsForVeryLong() {
        List<String> repeated = List.of(
                "\n",
                " ",
                "a\n",
                "'\n",
                "a 'b\n",
                "\"a'\n",
                "a=\"\n;",
                "a=",
                "a=b\n",
                "a=[",
                "x=['a\n",
                "<script>",
                "<script>'\n",
                "script=if ( ",
                "script={'",
                "script=if (a) b; else ",
                "#",
                "#\n",
                "/*",
                "/**/",
                "{",
                "a={b ",
                "include a;",
                "\\",
                "\\\n");
        for (String piece : repeated) {
            for (String start : List.of("", "a = b", "a = [", "a = { b = ")) {
                read(start + piece.repeat(400_000 / piece.length()));
            }
        }
    }

    @Test
    void shouldKeepAtMostAThousandErrors() {
        assertEquals(ConfigErrors.MOST_KEPT, read("=;".repeat(5_000)).size());
    }

    @Test
    void shouldGetTheSameTreeBackWhenItIsPrinted() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            Section tree = section(random, 3);
            StringBuilder printed = new StringBuilder();
            items(tree, random, printed);
            ConfigTexts.Parsed parsed = ConfigTexts.parse(printed.toString());
            String what = "seed " + seed + ":\n" + printed + "\n";
            assertTrue(parsed.errors().isEmpty(), () -> what + parsed.shown());
            assertEquals(ConfigTexts.shown(tree), ConfigTexts.shown(parsed.tree()), what);
        }
    }

    // A random tree.

    private static Section section(Random random, int depth) {
        List<Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            boolean isScript = random.nextInt(8) == 0;
            entries.add(
                    isScript
                            ? new Entry(null, "reply_script", new Script(null, script(random)))
                            : new Entry(null, text(random, true), node(random, depth)));
        }
        return new Section(null, entries);
    }

    private static ConfigNode node(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(6);
        if (kind == 4) {
            return section(random, depth - 1);
        } else if (kind == 5) {
            List<ConfigNode> elements = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                elements.add(node(random, depth - 1));
            }
            return new Array(null, elements);
        }
        return new Text(null, text(random, false));
    }

    private static String text(Random random, boolean isKey) {
        StringBuilder text = new StringBuilder(isKey ? "k" : "");
        for (int i = random.nextInt(6); i > 0; i--) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            text.append(piece.equals("\\") ? "\\;" : piece);
        }
        // As escapes stay in the text, one with both quotes cannot be written.
        return text.indexOf("\"") < 0 ? text.toString() : text.toString().replace("'", "");
    }

    private static String script(Random random) {
        String[] pieces = {
            " reply 404; ", " if ($a) { b; } ", " '}' ", "\n# note }\n", " /* } */ ", " \"</script>\" ", " ${a} "
        };
        StringBuilder script = new StringBuilder(" ");
        for (int i = random.nextInt(4); i > 0; i--) {
            script.append(pieces[random.nextInt(pieces.length)]);
        }
        return script.append(' ').toString();
    }

    // The same tree as text, every time another one.

    private static void items(Section section, Random random, StringBuilder into) {
        for (Entry entry : section.entries()) {
            blank(random, into);
            if (entry.value() instanceof Script script) {
                boolean isTagged = random.nextBoolean();
                into.append(isTagged ? "<reply_script>" : "reply_script = {");
                into.append(script.text()).append(isTagged ? "</reply_script>" : "}");
                into.append(random.nextBoolean() ? ";" : "");
                continue;
            }
            quoted(entry.key(), random, into);
            blank(random, into);
            into.append('=');
            blank(random, into);
            value(entry.value(), random, into);
            blank(random, into);
            into.append(entry.value() instanceof Section && random.nextBoolean() ? "" : ";");
        }
        blank(random, into);
    }

    private static void value(ConfigNode value, Random random, StringBuilder into) {
        if (value instanceof Text text) {
            quoted(text.text(), random, into);
        } else if (value instanceof Section section) {
            into.append('{');
            items(section, random, into);
            into.append('}');
        } else {
            into.append('[');
            for (ConfigNode element : ((Array) value).elements()) {
                blank(random, into);
                value(element, random, into);
                into.append(random.nextBoolean() ? "," : " ");
            }
            blank(random, into);
            into.append(']');
        }
    }

    /** In the quotes that it does not contain, or bare if it is plain. */
    private static void quoted(String text, Random random, StringBuilder into) {
        if (random.nextBoolean()
                && text.matches("[a-z0-9]+")
                && !text.equals("script")
                && !text.startsWith("include")) {
            into.append(text);
        } else if (text.indexOf('"') < 0) {
            into.append('"').append(text).append('"');
        } else {
            into.append('\'').append(text).append('\'');
        }
    }

    private static void blank(Random random, StringBuilder into) {
        String[] blanks = {"", " ", "\n", "\t", " # note ;}'\n", " /* note ;]\" */ "};
        into.append(blanks[random.nextInt(blanks.length)]);
    }
}
