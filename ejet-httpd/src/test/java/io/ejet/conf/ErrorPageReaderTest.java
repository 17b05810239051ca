package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with error pages is in the golden file pages.conf; this is what becomes of the right ones. */
class ErrorPageReaderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void shouldHavePagesWhenTestsStart() throws IOException {
        write("site/404.html", "of the site");
        write("site/down/50x.html", "down");
        write("errors/404.html", "of the errors");
        write("errors/404.json", "{}");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<HostSettings> hosts(String listenItems) throws ConfigException {
        String text = "http = { listen = { port = 1; root = site; " + listenItems + " } }";
        Configuration read = Configuration.of("test.conf", text, folder);
        assertEquals(List.of(), read.warnings());
        return read.settings().listens().get(0).hosts();
    }

    private Map<Integer, ErrorPage> pages(String hostItems) throws ConfigException {
        return hosts("host = { " + hostItems + " }").get(0).errorPages();
    }

    private static String text(ErrorPage page) {
        return new String(page.body(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadPagesFromTheRootOfTheHostWhenTheyHaveNone() throws ConfigException {
        Map<Integer, ErrorPage> pages = pages("error page = { 404 = 404.html; 500 502\t503 = '/down/50x.html'; }");
        assertEquals(Set.of(404, 500, 502, 503), pages.keySet());
        assertEquals("of the site", text(pages.get(404)));
        assertEquals("404.html", pages.get(404).fileName());
        assertEquals("down", text(pages.get(502)));
        assertSame(pages.get(500), pages.get(503));
    }

    @Test
    void shouldReadPagesFromTheirRootWhereverThatStands() throws ConfigException {
        Map<Integer, ErrorPage> pages =
                pages("error page = { 404 = 404.html; } error page = { 400 = 404.json; root = errors; }");
        assertEquals("of the errors", text(pages.get(404)));
        assertEquals("{}", text(pages.get(400)));
    }

    @Test
    void shouldTakeThePagesOfTheListenWhenAHostHasNone() throws ConfigException {
        List<HostSettings> hosts = hosts("""
                error page = { 404 = 404.html; 500 = down/50x.html; }
                host = { host name = a; root = errors; }
                host = { host name = b; root = errors; error page = { 404 = 404.html; } }
                """);
        assertEquals("of the site", text(hosts.get(0).errorPages().get(404)));
        assertEquals(Set.of(404, 500), hosts.get(0).errorPages().keySet());
        assertEquals("of the errors", text(hosts.get(1).errorPages().get(404)));
        assertEquals(Set.of(404), hosts.get(1).errorPages().keySet());
        assertEquals(
                Set.of(404),
                hosts("error page = { 404 = 404.html; }").get(0).errorPages().keySet());
    }

    @Test
    void shouldKeepAFileOnceWhenSeveralHostsHaveIt() throws ConfigException {
        List<HostSettings> hosts = hosts("""
                host = { host name = a; error page = { 404 = 404.html; } }
                host = { host name = b; error page = { 410 = /404.html; } }
                """);
        assertSame(hosts.get(0).errorPages().get(404), hosts.get(1).errorPages().get(410));
    }

    @Test
    void shouldTakeAPageThatIsJustShortEnough() throws IOException, ConfigException {
        byte[] longest = new byte[ErrorPage.MOST_BYTES];
        Files.write(folder.resolve("site/longest.html"), longest);
        assertArrayEquals(
                longest, pages("error page = { 404 = longest.html; }").get(404).body());
        assertThrows(IllegalArgumentException.class, () -> new ErrorPage("x", new byte[ErrorPage.MOST_BYTES + 1]));
    }

    @Test
    void shouldListFoldersWhereItIsSaid() throws ConfigException {
        List<HostSettings> hosts = hosts("""
                show file list = on;
                host = { host name = a; location = { path = '/'; } location = { path = '/b/'; show file list = off; } }
                host = { host name = b; show file list = no; location = { path = '/'; show file list = yes; } }
                host = { host name = c; show file list = off; }
                """);
        List<List<Boolean>> listed = hosts.stream()
                .map(host -> host.locations().stream()
                        .map(LocationSettings::listsFolders)
                        .toList())
                .toList();
        assertEquals(List.of(List.of(true, false), List.of(true), List.of(false)), listed);
    }
}
