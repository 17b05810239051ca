package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Included files: names, wildcards, loops, bounds, and what cannot be read. */
class ConfigIncludesTest {
    @TempDir
    private Path folder;

    private final ConfigErrors errors = new ConfigErrors();

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The tree of main.conf. */
    private String tree() {
        ConfigIncludes includes = new ConfigIncludes(errors);
        ConfigSource source = includes.enter(folder.resolve("main.conf"), null);
        return source == null ? "" : ConfigTexts.shown(ConfigParser.parse(source, includes, errors));
    }

    /** The headlines of errors and warnings, with file names that count from the folder. */
    private String told() {
        return Stream.of(errors.errors(), errors.warnings())
                .flatMap(List::stream)
                .map(ConfigError::headline)
                .collect(Collectors.joining("\n"))
                .replace(folder + "/", "");
    }

    @Test
    void shouldPutIncludedItemsInTheirPlace() throws IOException {
        write("main.conf", "a = 1; include one.conf; o = { include 'sub/two.conf'; z = 9; } INCLUDE \"one.conf\" ;");
        write("one.conf", "b = 2; /* no ; at the end */ c = 3");
        write("sub/two.conf", "{ include three.conf; }");
        write("sub/three.conf", "\uFEFFd = 4;");
        assertEquals("a=<1> b=<2> c=<3> o={d=<4> z=<9>} b=<2> c=<3>", tree());
        assertEquals("", told());
    }

    @Test
    void shouldIncludeMatchingFilesInTheOrderOfTheirNames() throws IOException {
        write("main.conf", "include conf.d/*.conf;include *.d/[b-c]?.conf; include conf.d/none*; include x{y}*.conf;");
        write("conf.d/b2.conf", "b = 2;");
        write("conf.d/a1.conf", "a = 1;");
        write("conf.d/c3.conf.bak", "wrong;");
        write("conf.d/.hidden.conf", "wrong;");
        write("conf.d/sub.conf/deep.conf", "wrong;");
        write("x{y}1.conf", "x = 1;");
        assertEquals("a=<1> b=<2> b=<2> x=<1>", tree());
        assertEquals("", told());
    }

    @Test
    void shouldTellWhatCannotBeIncluded() throws IOException {
        write("main.conf", "include missing.conf;\ninclude conf.d;\n  include no/*.conf;\ninclude [z-a]; a = 1;");
        write("conf.d/x", "");
        assertEquals("a=<1>", tree());
        assertEquals("""
                main.conf:1:9: error: "missing.conf" cannot be read: there is no such file
                main.conf:2:9: error: "conf.d" cannot be read: it is a folder
                main.conf:4:9: error: "[z-a]" is not a file name
                main.conf:3:11: warning: there is no folder to include from""", told());
        assertTrue(errors.errors().get(0).toString().contains("\n    include missing.conf;\n            ^"));
    }

    @Test
    void shouldTellWhenTheFirstFileIsMissing() {
        assertEquals("", tree());
        assertEquals("main.conf: error: cannot be read: there is no such file", told());
    }

    @Test
    void shouldTellWhenAFileMayNotBeRead() throws IOException {
        write("main.conf", "a = 1;");
        assertTrue(folder.resolve("main.conf").toFile().setReadable(false));
        Assumptions.assumeFalse(Files.isReadable(folder.resolve("main.conf")), "this user may read everything");
        assertEquals("", tree());
        assertEquals("main.conf: error: cannot be read: permission denied", told());
    }

    @Test
    void shouldFindLoops() throws IOException {
        write("main.conf", "a = 1; include sub/../b.conf; include *.conf;");
        write("b.conf", "b = 1; include main.conf; include b.conf;");
        Files.createDirectories(folder.resolve("sub"));
        assertEquals("a=<1> b=<1> b=<1>", tree());
        assertEquals("""
                main.conf:1:39: error: "main.conf" includes itself
                sub/../b.conf:1:16: error: "sub/../main.conf" includes itself
                sub/../b.conf:1:35: error: "sub/../b.conf" includes itself
                b.conf:1:16: error: "main.conf" includes itself
                b.conf:1:35: error: "b.conf" includes itself""", told());
    }

