package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that leads elsewhere before and after its file is opened. */
class OpenedFileTest {
    @TempDir
    Path folder;

    private final List<FileChannel> opened = new ArrayList<>();
    private Path one;
    private Path two;

    @BeforeEach
    void shouldHaveTwoFilesWhenTestsStart() throws IOException {
        one = Files.writeString(folder.resolve("one"), "1");
        two = Files.writeString(folder.resolve("two"), "22");
    }

    private FileChannel openOne() throws IOException {
        FileChannel channel = FileChannel.open(one);
        opened.add(channel);
        return channel;
    }

    private OpenedFile open(Path... looks) throws IOException {
        Iterator<Path> next = List.of(looks).iterator();
        return OpenedFile.open(one, () -> Files.readAttributes(next.next(), BasicFileAttributes.class), this::openOne);
    }

    @Test
    void shouldTellTheLaterStateWhenTheFileIsTheSame() throws IOException {
        Iterator<String> contents = List.of("1", "333").iterator();
        OpenedFile file = OpenedFile.open(
                one,
                () -> Files.readAttributes(Files.writeString(one, contents.next()), BasicFileAttributes.class),
                this::openOne);
        assertEquals(3, file.stamp().sizeBytes());
        assertTrue(file.channel().isOpen());
        file.channel().close();
    }

    @Test
    void shouldOpenAgainWhenAnotherHasTakenTheName() throws IOException {
        OpenedFile file = open(one, two, two, one, one, one);
        assertEquals(3, opened.size());
        assertFalse(opened.get(0).isOpen() || opened.get(1).isOpen());
        assertSame(opened.get(2), file.channel());
        file.channel().close();
    }

    @Test
    void shouldGiveUpWhenOthersTakeTheNameAgainAndAgain() {
        assertThrows(NoSuchFileException.class, () -> open(one, two, one, two, one, two, one, one));
        assertEquals(3, opened.size());
        assertTrue(opened.stream().noneMatch(FileChannel::isOpen));
    }

    @Test
    void shouldCloseWhenTheNameIsGoneAfterwards() {
        assertThrows(NoSuchFileException.class, () -> open(one, folder.resolve("none")));
        assertEquals(1, opened.size());
        assertFalse(opened.get(0).isOpen());
    }

    @Test
    void shouldPassOnWhatTheOpenerThrows() {
        assertThrows(
                AccessDeniedException.class,
                () -> OpenedFile.open(one, () -> Files.readAttributes(one, BasicFileAttributes.class), () -> {
                    throw new AccessDeniedException("one");
                }));
    }
}
