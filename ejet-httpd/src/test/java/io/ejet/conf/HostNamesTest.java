package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of hosts as a configuration gives them, and what is said about unknown ones. */
class HostNamesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeSite() throws IOException {
        Files.createDirectories(folder.resolve("site"));
    }

    private Configuration read(String listens) throws ConfigException {
        return Configuration.of("test.conf", "http = { " + listens + " }", folder);
    }

    private List<HostSettings> hosts(String hosts) throws ConfigException {
        Configuration read = read("listen = { port = 1; root = site; " + hosts + " }");
        assertEquals(List.of(), read.warnings());
        return read.settings().listens().get(0).hosts();
    }

    private ConfigException refused(String listens) {
        return assertThrows(ConfigException.class, () -> read(listens));
    }

    /** Each name as match, text and port. */
    private String names(String items) throws ConfigException {
        StringBuilder shown = new StringBuilder();
        for (HostName name : hosts("host = { " + items + " }").get(0).names()) {
            shown.append(shown.length() == 0 ? "" : " ").append(name.match());
            shown.append(name.text().isEmpty() ? "" : " " + name.text());
            shown.append(name.port() == HostName.ANY_PORT ? "" : " " + name.port());
        }
        return shown.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[ A.org, www.a.ORG. ] | EXACT a.org EXACT www.a.org",
                "'*.A.org' | LEADING_WILDCARD a.org",
                "*.a.org. | LEADING_WILDCARD a.org",
                "'www.A.*' | TRAILING_WILDCARD www.a",
                ".a.org | EXACT a.org LEADING_WILDCARD a.org",
                "[ a.org, '*' ] | EXACT a.org DEFAULT",
                "'~ ^W\\d+\\.a$' | REGEX ^W\\d+\\.a$",
                "'~*  ^w' | REGEX ^w",
                "[ '~^a', '~^b' ] | REGEX ^a REGEX ^b",
                "[ '^w', '~' ] | REGEX ^w",
                "[ '^w', '~*' ] | REGEX ^w",
                "[ '*.a.org', '=' ] | LEADING_WILDCARD a.org",
                "a.org:8080 | EXACT a.org 8080",
                "[ '*.a.org.:80', a.org ] | LEADING_WILDCARD a.org 80 EXACT a.org",
                "'*:81' | DEFAULT 81",
                "'[::1]:8080' | EXACT [::1] 8080",
                "'[2001:DB8:0:0:1:0:0:0]' | EXACT [2001:db8:0:0:1::]",
                "'[2001:0db8:0:0:0:0:2:0001]' | EXACT [2001:db8::2:1]",
                "'[1:0:0:2:0:0:3:4]' | EXACT [1::2:0:0:3:4]",
                "'[1:0:2:3:4:5:6:7]' | EXACT [1:0:2:3:4:5:6:7]",
                "'[0:0:0:0:0:0:0:0]' | EXACT [::]",
                "'[::FFFF:1.2.3.4]' | EXACT [::ffff:1.2.3.4]",
                "192.168.* | TRAILING_WILDCARD 192.168",
                "_ | EXACT _",
            })
    void shouldReadEveryFormOfAName(String written, String expected) throws ConfigException {
        assertEquals(expected, names("host name = " + written + ";"));
    }

    @Test
    void shouldTakeThePortOfAHostForAllItsNames() throws ConfigException {
        assertEquals("EXACT a.org 8080 REGEX ^b 8080", names("port = 8080; host name = [ a.org, '~^b' ];"));
        assertEquals("EXACT a.org 8080", names("port = 8080; host name = a.org:8080;"));
        assertEquals("DEFAULT 8080", names("port = 8080;"));
        assertEquals("EXACT a.org", names("port = 0; host name = a.org;"));
    }

    @Test
    void shouldKeepNamesOfDifferentPortsAndComparisonsApart() throws ConfigException {
        List<HostSettings> hosts =
                hosts("host = { host name = [ a.org, a.org:80 ]; } host = { port = 81; host name = a.org; }"
                        + " host = { host name = '*.a.org'; } host = { host name = 'a.org.*'; } host = { host name = '~a.org'; }"
                        + " host = { } host = { port = 80; }");
        assertEquals(
                List.of("a.org", "a.org:81", "*.a.org", "a.org.*", "~a.org", "", "*:80"),
                hosts.stream().map(HostSettings::name).toList());
        assertEquals(
                5,
                hosts.stream()
                        .filter(HostSettings::isDefault)
                        .findFirst()
                        .map(hosts::indexOf)
                        .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a..b",
                "*",
                "*.",
                ".",
                "..a",
                "*.*",
                "*.a.*",
                "w*.org",
                "a.*.org",
                "a b",
                "::1",
                "[::1",
                "[::1].",
                "[1.2.3.4]",
                "[fe80::1%1]",
                "a:0",
                "a:65536",
                "a:x",
                ":80",
                "a:1:2",
                "bücher.de",
                "-,-"
            })
    void shouldRefuseWhatIsNoName(String name) {
        String text = name.equals("*") ? "*:" : name;
        ConfigException e = refused("listen = { port = 1; root = site; host = { host name = '" + text + "'; } }");
        assertEquals(1, e.errors().size(), e.getMessage());
        assertTrue(e.errors().get(0).toString().startsWith("test.conf:1:66: error: "), e.getMessage());
    }

    @Test
    void shouldRefuseANameThatIsTooLong() throws ConfigException {
        assertEquals("EXACT " + "a".repeat(255), names("host name = " + "a".repeat(255) + ";"));
        String host = "host = { host name = " + "a".repeat(256) + "; }";
        assertEquals(
                1,
                refused("listen = { port = 1; root = site; " + host + " }")
                        .errors()
                        .size());
    }

    @Test
    void shouldTakeWhatIsSaidAboutUnknownHosts() throws ConfigException {
        String known = "host = { host name = a.org; } }";
        assertEquals(UnknownHost.NOT_FOUND, unknownHost("listen = { port = 1; root = site; " + known));
        assertEquals(
                UnknownHost.NOT_FOUND, unknownHost("listen = { port = 1; root = site; unknown host = 404; " + known));
        assertEquals(
                UnknownHost.MISDIRECTED, unknownHost("listen = { port = 1; root = site; unknown_host = 421; " + known));
        String close = "listen = { port = 1; root = site; Unknown-Host = CLOSE; ";
        assertEquals(UnknownHost.CLOSE, unknownHost(close + known));
        assertEquals(UnknownHost.CLOSE, unknownHost(close + known + close + "host = { host name = b.org; } }"));
        assertEquals(UnknownHost.CLOSE, unknownHost(close + "host = { port = 81; } }"));
    }

    private UnknownHost unknownHost(String listens) throws ConfigException {
        Configuration read = read(listens);
        assertEquals(List.of(), read.warnings());
        return read.settings().listens().get(0).unknownHost();
    }

    @Test
    void shouldWarnWhenNoHostIsUnknown() throws ConfigException {
        List<ConfigError> warnings =
                read("listen = { port = 1; root = site; unknown host = 421; }").warnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).message().startsWith("no host is unknown here"), warnings.toString());
    }
}
