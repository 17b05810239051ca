package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.log.AccessLogFormat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings made from configurations: every setting that is served, every default, what is inherited and merged. */
class ConfigurationTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFolders() throws IOException {
        for (String name : List.of("site/images", "php", "log", "a", "b", "c")) {
            Files.createDirectories(folder.resolve(name));
        }
    }

    private ServerSettings settings(String text) throws ConfigException {
        Configuration read = Configuration.of("test.conf", text, folder);
        assertEquals(List.of(), read.warnings());
        return read.settings();
    }

    private static InetSocketAddress loopback(int port) {
        return ListenAddress.parse("127.0.0.1:" + port);
    }

    /** The hosts of a listener with these contents. */
    private List<HostSettings> hosts(String contents) throws ConfigException {
        return settings("http = { listen = { port = 1; " + contents + " } }")
                .listens()
                .get(0)
                .hosts();
    }

    /** The only location of the only host of a listener with these contents. */
    private LocationSettings location(String contents) throws ConfigException {
        return hosts(contents).get(0).locations().get(0);
    }

    private ConfigException refused(String text) {
        return assertThrows(ConfigException.class, () -> Configuration.of("test.conf", text, folder));
    }

    @Test
    void shouldTellOnceWhatIsWrongWithASettingThatSeveralScriptsReferTo() {
        ConfigException wrong = refused("""
                http = { listen = { port = 1; root = site; host = { base = '$host[x'; script = { set $a $script; set $b $script; }
                    location = { path = '/a'; script = { reply 200 $base; } }
                    location = { path = '/b'; script = { reply 200 $base; } } } } }
                """);
        assertEquals(
                List.of(
                        "test.conf:1:66: error: this [ is not closed",
                        "test.conf:1:89: error: $script refers to itself, perhaps by way of others",
                        "test.conf:1:105: error: $script refers to itself, perhaps by way of others"),
                wrong.errors().stream().map(ConfigError::headline).toList());
    }

    @Test
    void shouldFillInEveryDefault() throws ConfigException {
        ServerSettings settings = settings("http = { listen = { port = 8080; root = site; } }");
        LocationSettings files = new LocationSettings(
                LocationMatch.DEFAULT,
                "/",
                folder.resolve("site"),
                List.of("index.html", "index.htm"),
                SymlinkPolicy.INSIDE);
        HostSettings host = new HostSettings("", List.of(files));
        ListenSettings listen = new ListenSettings(new InetSocketAddress(8080), List.of(host));
        ServerSettings expected = new ServerSettings(
                CORES,
                0,
                List.of(listen),
                Limits.DEFAULTS,
                new AccessLogSettings(
                        false, folder.resolve("access.log"), AccessLogFormat.compile(AccessLogSettings.DEFAULT_FORMAT)),
                ErrorLogSettings.DEFAULTS,
                "application/octet-stream",
                Map.of());
        assertEquals(List.of(), SameSettings.differences(expected, settings));
    }

    @Test
    void shouldServeAFolderWithoutAnyConfiguration() {
        InetSocketAddress address = loopback(0);
        ServerSettings settings = ServerSettings.ofFolder(folder.resolve("a/../site"), address);
        assertEquals(CORES, settings.pumps());
        assertEquals(0, settings.workers());
        assertEquals(Limits.DEFAULTS, settings.limits());
        assertEquals(address, settings.listens().get(0).address());
        HostSettings host = settings.listens().get(0).hosts().get(0);
        assertTrue(host.isDefault());
        assertEquals(folder.resolve("site"), host.locations().get(0).root());
        assertEquals(LocationMatch.DEFAULT, host.locations().get(0).match());
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> ServerSettings.ofFolder(folder.resolve("none"), address));
        assertEquals("there is no folder " + folder.resolve("none"), e.getMessage());
    }

    @Test
    void shouldTakeEveryServedSettingFromTheReferenceFile() throws IOException, ConfigException {
        Files.writeString(folder.resolve("reference.conf"), ConfigTexts.resource("reference.conf"));
        Files.writeString(folder.resolve("media.types"), ConfigTexts.resource("media.types"));
        ConfigTexts.makePages(folder);
        ServerSettings settings =
                Configuration.load(folder.resolve("reference.conf")).settings();
        assertEquals(3, settings.pumps());
        assertEquals(Math.max(1, Math.round(CORES * 0.8f)), settings.workers());
        Limits expected = new Limits(
                4 << 10,
                16 << 10,
                50,
                10 << 20,
                1000,
                20_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(20),
                Duration.ofMillis(7500),
                Duration.ofMinutes(2),
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ofDays(1),
                16 << 10,
                1 << 30,
                500);
        assertEquals(expected, settings.limits());
        assertTrue(settings.listens().stream()
                .flatMap(listen -> listen.hosts().stream())
                .anyMatch(host -> host.errorPages().keySet().equals(Set.of(400, 404, 500))));
        AccessLogSettings log = new AccessLogSettings(
                true,
                folder.resolve("log/access.log"),
                AccessLogFormat.compile("$remote_addr - [$datetime[stamp]] \"$request\""
                        + " \"$request_header[host]\" \"$http_user_agent\" $status"));
        assertEquals(List.of(), SameSettings.differences(log, settings.accessLog()));
        assertEquals(new ErrorLogSettings(folder.resolve("log/error.log"), "info"), settings.errorLog());
        assertEquals(
                Map.of(
                        "html", "text/html",
                        "htm", "text/html",
                        "shtml", "text/html",
                        "js", "application/javascript",
                        "odp", "application/vnd.oasis.opendocument.presentation",
                        "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                        "bin", "application/octet-stream",
                        "exe", "application/octet-stream",
                        "dll", "application/octet-stream",
                        "deb", "application/octet-stream"),
                settings.mediaTypes());
        assertEquals(2, settings.listens().size(), "the one with TLS is not opened");
        ListenSettings merged = settings.listens().get(0);
        assertEquals(loopback(8181), merged.address());
        assertEquals(
                List.of("www.example.org", "", "api.example.org"),
                merged.hosts().stream().map(HostSettings::name).toList());
        assertEquals(
                List.of(
                        "REGEX_ANY_CASE site/images [index.html, index.htm] ON",
                        "REGEX null [index.html] ON",
                        "EXACT site [index.html] OFF",
                        "PREFIX_FIRST site [5G关键技术.pdf, index.html] ON",
                        "PREFIX site [] ON",
                        "PREFIX null [index.html] ON",
                        "DEFAULT  [index.html] ON"),
                merged.hosts().get(1).locations().stream().map(this::shown).toList());
        assertEquals(ListenAddress.parse("[::1]:0"), settings.listens().get(1).address());
    }

    private String shown(LocationSettings location) {
        String root =
                location.root() != null ? folder.relativize(location.root()).toString() : "null";
        return location.match() + " " + root + " " + location.index() + " " + location.symlinks();
    }

    /** Each with a value that is not its default, so that a mixed-up pair shows. */
    @Test
    void shouldTakeEachLimitOfItsOwn() throws ConfigException {
        String[] names = {
            "max request line",
            "max header size",
            "max headers",
            "max body size",
            "max requests",
            "max connections",
            "connection idle timeout",
            "header idle timeout",
            "header timeout",
            "body idle timeout",
            "request handle timeout",
            "keepalive timeout",
            "linger timeout",
            "stop timeout"
        };
        for (int i = 0; i < names.length; i++) {
            ServerSettings settings = settings(
                    "http = { receive_request = { " + names[i] + " = 7777; } listen = { port = 1; root = site; } }");
            List<Object> defaults = components(Limits.DEFAULTS);
            List<Object> actual = components(settings.limits());
            for (int j = 0; j < actual.size(); j++) {
                String expected = j == i
                        ? (i < 6 ? "7777" : "PT2H9M37S")
                        : defaults.get(j).toString();
                // A smaller head takes the default request line down with it.
                boolean isLine = i == 1 && j == 0;
                assertEquals(isLine ? "7777" : expected, actual.get(j).toString(), names[i] + ", component " + j);
            }
        }
    }

    @Test
    void shouldTakeTheBoundsOfTheFileCache() throws ConfigException {
        Limits limits = settings("http = { file cache = { small file = 1M; size = 5G; entries = 7; }"
                        + " listen = { port = 1; root = site; } }")
                .limits();
        assertEquals(1 << 20, limits.smallFileBytes());
        assertEquals(5L << 30, limits.fileCacheBytes());
        assertEquals(7, limits.fileCacheEntries());
        assertEquals(
                Limits.AUTO_BYTES,
                settings("http = { file cache = { size = auto; } listen = { port = 1; root = site; } }")
                        .limits()
                        .fileCacheBytes());
    }

    private static List<Object> components(Limits limits) {
        return List.of(
                limits.maxRequestLineBytes(),
                limits.maxHeaderBytes(),
                limits.maxHeaders(),
                limits.maxBodyBytes(),
                limits.maxRequests(),
                limits.maxConnections(),
                limits.connectionIdle(),
                limits.headerIdle(),
                limits.header(),
                limits.bodyIdle(),
                limits.handle(),
                limits.keepAlive(),
                limits.linger(),
                limits.stop(),
                limits.smallFileBytes(),
                limits.fileCacheBytes(),
                limits.fileCacheEntries());
    }

    @Test
    void shouldTakeSettingsInEverySpelling() throws ConfigException {
        for (String name :
                List.of("keepalive timeout", "Keep-Alive_Timeout", "KEEPALIVE_TIMEOUT", "keep alive timeout")) {
            ServerSettings settings =
                    settings("HTTP = { Receive-Request = { " + name + " = 5s; } listen = { port = 1; root = site; } }");
            assertEquals(Duration.ofSeconds(5), settings.limits().keepAlive(), name);
        }
    }

    @Test
    void shouldLogWhereItIsTold() throws ConfigException {
        String listen = "listen = { port = 1; root = site; } }";
        assertNull(settings("http = { access log = { log2file = on; log file = stdout; format = $status; } " + listen)
                .accessLog()
                .file());
        AccessLogSettings log =
                settings("http = { access log = { log2file = on; } " + listen).accessLog();
        assertEquals(folder.resolve("access.log"), log.file());
        assertEquals(AccessLogSettings.DEFAULT_FORMAT, log.format().toString());
        assertFalse(settings("http = { access log = { log file = none/x.log; } " + listen)
                .accessLog()
                .enabled());
        ErrorLogSettings inHttp = settings("http = { error log = { log file = log/e; level = DEBUG; } " + listen)
                .errorLog();
        assertEquals(new ErrorLogSettings(folder.resolve("log/e"), "debug"), inHttp);
        assertNull(settings("error log = { log file = stderr; } http = { " + listen)
                .errorLog()
                .file());
    }

    @Test
    void shouldInheritFromListenToHostToLocation() throws ConfigException {
        String inner = "host = { %s location = { path = '/'; %s } }";
        String outer = "root = a; index = [ a.html ]; symlinks = on; ";
        String host = "root = b; index = b.html; symlinks = off;";
        String own = "root = c; index = [ c.html, c.htm ]; symlinks = inside;";
        assertEquals("DEFAULT a [a.html] ON", shown(location(outer + inner.formatted("", ""))));
        assertEquals("DEFAULT b [b.html] OFF", shown(location(outer + inner.formatted(host, ""))));
        assertEquals("DEFAULT c [c.html, c.htm] INSIDE", shown(location(outer + inner.formatted(host, own))));
        assertEquals("DEFAULT c [c.html, c.htm] INSIDE", shown(location(inner.formatted("", own))));
        assertEquals("DEFAULT b [a.html] ON", shown(location(outer + inner.formatted("root = b;", ""))));
        assertEquals("DEFAULT a [] ON", shown(location(outer + inner.formatted("", "index = [];"))));
        assertEquals("DEFAULT b [b.html] OFF", shown(location(outer + "host = { " + host + " }")));
        assertEquals("DEFAULT a [a.html] ON", shown(location(outer)));
    }

    @Test
    void shouldReadEveryWayToCompareAPath() throws ConfigException {
        Map<String, String> ways = Map.of(
                "'/x'", "PREFIX /x",
                "[ '/x' ]", "PREFIX /x",
                "[ '/x', ' ' ]", "PREFIX /x",
                "[ /x, '=' ]", "EXACT /x",
                "[ /x ^~ ]", "PREFIX_FIRST /x",
                "[ 'x', '~' ]", "REGEX x",
                "[ 'x', '~*' ]", "REGEX_ANY_CASE x",
                "[ '/', '/' ]", "DEFAULT /",
                "[ '/', '=' ]", "EXACT /",
                "[ '@name', '=' ]", "EXACT @name");
        for (Map.Entry<String, String> way : ways.entrySet()) {
            LocationSettings location = location("root = a; host = { location = { path = " + way.getKey() + "; } }");
            assertEquals(way.getValue(), location.match() + " " + location.pattern(), way.getKey());
        }
        assertEquals("PREFIX_FIRST /", shownPath("path = '/'; path = '^~';"));
        assertEquals("DEFAULT /", shownPath("path = /;"));
    }

    private String shownPath(String path) throws ConfigException {
        LocationSettings location = location("root = a; host = { location = { " + path + " } }");
        return location.match() + " " + location.pattern();
    }

    @Test
    void shouldKeepLocationsOfDifferentComparisonApart() throws ConfigException {
        List<LocationSettings> locations = hosts("root = a; host = { location = { path = '/x'; } "
                        + "location = { path = [ '/x', '=' ]; } location = { path = [ '/x', '~' ]; } "
                        + "location = { path = [ '/x', '~*' ]; } location = { path = [ '/x', '^~' ]; } }")
                .get(0)
                .locations();
        assertEquals(5, locations.size());
    }

    @Test
    void shouldMergeListensOfTheSameAddress() throws ConfigException {
        List<ListenSettings> listens = settings("http = { listen = { port = 1; root = a; } "
                        + "listen = { local ip = 0.0.0.0; port = 1; root = b; host = { host name = b; } } "
                        + "listen = { port = 2; root = a; } "
                        + "listen = { local ip = 127.0.0.1; port = 1; root = c; } }")
                .listens();
        assertEquals(
                List.of(new InetSocketAddress(1), new InetSocketAddress(2), loopback(1)),
                listens.stream().map(ListenSettings::address).toList());
        List<HostSettings> hosts = listens.get(0).hosts();
        assertEquals(List.of("", "b"), hosts.stream().map(HostSettings::name).toList());
        assertEquals(folder.resolve("a"), hosts.get(0).locations().get(0).root());
        assertEquals(folder.resolve("b"), hosts.get(1).locations().get(0).root());
    }

    @Test
    void shouldReadHostNames() throws ConfigException {
        Map<String, String> names = Map.of(
                "Example.ORG", "example.org",
                "example.org.", "example.org",
                "[ a.b, '=' ]", "a.b",
                "'[::1]'", "[::1]",
                "127.0.0.1", "127.0.0.1",
                "a_b-c", "a_b-c",
                "*", "",
                "''", "");
        for (Map.Entry<String, String> name : names.entrySet()) {
            assertEquals(
                    name.getValue(),
                    hosts("root = a; host = { host name = " + name.getKey() + "; }")
                            .get(0)
                            .name(),
                    name.getKey());
        }
    }

    @Test
    void shouldOpenNoListenerThatIsMeantForTls() throws ConfigException {
        String plain = "listen = { port = 1; root = a; }";
        Configuration read =
                Configuration.of("x", "http = { listen = { port = 2; ssl = on; root = a; } " + plain + " }", folder);
        assertEquals(1, read.settings().listens().size());
        assertTrue(read.warnings().get(0).message().contains("nothing listens here"));
        assertEquals(
                2,
                settings("http = { listen = { port = 2; ssl = off; root = a; } " + plain + " }")
                        .listens()
                        .size());
        ConfigException e = refused("http = { listen = { port = 2; ssl = on; root = a; } }");
        assertTrue(e.getMessage().contains("no address is left to listen on"), e.getMessage());
    }

    @Test
    void shouldSayWhenThereIsNothingToServe() {
        assertTrue(refused("").getMessage().startsWith("test.conf: error: there is nothing to serve"));
        assertTrue(refused("http = { }").getMessage().startsWith("test.conf:1:8: error: there is no address"));
    }

    @Test
    void shouldNotBlameGapsThatASyntaxErrorMayHaveMade() {
        ConfigException e = refused("http = { listen = { port = 1 root = \"a; } }");
        for (ConfigError error : e.errors()) {
            assertFalse(error.message().contains("no root"), error.message());
            assertFalse(error.message().contains("nothing to serve"), error.message());
        }
    }

    @Test
    void shouldCountRelativePathsFromTheFolderOfTheFirstFile() throws IOException, ConfigException {
        Files.createDirectories(folder.resolve("conf/sub"));
        Files.createDirectories(folder.resolve("conf/www"));
        Files.writeString(folder.resolve("conf/main.conf"), "http = { include sub/listen.conf; }");
        Files.writeString(folder.resolve("conf/sub/listen.conf"), "listen = { port = 1; root = www; }");
        ServerSettings settings =
                Configuration.load(folder.resolve("conf/main.conf")).settings();
        assertEquals(
                folder.resolve("conf/www"),
                settings.listens().get(0).hosts().get(0).locations().get(0).root());
    }

    @Test
    void shouldCarryErrorsAndWarningsInOneException() {
        ConfigException e = refused("a = 1; b = ; http = { listen = { port = x; root = none; } }");
        assertEquals(2, e.errors().size());
        assertEquals(2, e.warnings().size());
        assertTrue(e.getMessage().endsWith("2 errors"), e.getMessage());
    }

    @Test
    void shouldWarnOfALogThatGoesToAFileWithTheNameOfTheOtherStream() throws Exception {
        Configuration read = Configuration.of("test.conf", """
                error log = { log file = stdout; }
                http = { access log = { log2file = on; log file = stderr; }
                  listen = { port = 1; root = .; access log = { log file = ./stderr; } } }
                """, folder);
        assertEquals(
                List.of("this log goes to a file with the name stderr", "this log goes to a file with the name stdout"),
                read.warnings().stream().map(ConfigError::message).sorted().toList());
    }

    @Test
    void shouldWarnOfRotationWhereThereIsNoFile() throws Exception {
        Configuration read = Configuration.of("test.conf", """
                error log = { rotate size = 10M; }
                http = {
                    access log = { log2file = on; log file = stdout; rotate every = never; keep files = 3; }
                    listen = { port = 1; root = .; access log = { rotate every = day; } }
                    listen = { port = 2; root = .; access log = { log file = x.log; rotate every = day; }
                        host = { host name = a; access log = { log file = stdout; } } }
                }
                """, folder);
        assertEquals(
                List.of(
                        "1:29 \"rotate size\" has no effect: this log goes to no file",
                        "4:66 \"rotate every\" has no effect: this log goes to no file"),
                read.warnings().stream()
                        .map(warning ->
                                warning.place().line() + ":" + warning.place().column() + " " + warning.message())
                        .toList());
    }

    /** What is put aside is renamed: a device of the machine, for one, or the link that others have made. */
    @Test
    void shouldRefuseToRotateWhatIsNoFile() throws Exception {
        Files.createSymbolicLink(folder.resolve("linked.log"), folder.resolve("elsewhere.log"));
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", folder.resolve("pipe.log").toString())
                        .start()
                        .waitFor());
        String plain = """
                error log = { log file = linked.log; }
                http = { access log = { log2file = on; log file = pipe.log; } listen = { port = 1; root = .; } }
                """;
        Configuration.of("test.conf", plain, folder);
        String rotated = plain.replace("linked.log;", "linked.log; rotate every = day;")
                .replace("pipe.log;", "pipe.log; rotate size = 1K;");
        ConfigException refused =
                assertThrows(ConfigException.class, () -> Configuration.of("test.conf", rotated, folder));
        assertEquals(
                List.of(
                        "1:26 the log file " + folder.resolve("linked.log")
                                + " is not a regular file: it is not rotated",
                        "2:51 the log file " + folder.resolve("pipe.log")
                                + " is not a regular file: it is not rotated"),
                refused.errors().stream()
                        .map(error -> error.place().line() + ":" + error.place().column() + " " + error.message())
                        .toList());
    }
}
