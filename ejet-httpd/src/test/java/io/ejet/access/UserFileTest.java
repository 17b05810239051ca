package io.ejet.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFileTest {
    /** Of "secret". */
    private static final String SHA = "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=";

    /** Of "other". */
    private static final String OTHER = "{SHA}0JQeaNqPOBUf+Gph/Fn3xc+fyqI=";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = folder.resolve("users");
        write("bob:" + SHA + "\n", 100);
    }

    /** With a time of modification that lies safely in the past, so that the file is settled. */
    private void write(String text, int seconds) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(seconds * 1000L));
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static boolean admits(UserFile users, String user, String password) throws IOException {
        return users.admits(Credentials.of(basic(user, password)));
    }

    @Test
    void shouldAdmitWhoKnowsHisPassword() throws IOException {
        write("# staff\n\nbob:" + SHA + ":comment\r\nbob:" + OTHER + "\n zoë:" + OTHER + " \n", 100);
        UserFile users = UserFile.load(file);
        assertEquals(List.of(), users.problems());
        assertTrue(admits(users, "bob", "secret"));
        assertFalse(admits(users, "bob", "other"));
        assertFalse(admits(users, "Bob", "secret"));
        assertTrue(admits(users, "zoë", "other"));
        assertFalse(admits(users, "alice", "secret"));
        assertFalse(admits(users, "", "secret"));
        write("", 100);
        assertFalse(admits(UserFile.load(file), "bob", "secret"));
    }

    @Test
    void shouldReadAFileAgainWhenItHasChanged() throws IOException {
        UserFile users = UserFile.load(file);
        long reading = users.readingId();
        assertTrue(admits(users, "bob", "secret"));
        assertEquals(reading, users.readingId());
        write("alice:" + SHA, 200);
        assertFalse(admits(users, "bob", "secret"));
        assertTrue(admits(users, "alice", "secret"));
        assertNotEquals(reading, users.readingId());
        Files.delete(file);
        assertThrows(IOException.class, () -> admits(users, "alice", "secret"));
    }

    @Test
    void shouldReadAFileAgainThatMayHaveChangedWithinATickOfItsClock() throws IOException {
        Files.writeString(file, "bob:" + SHA);
        FileTime time = FileTime.fromMillis(System.currentTimeMillis() + 60_000);
        Files.setLastModifiedTime(file, time);
        UserFile users = UserFile.load(file);
        assertTrue(admits(users, "bob", "secret"));
        Files.writeString(file, "bob:" + OTHER); // as long as before
        Files.setLastModifiedTime(file, time);
        assertFalse(admits(users, "bob", "secret"));
    }

    @Test
    void shouldSayWhichLinesAreWrongWithoutTheirText() throws IOException {
        write("bob:secret\n:x\nnobody\nalice:" + SHA + "\neve:rqXexS6ZhobKA\n" + "n".repeat(256) + ":" + SHA, 100);
        UserFile users = UserFile.load(file);
        List<Integer> lines = new ArrayList<>();
        for (UserFileProblem problem : users.problems()) {
            lines.add(problem.line());
            assertFalse(
                    problem.message().contains("secret") || problem.message().contains("eve"));
        }
        assertEquals(List.of(1, 2, 3, 5, 6), lines);
        assertTrue(admits(users, "alice", "secret"));
        assertFalse(admits(users, "bob", "secret"));
    }

    @Test
    void shouldRefuseAFileThatIsTooLong() throws IOException {
        write("#".repeat(UserFile.MOST_BYTES) + "\n", 100);
        assertThrows(IOException.class, () -> UserFile.load(file));
        write("#".repeat(UserFile.MOST_BYTES - 1) + "\n", 100);
        assertEquals(List.of(), UserFile.load(file).problems());
    }

    /** Counted, not timed: a name that is not there is compared with the costliest hash that is. */
    @Test
    void shouldCompareAPasswordAlsoForANameThatIsNotThere() {
        Users users = new Users("a:" + SHA + "\nb:$2b$12$XfhZ68FT1RXZCWN7DCFaReOyf5rky7ffCTvN8nV82BdBva1mvZJcm\n");
        assertEquals(12, users.comparedWith("nobody").cost());
        assertEquals(0, users.comparedWith("a").cost());
        assertNull(new Users("").comparedWith("nobody"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic !!!",
                "Bearer Ym9iOnNlY3JldA==",
                "Basic Ym9i",
                "Basic Ym9iOgo=",
                "Basic/Ym9iOnNlY3JldA=="
            })
    void shouldFindNoCredentialsWhereThereAreNone(String field) {
        assertNull(Credentials.of(field));
    }

    @Test
    void shouldTakeCredentialsApartAtTheFirstColon() {
        Credentials credentials =
                Credentials.of("bASIC  " + basic("bob", "a:b:").substring(6));
        assertEquals("bob", credentials.user());
        assertEquals("a:b:", new String(credentials.password(), StandardCharsets.UTF_8));
        assertFalse(credentials.toString().contains("a:b"));
        assertNull(Credentials.of(null));
        assertNull(Credentials.of(basic("b\u0001b", "x")));
        assertNull(Credentials.of("Basic " + Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, ':'})));
        assertNull(Credentials.of(basic("bob", "x".repeat(4096))));
    }

    @Test
    void shouldRememberALoginForAWhileAndForThatReadingOfTheFile() throws IOException {
        UserFile users = UserFile.load(file);
        LoginMemory memory = new LoginMemory();
        long seconds = 1_000_000_000L;
        assertFalse(memory.isProved(users, "x", 0));
        memory.onProved(users, "x", 0);
        assertTrue(memory.isProved(users, "x", 10 * seconds - 1));
        assertFalse(memory.isProved(users, "x", 10 * seconds));
        assertFalse(memory.isProved(users, "y", 0));
        assertFalse(memory.isProved(UserFile.load(file), "x", 0));
        write("alice:" + SHA, 200);
        admits(users, "alice", "secret");
        assertFalse(memory.isProved(users, "x", 0));
    }

    @Test
    void shouldForgetTheOldestLoginWhenThereAreTooMany() throws IOException {
        UserFile users = UserFile.load(file);
        LoginMemory memory = new LoginMemory();
        for (int i = 0; i < LoginMemory.MOST; i++) {
            memory.onProved(users, "x" + i, i);
        }
        memory.onProved(users, "x5", 5000); // known already: nobody gives way
        assertTrue(memory.isProved(users, "x0", 5000));
        memory.onProved(users, "x0", 5000);
        memory.onProved(users, "new", 5001);
        assertTrue(memory.isProved(users, "x0", 5001));
        assertFalse(memory.isProved(users, "x1", 5001));
        assertTrue(memory.isProved(users, "x2", 5001));
    }
}
