package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.ejet.conf.LocationMatch;
import io.ejet.conf.LocationSettings;
import io.ejet.conf.SymlinkPolicy;
import io.ejet.server.Offload;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHandlerTest {
    @TempDir
    Path folder;

    private FileRig rig;

    @BeforeEach
    void shouldHaveASiteWhenTestsStart() throws IOException {
        rig = new FileRig(folder.resolve("root"));
        rig.write("a.txt", "small");
        rig.write("large.html", FileRig.large(7));
        rig.write("empty.txt", "");
        rig.write("sub/index.html", "sub index");
        Files.createDirectory(rig.root.resolve("bare"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
    }

    @Test
    void shouldSendTheFileWhenItIsSmall() {
        RecordedExchange exchange = rig.get("/a.txt");
        assertEquals(200, exchange.status());
        assertEquals("small", exchange.text());
        assertEquals("text/plain", exchange.field("Content-Type"));
        assertEquals("5", exchange.field("Content-Length"));
        assertEquals("bytes", exchange.field("Accept-Ranges"));
        assertEquals("Tue, 14 Nov 2023 22:13:20 GMT", exchange.field("Last-Modified"));
        assertTrue(exchange.field("ETag").matches("\"5-17979cfe3d7ed4c0-[0-9a-f]+\""), exchange.field("ETag"));
        assertEquals(0, rig.stillOpen());
    }

    @Test
    void shouldSendTheFileWhenItIsLarge() {
        for (int i = 1; i <= 3; i++) {
            RecordedExchange exchange = rig.get("/large.html");
            assertEquals(200, exchange.status());
            assertEquals(FileRig.large(7), exchange.text());
            assertEquals("text/html", exchange.field("Content-Type"));
            assertEquals("bytes", exchange.field("Accept-Ranges"));
            assertEquals("300", exchange.field("Content-Length"));
            assertTrue(exchange.field("ETag").startsWith("\"12c-"));
            assertEquals(i, rig.disk.opens());
            rig.nextSecond();
            assertEquals(0, rig.disk.stillOpen());
        }
        assertEquals(0, rig.cache().fileCount());
    }

    @Test
    void shouldDrawTheLineWhenAFileIsJustSmall() throws IOException {
        rig.write("at", "x".repeat(FileRig.SMALL_BYTES));
        rig.write("above", "x".repeat(FileRig.SMALL_BYTES + 1));
        rig.get("/at");
        assertEquals(1, rig.cache().fileCount());
        rig.get("/above");
        assertEquals(1, rig.cache().fileCount());
    }

    @Test
    void shouldSendNothingWhenAFileIsEmpty() {
        RecordedExchange exchange = rig.get("/empty.txt");
        assertEquals(200, exchange.status());
        assertEquals("0", exchange.field("Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a.txt", "/large.html"})
    void shouldSendTheSameHeadWhenTheMethodIsHead(String path) {
        RecordedExchange got = rig.get(path);
        for (int i = 0; i < 2; i++) {
            RecordedExchange head = rig.handle(new RecordedExchange("HEAD", path, null));
            assertEquals(200, head.status());
            assertEquals("", head.text());
            for (String field : List.of("Content-Length", "Content-Type", "ETag", "Last-Modified", "Accept-Ranges")) {
                assertEquals(got.field(field), head.field(field));
            }
        }
        assertEquals(0, rig.stillOpen());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "BREW"})
    void shouldSayWhatIsAllowedWhenTheMethodIsAnother(String method) {
        RecordedExchange exchange = rig.handle(new RecordedExchange(method, "/a.txt", null));
        assertEquals(405, exchange.status());
        assertEquals("GET, HEAD", exchange.field("Allow"));
        assertEquals(0, rig.disk.looks());
    }

    @Test
    void shouldNotAskTheDiskWhenTheAnswerIsInMemory() {
        rig.get("/a.txt");
        int looks = rig.disk.looks();
        for (int i = 0; i < 10; i++) {
            assertEquals("small", rig.get("/a.txt").text());
        }
        assertEquals(looks, rig.disk.looks());
        assertEquals(1, rig.disk.opens());
        assertEquals(10, rig.count(FileCounter.HITS));
        assertEquals(1, rig.count(FileCounter.LOADS));
    }

    @Test
    void shouldSendTheIndexWhenAFolderHasOne() {
        RecordedExchange exchange = rig.get("/sub/");
        assertEquals(200, exchange.status());
        assertEquals("sub index", exchange.text());
        assertEquals("text/html", exchange.field("Content-Type"));
        assertEquals(1, rig.cache().fileCount());
    }

    @Test
    void shouldSendTheNextIndexWhenTheFirstIsNoReadableFile() throws IOException {
        Files.createDirectories(rig.root.resolve("odd/index.html"));
        rig.write("odd/index.htm", "second");
        assertEquals("second", rig.get("/odd/").text());
        rig.write("closed/index.html", "first");
        rig.write("closed/index.htm", "second");
        rig.disk.beforeOpen(FileHandlerTest::denyHtml);
        assertEquals("second", rig.get("/closed/").text());
    }

    private static void denyHtml(Path file) throws IOException {
        if (file.toString().endsWith(".html")) {
            throw new AccessDeniedException(file.toString());
        }
    }

    @Test
    void shouldForbidWhenAFolderHasNoIndex() throws IOException {
        assertEquals(403, rig.get("/bare/").status());
        rig.write("closed/index.html", "first");
        rig.disk.beforeOpen(FileHandlerTest::denyHtml);
        assertEquals(403, rig.get("/closed/").status());
    }

    @Test
    void shouldRedirectWhenAFolderLacksItsSlash() throws IOException {
        RecordedExchange exchange = rig.get("/sub");
        assertEquals(301, exchange.status());
        assertEquals("/sub/", exchange.field("Location"));
        assertEquals("/bare/", rig.get("/bare").field("Location"), "index or not");
        Files.createDirectories(rig.root.resolve("b ä?#%/c"));
        String encoded = "/b%20%C3%A4%3F%23%25/c/";
        assertEquals(encoded, rig.get("/b ä?#%/c").field("Location"));
        assertEquals(encoded, rig.get("/b ä?#%/c").field("Location"), "from memory");
        RecordedExchange query = rig.handle(new RecordedExchange("GET", "/sub", "a=%20b&c"));
        assertEquals("/sub/?a=%20b&c", query.field("Location"));
        RecordedExchange empty = rig.handle(new RecordedExchange("HEAD", "/sub", ""));
        assertEquals("/sub/?", empty.field("Location"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/none",
                "/none/",
                "/none/none.txt",
                "/a.txt/",
                "/a.txt/b",
                "/sub/none",
                "/a\0b",
                "/..",
                "/../secret.txt",
                "/sub/../../secret.txt",
                "/sub/../a.txt",
                "/./a.txt"
            })
    void shouldFindNothingWhenAPathLeadsNowhere(String path) {
        for (int i = 0; i < 2; i++) {
            RecordedExchange exchange = rig.get(path);
            assertEquals(404, exchange.status(), path);
            assertFalse(exchange.text().contains(path.substring(1)), "raw input in the answer");
            assertEquals("text/html; charset=utf-8", exchange.field("Content-Type"));
            assertNull(exchange.field("ETag"));
        }
        assertEquals(0, rig.disk.opens());
    }

    @Test
    void shouldFindNothingWhenANameIsTooLong() {
        assertEquals(404, rig.get("/" + "x".repeat(300)).status());
        assertEquals(404, rig.get("/" + "x/".repeat(3000)).status());
    }

    @Test
    void shouldFindNothingWhenItIsNoRegularFile() throws IOException {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(rig.root.resolve("socket")));
            assertEquals(404, rig.get("/socket").status());
            assertEquals(404, rig.get("/socket/").status());
        }
        Path device = Files.createSymbolicLink(rig.root.resolve("null"), Path.of("/dev/null"));
        rig.handler = rig.handler(LocationMatch.DEFAULT, "/", SymlinkPolicy.ON);
        assertEquals(404, rig.get("/null").status());
        assertEquals(0, rig.disk.opens());
        Files.delete(device);
    }

    @Test
    void shouldForbidWhenAFileMayNotBeRead() throws IOException {
        rig.disk.beforeOpen(file -> {
            throw new AccessDeniedException(file.toString());
        });
        assertEquals(403, rig.get("/a.txt").status());
        rig.disk.beforeLook(file -> {
            throw new AccessDeniedException(file.toString());
        });
        assertEquals(403, rig.get("/large.html").status());
        assertEquals(403, rig.get("/sub/").status());
    }

    @Test
    void shouldForbidWhenTheSystemDeniesIt() throws IOException {
        Path file = rig.root.resolve("a.txt");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "root may read everything");
        assertEquals(403, rig.get("/a.txt").status());
    }

    @Test
    void shouldAnswerUnavailableWhenNoDescriptorIsLeft() {
        rig.disk.beforeOpen(file -> {
            throw new FileSystemException(file.toString(), null, "Too many open files");
        });
        RecordedExchange exchange = rig.get("/a.txt");
        assertEquals(503, exchange.status());
        assertEquals("1", exchange.field("Retry-After"));
        assertEquals(503, rig.get("/large.html").status());
        assertEquals(503, rig.get("/sub/").status());
        assertEquals(3, rig.count(FileCounter.OPEN_FAILURES));
        rig.disk.beforeOpen(file -> {});
        assertEquals(200, rig.get("/a.txt").status(), "nothing of it is kept");
    }

    @Test
    void shouldThrowAndKeepNothingWhenAFileCannotBeRead() {
        rig.disk.afterOpen(file -> rig.disk.closeLastOpened());
        assertThrows(IllegalStateException.class, () -> rig.get("/a.txt"));
        assertEquals(0, rig.files.loads().size());
        assertEquals(0, rig.cache().fileCount());
    }

    @Test
    void shouldCloseWhenTheAnswerCannotBeSent() {
        RecordedExchange broken = RecordedExchange.get("/large.html");
        broken.failToSend();
        assertThrows(IllegalStateException.class, () -> rig.handle(broken));
        assertEquals(1, rig.disk.opens());
        assertEquals(0, rig.stillOpen());
        assertEquals(0, rig.files.loads().size());
    }

    @Test
    void shouldLeaveNothingOpenWhenTheMediaTypeCannotBeTold() {
        FileSetup setup = new FileSetup(
                () -> rig.files,
                Offload.inPlace(),
                () -> 0,
                100,
                name -> {
                    throw new IllegalStateException("no type");
                },
                FileRig.KEPT);
        LocationSettings location =
                new LocationSettings(LocationMatch.DEFAULT, "/", rig.root, List.of(), SymlinkPolicy.ON);
        FileHandler handler = new FileHandler(location, setup, rig.disk, () -> 0);
        for (String path : List.of("/a.txt", "/large.html")) {
            assertThrows(IllegalStateException.class, () -> handler.handle(RecordedExchange.get(path)));
        }
        assertEquals(0, rig.stillOpen());
    }

    @Test
    void shouldLeaveThePrefixOutWhenTheLocationIsAPrefixFirst() {
        rig.handler = rig.handler(LocationMatch.PREFIX_FIRST, "/files", SymlinkPolicy.INSIDE);
        assertEquals("small", rig.get("/files/a.txt").text());
        assertEquals("sub index", rig.get("/files/sub/").text());
        assertEquals("/files/", rig.get("/files").field("Location"));
        assertEquals(403, rig.get("/files/").status());
        assertEquals("/files/sub/", rig.get("/files/sub").field("Location"));
        assertEquals(404, rig.get("/files../secret.txt").status());
        assertEquals(404, rig.get("/files..").status());
        rig.handler = rig.handler(LocationMatch.PREFIX, "/sub", SymlinkPolicy.INSIDE);
        assertEquals("sub index", rig.get("/sub/").text());
    }

    @Test
    void shouldServeEachItsOwnWhenTwoLocationsHaveTheSamePath() throws IOException {
        FileHandler first = rig.handler;
        FileHandler second = rig.handler(LocationMatch.PREFIX_FIRST, "/a.txt", SymlinkPolicy.INSIDE);
        for (int i = 0; i < 2; i++) {
            RecordedExchange file = RecordedExchange.get("/a.txt");
            first.handle(file);
            assertEquals(200, file.status());
            RecordedExchange redirect = RecordedExchange.get("/a.txt");
            second.handle(redirect);
            assertEquals(301, redirect.status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../../x", ".."})
    void shouldRefuseAnIndexNameWhenItLeavesTheFolder(String name) {
        LocationSettings location =
                new LocationSettings(LocationMatch.DEFAULT, "/", rig.root, List.of(name), SymlinkPolicy.ON);
        FileSetup setup = new FileSetup(() -> rig.files, Offload.inPlace(), () -> 0, 100, type -> type, FileRig.KEPT);
        assertThrows(IllegalArgumentException.class, () -> new FileHandler(location, setup));
    }
}
