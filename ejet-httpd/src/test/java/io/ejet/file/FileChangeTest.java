package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.LocationMatch;
import io.ejet.conf.LocationSettings;
import io.ejet.conf.SymlinkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept follows the disk within a second of the test's clock, and asks it no more often than that. */
class FileChangeTest {
    @TempDir
    Path folder;

    private FileRig rig;

    @BeforeEach
    void shouldHaveASiteWhenTestsStart() throws IOException {
        rig = new FileRig(folder.resolve("root"));
        rig.write("a.txt", "first");
    }

    @Test
    void shouldNoticeAChangeWhenASecondHasPassed() throws IOException {
        assertEquals("first", rig.get("/a.txt").text());
        rig.write("a.txt", "changed");
        rig.nowNs += FileRig.SECOND_NS - 1;
        assertEquals("first", rig.get("/a.txt").text(), "trusted");
        rig.nowNs += 1;
        assertEquals("changed", rig.get("/a.txt").text());
        assertEquals("7", rig.get("/a.txt").field("Content-Length"));
    }

    @Test
    void shouldAskOnceASecondWhenNothingChanges() {
        rig.get("/a.txt");
        int looks = rig.disk.looks();
        for (int second = 1; second <= 5; second++) {
            rig.nextSecond();
            for (int i = 0; i < 10; i++) {
                assertEquals("first", rig.get("/a.txt").text());
            }
            assertEquals(looks + second, rig.disk.looks());
        }
        assertEquals(1, rig.disk.opens());
        assertEquals(5, rig.count(FileCounter.CONFIRMED));
    }

    @Test
    void shouldNoticeWhenAFileIsRemovedAndComesBack() throws IOException {
        rig.get("/a.txt");
        Files.delete(rig.root.resolve("a.txt"));
        assertEquals(200, rig.get("/a.txt").status());
        rig.nextSecond();
        assertEquals(404, rig.get("/a.txt").status());
        assertEquals(0, rig.cache().fileCount());
        rig.write("a.txt", "again");
        assertEquals(404, rig.get("/a.txt").status(), "what is not there is trusted, too");
        rig.nextSecond();
        assertEquals("again", rig.get("/a.txt").text());
        assertEquals(0, rig.cache().missingCount());
    }

    @Test
    void shouldAskOnceASecondWhenAFileIsNotThere() {
        for (int second = 1; second <= 3; second++) {
            for (int i = 0; i < 10; i++) {
                assertEquals(404, rig.get("/none").status());
            }
            assertEquals(second, rig.disk.looks());
            rig.nextSecond();
        }
    }

    @Test
    void shouldNoticeWhenAnotherFileOfTheSameSizeAndTimeTakesTheName() throws IOException {
        String tag = rig.get("/a.txt").field("ETag");
        Path other = rig.write("b.txt", "other");
        Files.move(other, rig.root.resolve("a.txt"), StandardCopyOption.ATOMIC_MOVE);
        rig.nextSecond();
        RecordedExchange exchange = rig.get("/a.txt");
        assertEquals("other", exchange.text());
        assertNotEquals(tag, exchange.field("ETag"));
    }

    @Test
    void shouldNoticeAChangeOfTimeAloneWhenItIsANanosecond() throws IOException {
        String tag = rig.get("/a.txt").field("ETag");
        Files.setLastModifiedTime(
                rig.root.resolve("a.txt"),
                FileTime.from(FileRig.MODIFIED.toInstant().plusNanos(1)));
        rig.nextSecond();
        assertNotEquals(tag, rig.get("/a.txt").field("ETag"));
    }

    @Test
    void shouldReadAgainWhenAFileWasModifiedJustBeforeItWasRead() throws IOException {
        FileTime now = FileTime.fromMillis(rig.wallMs - 1);
        Path file = rig.root.resolve("a.txt");
        Files.setLastModifiedTime(file, now);
        assertEquals("first", rig.get("/a.txt").text());
        Files.writeString(file, "later");
        Files.setLastModifiedTime(file, now); // the same tick of the file system's clock
        rig.nextSecond();
        assertEquals("later", rig.get("/a.txt").text());
        rig.nextSecond();
        rig.nextSecond();
        rig.get("/a.txt");
        int opens = rig.disk.opens();
        rig.nextSecond();
        rig.get("/a.txt");
        assertEquals(opens, rig.disk.opens(), "settled by now");
    }

    @Test
    void shouldNotKeepAFileWhenItChangesWhileItIsRead() throws IOException {
        rig.disk.afterOpen(file -> Files.writeString(file, "and more of it"));
        RecordedExchange torn = rig.get("/a.txt");
        assertEquals(200, torn.status());
        assertEquals(5, torn.body().length, "as much as was promised");
        assertEquals(0, rig.cache().fileCount());
        rig.disk.afterOpen(file -> {});
        RecordedExchange whole = rig.get("/a.txt");
        assertEquals("and more of it", whole.text());
        assertNotEquals(torn.field("ETag"), whole.field("ETag"));
    }

