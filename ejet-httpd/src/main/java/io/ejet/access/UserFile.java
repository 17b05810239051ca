package io.ejet.access;

import io.ejet.file.FileStamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.apache.logging.log4j.LogManager;

/**
 * A file of users and the hashes of their passwords, as the htpasswd program makes it. It is read again when it has changed.
 *
 * <p>Threading: {@link #admits} blocks on the disk and takes its time, so it is for threads that may; several may call it at the
 * same time. The rest is for any thread.
 *
 * <p>Bounds: {@value #MOST_BYTES} bytes; what is longer cannot be read.
 */
public final class UserFile {
    /** How long a file may be: some ten thousand users. */
    public static final int MOST_BYTES = 1024 * 1024;

    private final Path path;

    /**
     * Written by any thread that finds the file changed, read by all; volatile, for what is in it is final. Two threads that read
     * the file at the same time may leave the older state here: its stamp differs from the file's, so the next call reads it again.
     */
    private volatile State state;

    /** The users, and the state of the file in which it had them. */
    private record State(FileStamp stamp, boolean isSettled, Users users) {}

    private UserFile(Path path, State state) {
        this.path = path;
        this.state = state;
    }

    /**
     * Reads a file. Blocks.
     *
     * @param path the file
     * @return its users
     * @throws IOException when it cannot be read or is too long
     */
    public static UserFile load(Path path) throws IOException {
        return new UserFile(path, read(path, stamp(path)));
    }

    private static FileStamp stamp(Path path) throws IOException {
        return FileStamp.of(Files.readAttributes(path, BasicFileAttributes.class));
    }

    /** The stamp was taken before, so that a change meanwhile shows at the next look. */
    private static State read(Path path, FileStamp stamp) throws IOException {
        boolean isSettled = stamp.isSettled(System.currentTimeMillis());
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("the file " + path + " is longer than " + MOST_BYTES + " bytes");
        }
        return new State(stamp, isSettled, new Users(new String(bytes, StandardCharsets.UTF_8)));
    }

    /**
     * What was wrong when it was read last.
     *
     * @return in the order of the lines
     */
    public List<UserFileProblem> problems() {
        return List.copyOf(state.users.problems());
    }

    /** Which reading this is; it is another one when the file was read again. */
    long readingId() {
        return state.users.id();
    }

    /**
     * Whether a name and a password go together, now.
     *
     * @param credentials the name and the password
     * @return true if they do
     * @throws IOException when the file has changed and cannot be read
     */
    public boolean admits(Credentials credentials) throws IOException {
        return users().admit(credentials);
    }

    private Users users() throws IOException {
        State known = state;
        FileStamp now = stamp(path);
        if (known.isSettled && known.stamp.equals(now)) {
            return known.users;
        }
        State read = read(path, now);
        state = read;
        read.users.problems().forEach(this::report);
        return read.users;
    }

    private void report(UserFileProblem problem) {
        LogManager.getLogger("io.ejet")
                .warn("{}, line {}: {}; nobody gets in by it", path, problem.line(), problem.message());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
