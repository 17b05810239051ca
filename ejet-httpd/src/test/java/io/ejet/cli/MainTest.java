package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes and what is printed where, as far as nothing is served. */
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void shouldHaveASiteWhenTestsStart() throws IOException {
        Files.createDirectory(folder.resolve("site"));
        file = folder.resolve("ejet.conf");
    }

    private int run(String... args) throws InterruptedException {
        return Main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Signals(code -> {}));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void configure(String text) throws IOException {
        Files.writeString(file, text);
    }

    @Test
    void shouldPrintTheUsageOnStandardErrorWhenNothingIsAskedFor() throws Exception {
        assertEquals(2, run());
        assertEquals("", out());
        assertTrue(err().startsWith("Usage: ejet -c FILE"), err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "-v"})
    void shouldPrintOnStandardOutputWhenHelpOrVersionIsAskedFor(String option) throws Exception {
        assertEquals(0, run(option));
        assertEquals("", err());
        assertTrue(option.equals("-h") ? out().contains("--listen") : out().contains("eJet "), out());
        if (option.equals("-v")) {
            assertTrue(out().contains(System.getProperty("java.version")), out());
        }
    }

    @Test
    void shouldSayThatItIsValidWhenAConfigurationIs() throws Exception {
        configure("http = { listen = { port = 0; root = site; } }");
        assertEquals(0, run("-t", "-c", file.toString()));
        assertEquals("configuration " + file + " is valid" + System.lineSeparator(), out());
        assertEquals("", err());
    }

    @Test
    void shouldPrintWarningsOnStandardErrorWhenAConfigurationIsValid() throws Exception {
        configure("http = { colour = red; listen = { port = 0; root = site; } }");
        assertEquals(0, run("-t", "-c", file.toString()));
        assertTrue(out().endsWith("is valid" + System.lineSeparator()), out());
        assertTrue(err().contains("colour"), err());
    }

    @Test
    void shouldPrintWhatTakesEffectWhenItIsAskedFor() throws Exception {
        configure("http = { listen = { port = 0; root = site; kind = 'ü'; } }");
        assertEquals(0, run("-T", "-c", file.toString()));
        assertTrue(out().contains("max headers = 100;"), out());
        assertTrue(out().contains("# default\n"), out());
        assertTrue(out().contains("kind = \"ü\";"), out());
        assertTrue(out().contains("# " + file + ":1\n"), out());
        assertTrue(err().contains("\"kind\" is not a setting"), err());
        configure(out());
        assertEquals(0, run("-t", "-c", file.toString()));
        configure("http = { listen = { port = 0; root = nowhere; } }");
        out.reset();
        assertEquals(2, run("-T", "-c", file.toString()));
        assertEquals("", out());
    }

    @Test
    void shouldPrintEveryErrorWithItsLineWhenAConfigurationIsTested() throws Exception {
        configure("http = { listen = { port = none; root = site; }\n listen = { port = 0; root = nowhere; } }");
        assertEquals(2, run("-t", "-c", file.toString()));
        assertEquals("", out());
        assertTrue(err().startsWith(file + ":1:"), err());
        assertTrue(err().lines().anyMatch(line -> line.startsWith(file + ":2:")), err());
        assertTrue(err().strip().endsWith("eJet: configuration " + file + " has 2 errors"), err());
        assertEquals(2, err().lines().filter(line -> line.strip().equals("^")).count(), err());
    }

    /** Memory is reserved for these; what cannot be had must not come to light at the start. */
    @ParameterizedTest
    @CsvSource({
        "file cache, small file, 16M, from 0 to 1M",
        "file cache, small file, 1025K, from 0 to 1M",
        "receive request, max header size, 16M, from 256 to 1M",
        "receive request, max header size, 1048577, from 256 to 1M"
    })
    void shouldSayWhatIsAllowedWhenASizeIsTooLarge(String section, String name, String size, String allowed)
            throws Exception {
        String setting = "http = { " + section + " = { " + name + " = ";
        configure(setting + size + "; }\n listen = { port = 0; root = site; } }");
        assertEquals(2, run("-t", "-c", file.toString()));
        List<String> lines = err().lines().toList();
        assertEquals(5, lines.size(), err());
        int column = setting.length() + 1;
        assertTrue(
                lines.get(0).endsWith(":1:" + column + ": error: \"" + name + "\" cannot be \"" + size + "\""), err());
        assertTrue(lines.get(1).contains(setting + size), err());
        assertEquals(lines.get(1).indexOf(size), lines.get(2).indexOf('^'), err());
        assertTrue(lines.get(3).contains(allowed), err());
    }

    @Test
    void shouldPrintOneLineWhenOneThingKeepsItFromServing() throws Exception {
        configure("http = { listen = { port = 0; root = nowhere; } }");
        assertEquals(2, run("-c", file.toString()));
        assertOneLine("there is no folder " + folder.resolve("nowhere"));
    }

    @Test
    void shouldPrintOneLineWhenTheConfigurationCannotBeRead() throws Exception {
        assertEquals(2, run("-c", file.toString()));
        assertOneLine(file.toString());
    }

    @Test
    void shouldPrintOneLineWhenTheFolderIsMissing() throws Exception {
        assertEquals(2, run("--root", folder.resolve("nowhere").toString(), "--listen", "0"));
        assertOneLine("there is no folder " + folder.resolve("nowhere"));
    }

    @Test
    void shouldPrintOneLineWhenTheArgumentsAreWrong() throws Exception {
        assertEquals(2, run("--nope"));
        assertOneLine("--nope");
    }

    @Test
    void shouldPrintOneLineWhenTheAddressesAreNotAsManyAsThoseOfTheConfiguration() throws Exception {
        configure("http = { listen = { port = 1; root = site; } listen = { port = 2; root = site; } }");
        assertEquals(2, run("-c", file.toString(), "--listen", "0"));
        assertOneLine("--listen is given once, but the configuration listens on 2 addresses: *:1, *:2");
    }

    @Test
    void shouldSayWhereWhenTheAccessLogFormatIsWrong() throws Exception {
        configure("http = { access log = { format = '$status $cookie['; } listen = { port = 0; root = site; } }");
        assertEquals(2, run("-t", "-c", file.toString()));
        assertTrue(err().contains(file + ":1:50: error: this [ is not closed"), err());
        assertTrue(err().lines().anyMatch(line -> line.strip().equals("^")), err());

        err.reset();
        assertEquals(2, run("-c", file.toString()));
        assertOneLine("this [ is not closed");
    }

    @Test
    void shouldWarnWhenTheAccessLogFormatNamesNoVariable() throws Exception {
        configure("http = { access log = { format = '$status $metod'; } listen = { port = 0; root = site; } }");
        assertEquals(0, run("-t", "-c", file.toString()));
        assertTrue(err().contains(file + ":1:43: warning: $metod is no variable"), err());
        assertTrue(err().contains("perhaps $method"), err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "192.0.2.1:80", "*", "0.0.0.0", "[::]", "1.2.3", ""})
    void shouldSayWhatTheClientOfAnExplanationMayBe(String client) throws Exception {
        configure("http = { listen = { port = 0; root = site; } }");
        assertEquals(2, run("explain", "-c", file.toString(), "--from", client, "GET", "/"));
        assertEquals(
                "eJet: --from: '" + client
                        + "' is no address of a client in numbers, such as 192.0.2.1 or 2001:db8::1\n",
                err());
        assertEquals(0, run("explain", "-c", file.toString(), "--from", "2001:db8::1", "GET", "/"));
        assertEquals(0, run("explain", "-c", file.toString(), "--from", "[2001:db8::1]", "GET", "/"));
    }

    private void assertOneLine(String part) {
        assertEquals("", out());
        assertTrue(err().startsWith("eJet: "), err());
        assertTrue(err().contains(part), err());
        assertEquals(1, err().lines().count(), err());
    }
}