    @Test
    void shouldNotKeepAFileWhenItShrinksOrGoesWhileItIsRead() throws IOException {
        rig.disk.afterOpen(file -> Files.writeString(file, "fi"));
        RecordedExchange shrunk = rig.get("/a.txt");
        assertEquals("fi", shrunk.text());
        assertEquals("2", shrunk.field("Content-Length"));
        assertEquals(0, rig.cache().fileCount());
        rig.disk.afterOpen(Files::delete);
        assertEquals("fi", rig.get("/a.txt").text());
        assertEquals(0, rig.cache().fileCount());
        assertEquals(404, rig.get("/a.txt").status());
        assertEquals(0, rig.stillOpen());
    }

    @Test
    void shouldForgetWhatItKeptWhenTheNewStateIsNotStable() throws IOException {
        rig.get("/a.txt");
        rig.write("a.txt", "second");
        rig.disk.afterOpen(file -> Files.writeString(file, "third state"));
        rig.nextSecond();
        rig.get("/a.txt");
        assertEquals(0, rig.cache().fileCount());
    }

    @Test
    void shouldNoticeWhenAFileGrowsLargeAndSmallAgain() throws IOException {
        rig.get("/a.txt");
        rig.write("a.txt", FileRig.large(1));
        rig.nextSecond();
        assertEquals(FileRig.large(1), rig.get("/a.txt").text());
        assertEquals(0, rig.cache().fileCount());
        rig.write("a.txt", "small");
        rig.nextSecond();
        assertEquals("small", rig.get("/a.txt").text());
        assertEquals(1, rig.cache().fileCount());
        assertEquals(0, rig.cache().missingCount());
        Files.delete(rig.root.resolve("a.txt"));
        rig.nextSecond();
        assertEquals(404, rig.get("/a.txt").status());
    }

    @Test
    void shouldNoticeWhenAnIndexOfHigherRankAppears() throws IOException {
        rig.write("sub/index.htm", "second rank");
        assertEquals("second rank", rig.get("/sub/").text());
        rig.write("sub/index.html", "first rank");
        rig.nextSecond();
        assertEquals("first rank", rig.get("/sub/").text());
        Files.delete(rig.root.resolve("sub/index.html"));
        rig.nextSecond();
        assertEquals("second rank", rig.get("/sub/").text());
    }

    @Test
    void shouldNoticeWhenAFileBecomesAFolder() throws IOException {
        Path file = rig.root.resolve("a.txt");
        rig.get("/a.txt");
        Files.delete(file);
        Files.createDirectory(file);
        rig.nextSecond();
        assertEquals(301, rig.get("/a.txt").status());
        Files.delete(file);
        rig.write("a.txt", "back");
        rig.nextSecond();
        assertEquals("back", rig.get("/a.txt").text());
    }

    @Test
    void shouldNoticeWhenALinkedRootIsTurned() throws IOException {
        Path current = folder.resolve("current");
        Files.createSymbolicLink(current, rig.root);
        FileRig site = new FileRig(current);
        assertEquals("first", site.get("/a.txt").text());
        FileRig next = new FileRig(folder.resolve("next"));
        next.write("a.txt", "of the new release");
        Files.createSymbolicLink(folder.resolve("turn"), next.root);
        Files.move(folder.resolve("turn"), current, StandardCopyOption.ATOMIC_MOVE);
        site.nextSecond();
        assertEquals("of the new release", site.get("/a.txt").text());
    }

    @Test
    void shouldNotTellALaterModificationThanTheAnswersDate() throws IOException {
        Files.setLastModifiedTime(rig.root.resolve("a.txt"), FileTime.fromMillis(rig.wallMs + 3_600_000));
        assertEquals("Tue, 14 Nov 2023 22:23:20 GMT", rig.get("/a.txt").field("Last-Modified"));
    }

    @Test
    void shouldStayWithinItsBoundsWhenManyFilesAreServed() throws IOException {
        OwnerFiles few = new OwnerFiles((delayMs, task) -> false);
        for (int i = 0; i < 40; i++) {
            rig.write("f" + i, "x".repeat(50));
        }
        CacheTerms terms = new CacheTerms(1, 20_000, 10);
        FileSetup setup = new FileSetup(() -> few, rig.offload, () -> rig.nowNs, 100, name -> "text/plain", terms);
        FileHandler handler = new FileHandler(
                new LocationSettings(LocationMatch.DEFAULT, "/", rig.root, List.of(), SymlinkPolicy.INSIDE),
                setup,
                rig.disk,
                () -> rig.wallMs);
        for (int i = 0; i < 200; i++) {
            RecordedExchange exchange = RecordedExchange.get("/f" + i % 40);
            handler.handle(exchange);
            assertEquals(50, exchange.body().length);
            assertTrue(few.cache(terms).fileCount() <= 10 && few.cache(terms).bytes() <= 20_000);
        }
        assertEquals(190, few.counters().get(FileCounter.EVICTIONS));
    }
}
