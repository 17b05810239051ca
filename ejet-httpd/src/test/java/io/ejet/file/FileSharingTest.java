package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.server.Offload;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files behind an offload with one thread, which looks at the disk only when the test lets it. */
class FileSharingTest {
    private static final int MAX_WAITING = 4;

    @TempDir
    Path folder;

    private final Semaphore looksAllowed = new Semaphore(0);
    private final Semaphore looksBegun = new Semaphore(0);
    private final Offload offload = Offload.pool("test-offload-", 1, MAX_WAITING);
    private FileRig rig;

    @BeforeEach
    void shouldHaveASlowDiskWhenTestsStart() throws IOException {
        rig = new FileRig(folder.resolve("root"), offload);
        rig.write("a.txt", "small");
        rig.write("large.txt", FileRig.large(1));
        rig.disk.beforeLook(file -> {
            looksBegun.release();
            looksAllowed.acquireUninterruptibly();
        });
    }

    @AfterEach
    void shouldLeaveNothingWhenTestsEnd() {
        looksAllowed.release(1_000_000);
        offload.close();
        assertEquals(0, rig.stillOpen());
        assertEquals(0, rig.files.loads().size());
    }

    private void letLook() {
        looksAllowed.release(1_000_000);
    }

    private List<RecordedExchange> get(String path, int count) {
        List<RecordedExchange> exchanges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exchanges.add(rig.get(path));
        }
        return exchanges;
    }

    @Test
    void shouldAskTheDiskOnceWhenManyWantTheSameFile() throws InterruptedException {
        List<RecordedExchange> exchanges = get("/a.txt", 100);
        assertEquals(1, rig.files.loads().size());
        letLook();
        exchanges.get(0).await();
        for (RecordedExchange exchange : exchanges) {
            assertEquals("small", exchange.await().text());
            assertEquals(1, exchange.answers());
        }
        assertEquals(1, rig.disk.opens());
        assertEquals(99, rig.count(FileCounter.SHARED));
        assertEquals(1, rig.count(FileCounter.LOADS));
        assertTrue(rig.get("/a.txt").isAnswered(), "from memory, at once");
    }

    @Test
    void shouldCheckOnceWhenManyFindTheFileUntrusted() throws InterruptedException {
        letLook();
        rig.get("/a.txt").await();
        int looks = rig.disk.looks();
        rig.nextSecond();
        looksAllowed.drainPermits();
        List<RecordedExchange> exchanges = get("/a.txt", 50);
        letLook();
        exchanges.get(0).await();
        for (RecordedExchange exchange : exchanges) {
            assertEquals("small", exchange.await().text());
        }
        assertEquals(looks + 1, rig.disk.looks());
        assertEquals(1, rig.count(FileCounter.CONFIRMED));
    }

    @Test
    void shouldAnswerEachByItsOwnConditionsWhenTheyShareALoad() throws InterruptedException {
        RecordedExchange first = rig.get("/a.txt");
        RecordedExchange part = rig.get("/a.txt", "Range", "bytes=1-2");
        RecordedExchange known = rig.get("/a.txt", "If-None-Match", "*");
        letLook();
        first.await();
        assertEquals(206, part.await().status());
        assertEquals("ma", part.text());
        assertEquals(304, known.await().status());
    }

    @Test
    void shouldOpenALargeFileOnceWhenManyWantIt() throws InterruptedException {
        List<RecordedExchange> exchanges = get("/large.txt", 30);
        letLook();
        exchanges.get(0).await();
        for (RecordedExchange exchange : exchanges) {
            assertEquals(FileRig.large(1), exchange.await().text());
        }
        assertEquals(1, rig.disk.opens());
        rig.nextSecond();
        assertEquals(0, rig.disk.stillOpen());
        looksAllowed.drainPermits();
        List<RecordedExchange> more = get("/large.txt", 30);
        letLook();
        more.get(0).await();
        for (RecordedExchange exchange : more) {
            assertEquals(200, exchange.await().status());
        }
        assertEquals(2, rig.disk.opens());
    }

    @Test
    void shouldLoadOnceForEachAtMostWhenALargeFileCannotBeShared() throws IOException, InterruptedException {
        Files.setLastModifiedTime(rig.root.resolve("large.txt"), FileTime.fromMillis(FileRig.WALL_MS));
        List<RecordedExchange> exchanges = get("/large.txt", MAX_WAITING);
        letLook();
        exchanges.get(0).await();
        for (RecordedExchange exchange : exchanges) {
            assertEquals(FileRig.large(1), exchange.await().text());
        }
        assertEquals(MAX_WAITING, rig.count(FileCounter.LOADS));
    }

    @Test
    void shouldBeginAnewWhenTheFirstOfManyGoesAway() throws InterruptedException {
        List<RecordedExchange> exchanges = get("/a.txt", 4);
        looksBegun.acquire();
        exchanges.get(2).lose();
        exchanges.get(0).lose();
        assertEquals(0, rig.files.loads().size());
        letLook();
        assertEquals("small", exchanges.get(1).await().text());
        assertEquals("small", exchanges.get(3).await().text());
        assertFalse(exchanges.get(0).isAnswered() || exchanges.get(2).isAnswered());
        awaitDisposed(1);
    }

    @Test
    void shouldCloseTheFileWhenNobodyIsLeftToTakeIt() throws InterruptedException {
        RecordedExchange gone = rig.get("/large.txt");
        looksBegun.acquire();
        gone.lose();
        letLook();
        awaitDisposed(1);
        assertEquals(1, rig.disk.opens());
        assertEquals(0, rig.stillOpen());
    }

    @Test
    void shouldCloseTheFileWhenTheExchangeEndsBeforeItsTask() throws InterruptedException {
        RecordedExchange late = rig.get("/large.txt");
        letLook();
        late.awaitTask();
        assertEquals(1, rig.stillOpen());
        late.lose();
        assertEquals(0, rig.stillOpen());
        late.runTasks();
        assertFalse(late.isAnswered());
    }

    /** The one thread takes calls in their order: what is answered after it has disposed of what was asked before. */
    private void awaitDisposed(int count) throws InterruptedException {
        rig.get("/none").await();
        assertEquals(count, offload.disposed());
    }

    @Test
    void shouldAskAgainWhenTheLoadUnderWayIsASecondOld() throws InterruptedException {
        RecordedExchange first = rig.get("/a.txt");
        rig.nowNs += FileRig.SECOND_NS - 1;
        RecordedExchange joined = rig.get("/a.txt");
        assertEquals(1, rig.count(FileCounter.SHARED));
        rig.nowNs += 1;
        RecordedExchange second = rig.get("/a.txt");
        assertEquals(1, rig.count(FileCounter.SHARED));
        assertEquals(2, rig.count(FileCounter.LOADS));
        letLook();
        for (RecordedExchange exchange : List.of(first, joined, second)) {
            assertEquals("small", exchange.await().text());
        }
    }

    @Test
    void shouldKeepTheNewLoadJoinableWhenAnOldOneEnds() throws InterruptedException {
        RecordedExchange old = rig.get("/a.txt");
        rig.nowNs += FileRig.SECOND_NS;
        RecordedExchange next = rig.get("/a.txt");
        looksAllowed.release(2); // before and after it is read: those of the old load
        old.await();
        assertEquals(1, rig.files.loads().size());
        rig.nowNs += 1;
        RecordedExchange joined = rig.get("/a.txt");
        assertEquals(1, rig.count(FileCounter.SHARED));
        letLook();
        assertEquals(200, next.await().status());
        assertEquals(200, joined.await().status());
    }

    @Test
    void shouldRefuseWhenTooManyAsk() throws InterruptedException {
        RecordedExchange running = rig.get("/large.txt");
        looksBegun.acquire();
        List<RecordedExchange> waiting = new ArrayList<>();
        for (int i = 0; i < MAX_WAITING; i++) {
            waiting.add(rig.get("/none" + i));
        }
        RecordedExchange refused = rig.get("/one-too-many");
        assertEquals(503, refused.status());
        assertEquals("1", refused.field("Retry-After"));
        assertEquals(1, offload.refused());
        assertEquals(1 + MAX_WAITING, rig.files.loads().size());
        letLook();
        assertEquals(200, running.await().status());
        for (RecordedExchange exchange : waiting) {
            assertEquals(404, exchange.await().status());
        }
        assertEquals(404, rig.get("/one-too-many").await().status(), "there is room again");
    }

    @Test
    void shouldAskForItselfWhenTooManyWaitForOne() throws InterruptedException {
        RecordedExchange first = rig.get("/a.txt");
        List<RecordedExchange> waiters = get("/a.txt", FileLoad.MAX_WAITERS);
        assertEquals(FileLoad.MAX_WAITERS, rig.count(FileCounter.SHARED));
        RecordedExchange own = rig.get("/a.txt");
        assertEquals(2, rig.count(FileCounter.LOADS));
        letLook();
        assertEquals(200, first.await().status());
        assertEquals(200, own.await().status());
        assertEquals(200, waiters.get(FileLoad.MAX_WAITERS - 1).await().status());
    }

    @Test
    void shouldTellAllWhenTheDiskFails() throws InterruptedException {
        rig.disk.beforeOpen(file -> {
            throw new FileSystemException(file.toString(), null, "Too many open files");
        });
        List<RecordedExchange> exchanges = get("/a.txt", 3);
        letLook();
        for (RecordedExchange exchange : exchanges) {
            assertEquals(503, exchange.await().status());
            assertEquals("1", exchange.field("Retry-After"));
        }
        assertEquals(1, rig.count(FileCounter.OPEN_FAILURES));
    }

    @Test
    void shouldTellAllWhenTheLoaderThrows() throws InterruptedException {
        rig.disk.beforeOpen(file -> {
            throw new IOException("Input/output error");
        });
        List<RecordedExchange> exchanges = get("/a.txt", 3);
        letLook();
        assertThrows(IllegalStateException.class, () -> exchanges.get(0).await()); // the server makes a 500 of it
        assertEquals(500, exchanges.get(1).await().status());
        assertEquals(500, exchanges.get(2).await().status());
    }

    @Test
    void shouldRefuseAllWhenTheOffloadClosesBeforeTheirTurn() throws InterruptedException {
        RecordedExchange running = rig.get("/large.txt");
        looksBegun.acquire();
        List<RecordedExchange> waiting = get("/a.txt", 3);
        assertFalse(offload.close(Duration.ZERO), "one thread is busy");
        for (RecordedExchange exchange : waiting) {
            assertEquals(503, exchange.await().status());
        }
        assertEquals(503, rig.get("/late").status());
        letLook();
        assertEquals(200, running.await().status());
        assertTrue(offload.close(Duration.ofSeconds(60)));
    }

    @Test
    void shouldServeTheNewStateWhenTheFileChangesBeforeAnOldLoadEnds() throws InterruptedException, IOException {
        RecordedExchange old = rig.get("/a.txt");
        looksBegun.acquire();
        rig.nowNs += FileRig.SECOND_NS;
        RecordedExchange next = rig.get("/a.txt");
        letLook();
        old.awaitTask();
        next.await();
        old.await(); // its answer comes last, and is older: not trusted
        Files.delete(rig.root.resolve("a.txt"));
        assertEquals(404, rig.get("/a.txt").await().status());
    }
}
