package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files and clients that take their time. */
class SharedFileTest {
    @TempDir
    Path folder;

    private FileRig rig;

    @BeforeEach
    void shouldHaveALargeFileWhenTestsStart() throws IOException {
        rig = new FileRig(folder.resolve("root"));
        rig.write("large.txt", FileRig.large(1));
    }

    @AfterEach
    void shouldHaveClosedAllWhenTestsEnd() {
        assertEquals(0, rig.stillOpen());
    }

    private RecordedExchange slow(String... headers) {
        return rig.handle(RecordedExchange.get("/large.txt", headers).takingFilesLater());
    }

    @Test
    void shouldShareTheFileWhileAnyoneIsSentIt() {
        RecordedExchange first = slow();
        RecordedExchange second = slow();
        first.takeFile();
        RecordedExchange third = slow();
        rig.later.forEach(Runnable::run);
        assertEquals(1, rig.disk.stillOpen());
        assertEquals(1, rig.disk.opens());
        assertEquals(2, rig.count(FileCounter.HITS));
        second.takeFile();
        third.takeFile();
        assertEquals(FileRig.large(1), first.text());
        assertEquals(FileRig.large(1), second.text());
        assertEquals(FileRig.large(1), third.text());
    }

    @Test
    void shouldKeepTheFileOpenForASecondWhenNobodyIsSentIt() {
        slow().takeFile();
        slow().takeFile();
        assertEquals(1, rig.disk.opens());
        assertEquals(1, rig.disk.stillOpen());
        rig.nextSecond();
        assertEquals(0, rig.disk.stillOpen());
        slow().takeFile();
        assertEquals(2, rig.disk.opens());
    }

    @Test
    void shouldKeepNoMoreThanSoManyFilesOpen() throws IOException {
        for (int i = 0; i < OwnerFiles.MAX_KEPT_OPEN + 10; i++) {
            rig.write(i + ".txt", FileRig.large(i % 10));
            assertEquals(FileRig.large(i % 10), rig.get("/" + i + ".txt").text());
        }
        assertEquals(OwnerFiles.MAX_KEPT_OPEN, rig.disk.stillOpen());
        rig.nextSecond();
        assertEquals(0, rig.disk.stillOpen());
    }

    @Test
    void shouldCloseAfterTheLastUserWhenTheServerHasStopped() {
        RecordedExchange last = slow();
        rig.files.close();
        assertEquals(1, rig.disk.stillOpen());
        last.takeFile();
        assertEquals(0, rig.disk.stillOpen());
        rig.nextSecond(); // its timer finds nothing
    }

    @Test
    void shouldOpenTheFileAnewForEachPart() throws IOException {
        RecordedExchange whole = slow();
        String tag = whole.field("ETag");
        rig.write("large.txt", FileRig.large(2));
        Files.setLastModifiedTime(rig.root.resolve("large.txt"), FileTime.fromMillis(FileRig.WALL_MS - 60_000));
        RecordedExchange rest = slow("Range", "bytes=4-7", "If-Range", tag);
        assertEquals(200, rest.status(), "the state that the tag stands for is gone");
        rest.takeFile();
        assertEquals(FileRig.large(2), rest.text());
        RecordedExchange part = slow("Range", "bytes=4-7");
        part.takeFile();
        assertEquals("2222", part.text());
        whole.takeFile();
    }

    @Test
    void shouldNotShareAFileThatWasChangedAMomentAgo() throws IOException {
        Files.setLastModifiedTime(rig.root.resolve("large.txt"), FileTime.fromMillis(FileRig.WALL_MS - 1));
        RecordedExchange first = slow();
        slow().takeFile();
        assertEquals(2, rig.disk.opens());
        assertEquals(1, rig.disk.stillOpen());
        first.takeFile();
        assertEquals(0, rig.disk.stillOpen());
    }

    @Test
    void shouldSendAndKeepNothingWhenTheOwnerIsAboutToStop() {
        rig.stopping = true;
        assertEquals(FileRig.large(1), rig.get("/large.txt").text());
        assertEquals(0, rig.disk.stillOpen());
    }

    @Test
    void shouldSendWhatIsThereNowWhenTheFileWasOpenedASecondAgo() throws IOException {
        RecordedExchange first = slow();
        Path next = rig.write("next.txt", FileRig.large(2));
        Files.move(next, rig.root.resolve("large.txt"), StandardCopyOption.REPLACE_EXISTING);
        rig.nextSecond();
        RecordedExchange second = slow();
        first.takeFile();
        second.takeFile();
        assertEquals(FileRig.large(1), first.text());
        assertEquals(FileRig.large(2), second.text());
    }

    @Test
    void shouldLeaveTheFileToOthersWhenOneNeedNotBeSentIt() {
        RecordedExchange first = slow();
        assertEquals(304, slow("If-None-Match", "*").status());
        RecordedExchange broken = RecordedExchange.get("/large.txt");
        broken.failToSend();
        assertThrows(IllegalStateException.class, () -> rig.handle(broken));
        assertEquals(1, rig.disk.stillOpen());
        first.takeFile();
        assertEquals(FileRig.large(1), first.text());
    }
}
