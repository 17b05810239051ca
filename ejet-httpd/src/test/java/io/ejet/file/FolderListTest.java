package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ejet.conf.LocationMatch;
import io.ejet.conf.SymlinkPolicy;
import java.io.File;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Folders answered with their lists: what is shown of real ones, and what is not. */
class FolderListTest {
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]*)\"");

    @TempDir
    Path folder;

    private FileRig rig;

    @BeforeEach
    void shouldHaveAFolderWhenTestsStart() throws IOException {
        rig = new FileRig(folder.resolve("root"));
        rig.write("pub/b.txt", "1234");
        rig.write("pub/sub/deep.txt", "deep");
        rig.write("pub/.hidden", "hidden");
        rig.write("indexed/index.html", "index");
        rig.handler = rig.lister(LocationMatch.DEFAULT, "/", SymlinkPolicy.INSIDE);
    }

    private RecordedExchange json(String path) {
        return rig.handle(new RecordedExchange("GET", path, "format=json"));
    }

    private List<String> names(String path) {
        RecordedExchange exchange = json(path);
        assertEquals(200, exchange.status(), path);
        return NAME.matcher(exchange.text())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void shouldListAFolderWhenItHasNoIndex() {
        RecordedExchange html = rig.get("/pub/");
        assertEquals(200, html.status());
        assertEquals("text/html; charset=utf-8", html.field("Content-Type"));
        assertEquals("no-cache", html.field("Cache-Control"));
        assertEquals("Accept", html.field("Vary"));
        assertEquals("nosniff", html.field("X-Content-Type-Options"));
        assertTrue(html.field("Content-Security-Policy").startsWith("default-src 'none'"));
        assertNull(html.field("X-File-List"));
        assertNull(html.field("Last-Modified"));
        assertTrue(html.text().contains("<a href=\"b.txt\">b.txt</a></td><td>2023-11-14 22:13:20</td><td>4</td>"));
        assertTrue(html.text().contains("<a href=\"sub/\">sub/</a>"));
        assertFalse(html.text().contains("hidden"));
        RecordedExchange json = rig.get("/pub/", "Accept", "application/json");
        assertEquals("application/json", json.field("Content-Type"));
        assertNull(json.field("Content-Security-Policy"));
        assertTrue(json.text().contains("\"mtime\":\"2023-11-14T22:13:20Z\", \"size\":4 }"), json.text());
        assertEquals(List.of("sub", "b.txt"), names("/pub/"));
        assertEquals(10_000, rig.room.freeBytes());
        assertEquals(0, rig.stillOpen());
    }

    @Test
    void shouldAnswerAsWithoutListsWhenThereIsNothingToList() throws IOException {
        assertEquals("index", rig.get("/indexed/").text());
        assertEquals("/pub/", rig.get("/pub").field("Location"));
        assertEquals(404, rig.get("/none/").status());
        assertEquals(404, rig.get("/pub/b.txt/").status());
        assertEquals(404, rig.get("/pub/../../").status());
        rig.handler = rig.handler(LocationMatch.DEFAULT, "/", SymlinkPolicy.INSIDE);
        assertEquals(403, rig.get("/pub/").status());
        assertEquals(
                405, rig.handle(new RecordedExchange("POST", "/pub/", null)).status());
    }

    @Test
    void shouldSendTheSameHeadWhenTheMethodIsHead() {
        RecordedExchange head = rig.handle(new RecordedExchange("HEAD", "/pub/", null));
        assertEquals(200, head.status());
        assertEquals("", head.text());
        assertEquals(rig.get("/pub/").field("Content-Length"), head.field("Content-Length"));
    }

    @Test
    void shouldSeeWhatChangesAtOnceButAnIndexWithinASecond() throws IOException {
        assertEquals(List.of("sub", "b.txt"), names("/pub/"));
        rig.write("pub/c.txt", "");
        assertEquals(List.of("sub", "b.txt", "c.txt"), names("/pub/"));
        rig.write("pub/index.html", "an index now");
        assertEquals(List.of("sub", "b.txt", "c.txt", "index.html"), names("/pub/"));
        rig.nextSecond();
        assertEquals("an index now", json("/pub/").text());
        Files.delete(rig.root.resolve("pub/index.html"));
        rig.nextSecond();
        assertEquals(List.of("sub", "b.txt", "c.txt"), names("/pub/"));
    }

    @Test
    void shouldListTheRootAndWhatIsBehindAPrefix() {
        assertEquals(List.of("indexed", "pub"), names("/"));
        rig.handler = rig.lister(LocationMatch.PREFIX_FIRST, "/files/", SymlinkPolicy.OFF);
        assertEquals(List.of("indexed", "pub"), names("/files/"));
        assertEquals(List.of("deep.txt"), names("/files/pub/sub/"));
        assertTrue(rig.get("/files/pub/").text().contains("<h1>Index of /files/pub/</h1>"));
    }

    /** Every name that is shown leads to the file, whatever it is made of. */
    @Test
    void shouldShowWhatAUrlCanSayAndNothingElse() throws IOException {
        List<String> good = List.of("<script>x", "a\"b'c", "100%41", "a&amp;b", "a b", "a:b", "?q#f", "\\", "ä\u65e5");
        for (String name : good) {
            assumeTrue(isWritable(name), "the locale has no " + name);
            rig.write("odd/" + name, name);
        }
        for (String bad : List.of("new\nline", "escape\u001b", "delete\u007f", "control\u0085", ".dot", "..x")) {
            rig.write("odd/" + bad, bad);
        }
        String html = rig.get("/odd/").text();
        List<String> links = Pattern.compile("<a href=\"([^?.][^\"]*)\"")
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(good.size(), links.size(), html);
        assertFalse(html.contains("<script"), html);
        for (String link : links) {
            String decoded = decoded(link.replace("&amp;", "&").replace("&#39;", "'"));
            assertEquals(decoded, rig.get("/odd/" + decoded).text(), link);
        }
    }

    private boolean isWritable(String name) {
        try {
            return folder.resolve(name).getFileName().toString().equals(name);
        } catch (InvalidPathException no) {
            return false;
        }
    }

    private static String decoded(String link) {
        return URLDecoder.decode(link.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Test
    void shouldLeaveOutNamesThatAreNoText() throws IOException, InterruptedException {
        Files.createDirectories(rig.root.resolve("bytes"));
        Process made = new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'a\\377b')\" && printf y > good")
                .directory(rig.root.resolve("bytes").toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        assumeTrue(made.waitFor() == 0, "the file system takes no such names");
        assertEquals(List.of("good"), names("/bytes/"));
    }

    @ParameterizedTest
    @CsvSource({
        // what is seen in a folder of links, what is answered for links to folders
        "INSIDE, in-folder in-file plain.txt, 404, 200",
        "ON, in-folder out-folder in-file out-file plain.txt, 200, 200",
        "OFF, plain.txt, 404, 404"
    })
    void shouldFollowLinksAsThePolicySays(SymlinkPolicy links, String seen, int outside, int inside)
            throws IOException {
        Path out = Files.createDirectories(folder.resolve("root-outside"));
        Files.writeString(out.resolve("secret.txt"), "secret");
        rig.write("links/plain.txt", "");
        link("in-file", "../pub/b.txt");
        link("in-folder", "../pub");
        link("out-file", "../../root-outside/secret.txt");
        link("out-folder", out.toString());
        link("dangling", "nothing");
        link("circle", "circle");
        rig.handler = rig.lister(LocationMatch.DEFAULT, "/", links);
        assertEquals(List.of(seen.split(" ", -1)), names("/links/"));
        assertEquals(outside, rig.get("/links/out-folder/").status());
        assertEquals(inside, rig.get("/links/in-folder/").status());
        assertEquals(0, rig.stillOpen());
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(rig.root.resolve("links").resolve(name), Path.of(target));
    }

    @ParameterizedTest
    @EnumSource(SymlinkPolicy.class)
    void shouldSeeTheSameWithoutTheHelpOfTheSystem(SymlinkPolicy links) throws IOException {
        Files.createSymbolicLink(rig.root.resolve("pub-link"), Path.of("pub"));
        assertEquals(
                2,
                FolderReader.read(FileRoot.of(rig.root), rig.root.resolve("pub"), links)
                        .entries()
                        .size());
        LinkFreeDescent.Reading none = found -> new FolderList(List.of(), false);
        for (String name : List.of("", "pub", "pub/sub")) {
            LinkFreeDescent.listChecked(rig.root, Path.of(name), none);
        }
        assertThrows(NoSuchFileException.class, () -> LinkFreeDescent.listChecked(rig.root, Path.of("pub-link"), none));
        assertThrows(NoSuchFileException.class, () -> LinkFreeDescent.list(rig.root, Path.of("pub-link"), none));
    }

    @Test
    void shouldCutTheListWhenTheFolderIsTooLarge() throws IOException {
        Path large = Files.createDirectories(rig.root.resolve("large"));
        for (int i = 0; i < FolderReader.MOST_ENTRIES; i++) {
            Files.createFile(large.resolve((i % 2 == 0 ? "." : "") + i));
        }
        FolderList whole = FolderReader.read(FileRoot.of(rig.root), large, SymlinkPolicy.INSIDE);
        assertEquals(FolderReader.MOST_ENTRIES / 2, whole.entries().size());
        assertFalse(whole.isCut());
        Files.createFile(large.resolve("one more"));
        FolderList cut = FolderReader.read(FileRoot.of(rig.root), large, SymlinkPolicy.INSIDE);
        assertTrue(cut.isCut());
        assertTrue(cut.entries().size() <= FolderReader.MOST_ENTRIES);
    }

    @Test
    void shouldSayThatThereIsNoRoomWhenTooMuchIsBeingSent() throws IOException {
        assertTrue(rig.room.take(9_900));
        RecordedExchange refused = rig.get("/pub/");
        assertEquals(503, refused.status());
        assertEquals("1", refused.field("Retry-After"));
        rig.room.give(9_900);
        assertEquals(200, rig.get("/pub/").status());
        assertEquals(10_000, rig.room.freeBytes());
    }

    @Test
    void shouldTellWhatIsWrongWhenTheFolderCannotBeRead() throws IOException {
        names("/pub/"); // so that only the folder itself is asked for
        rig.disk.beforeOpen(file -> {
            throw new AccessDeniedException(file.toString());
        });
        assertEquals(403, rig.get("/pub/").status());
        rig.disk.beforeOpen(file -> {
            throw new FileSystemException(file.toString(), null, "Too many open files");
        });
        assertEquals(503, rig.get("/pub/").status());
        rig.disk.beforeOpen(file -> {
            throw new NoSuchFileException(file.toString());
        });
        assertEquals(404, rig.get("/pub/").status());
        rig.disk.beforeOpen(file -> {
            throw new IOException("the disk is broken");
        });
        assertThrows(IllegalStateException.class, () -> rig.get("/pub/"));
        assertEquals(10_000, rig.room.freeBytes());
    }
}