    @Test
    void shouldStopWhereIncludesAreTooDeep() throws IOException {
        write("main.conf", "include 1.conf;");
        for (int i = 1; i < 100; i++) {
            write(i + ".conf", "a" + i + " = 1; include " + (i + 1) + ".conf;");
        }
        String tree = tree();
        assertTrue(tree.endsWith("a16=<1>"), tree);
        assertEquals("16.conf:1:18: error: \"17.conf\" is included more than 16 files deep", told());
    }

    @Test
    void shouldStopWhenIncludesMultiply() throws IOException {
        write("main.conf", "include 1.conf; include 1.conf;");
        for (int i = 1; i < 16; i++) {
            write(
                    i + ".conf",
                    "include " + (i + 1) + ".conf; include " + (i + 1) + ".conf; include " + (i + 1) + ".conf;");
        }
        write("16.conf", "a = 1;");
        tree();
        assertTrue(told().contains("is one file too many: at most 1000 are read"), told());
    }

    @Test
    void shouldRefuseFilesThatAreTooLarge() throws IOException {
        write("main.conf", "include big.conf; a = 1;");
        write("big.conf", " ".repeat(ConfigIncludes.LARGEST_BYTES + 1));
        assertEquals("a=<1>", tree());
        assertEquals("main.conf:1:9: error: \"big.conf\" is too large", told());
    }

    @Test
    void shouldBoundAllFilesTogether() throws IOException {
        write("main.conf", "include 1.big; include 1.big; include 1.big; include 1.big; include 1.big; a = 1;");
        write("1.big", "x;" + " ".repeat(ConfigIncludes.LARGEST_BYTES - 2));
        assertEquals("x=<> x=<> x=<> a=<1>", tree());
        assertTrue(told().startsWith("main.conf:1:54: error: \"1.big\" is too large"), told());
    }

    @Test
    void shouldReadGb18030WithAWarning() throws IOException {
        Assumptions.assumeTrue(Charset.isSupported("GB18030"));
        Files.write(folder.resolve("main.conf"), "a = 1; b = 脚本;".getBytes(Charset.forName("GB18030")));
        assertEquals("a=<1> b=<脚本>", tree());
        assertEquals("main.conf:1:12: warning: this is not UTF-8: the file is read as GB18030", told());
    }

    @Test
    void shouldTellWhatIsNoText() throws IOException {
        Files.write(folder.resolve("main.conf"), new byte[] {'a', '=', '1', ';', '\n', (byte) 0xff, ';'});
        assertEquals("a=<1> \uFFFD=<>", tree());
        assertEquals("main.conf:2:1: error: the byte 0xff is neither UTF-8 nor GB18030", told());
    }

    @Test
    void shouldShowTheWrongByteInWhatComesNearest() throws IOException {
        Assumptions.assumeTrue(Charset.isSupported("GB18030"));
        byte[] text = "a = 脚本; b = 本;".getBytes(Charset.forName("GB18030"));
        text[text.length - 3] = (byte) 0xff;
        Files.write(folder.resolve("main.conf"), text);
        tree();
        assertEquals("main.conf:1:13: error: the byte 0xff is neither UTF-8 nor GB18030", told());
        byte[] utf8 = "a = 脚本; b = 本;".getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("main.conf"), Arrays.copyOf(utf8, utf8.length - 3));
        ConfigErrors others = new ConfigErrors();
        new ConfigIncludes(others).enter(folder.resolve("main.conf"), null);
        assertEquals(1, others.errors().size());
        assertEquals(13, others.errors().get(0).place().column());
    }

    @Test
    void shouldPassOverAMarkBeforeTheFirstCharacter() throws IOException {
        write("main.conf", "\uFEFF{ \"a\": \"b\" }");
        assertEquals("a=<b>", tree());
        Assumptions.assumeTrue(Charset.isSupported("GB18030"));
        Files.write(folder.resolve("main.conf"), "\uFEFFb = 脚;".getBytes(Charset.forName("GB18030")));
        assertEquals("b=<脚>", tree());
    }

    @Test
    void shouldRefuseControlCharacters() throws IOException {
        Files.write(folder.resolve("main.conf"), "a = 1;\n b = \0;".getBytes(StandardCharsets.UTF_8));
        assertEquals("", tree());
        assertEquals("main.conf:2:6: error: this is the control character 0x00", told());
    }
}
