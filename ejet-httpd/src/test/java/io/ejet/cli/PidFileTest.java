package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that only one process has. */
class PidFileTest {
    @TempDir
    private Path folder;

    private static String id() {
        return ProcessHandle.current().pid() + "\n";
    }

    @Test
    void shouldHoldTheIdOfTheProcessAsLongAsItIsOpen() throws Exception {
        Path path = folder.resolve("pid");
        try (PidFile file = PidFile.lock(path)) {
            assertEquals(id(), Files.readString(path), file::toString);
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void shouldTakeOverWhatACrashHasLeft() throws Exception {
        Path path = folder.resolve("pid");
        Files.writeString(path, "123456789012\nand more");
        try (PidFile file = PidFile.lock(path)) {
            assertEquals(id(), Files.readString(path), file::toString);
        }
    }

    @Test
    void shouldNameTheProcessThatHasIt() throws Exception {
        Path path = folder.resolve("pid");
        try (PidFile file = PidFile.lock(path)) {
            StartFailure failure = assertThrows(StartFailure.class, () -> PidFile.lock(path), file::toString);
            assertEquals(
                    "another eJet, process " + id().strip() + ", has the pid lock file " + path, failure.getMessage());
            assertEquals(id(), Files.readString(path));
        }
    }

    @Test
    void shouldLeaveTheFileOfAnotherAlone() throws Exception {
        Path path = folder.resolve("pid");
        try (PidFile file = PidFile.lock(path)) {
            Files.move(path, folder.resolve("moved")); // so that the new one is another file for certain
            Files.writeString(path, "another");
            assertTrue(Files.exists(path), file::toString);
        }
        assertEquals("another", Files.readString(path));
    }

    @Test
    void shouldSayInOneLineThatItCannotBeWritten() throws IOException {
        Path path = folder.resolve("none/pid");
        StartFailure failure = assertThrows(StartFailure.class, () -> PidFile.lock(path));
        assertEquals("cannot write the pid lock file " + path + ": no such file or folder", failure.getMessage());
    }

    @Test
    void shouldBeNothingWhenNoneIsAskedFor() throws Exception {
        assertNull(PidFile.lock(null));
    }
}
