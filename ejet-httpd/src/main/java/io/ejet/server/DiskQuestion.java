package io.ejet.server;

import io.ejet.access.Credentials;
import io.ejet.access.UserFile;
import io.ejet.file.FileHandler;
import io.ejet.script.FileTest;
import io.ejet.script.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Callable;

/** Something that a script asks of the disk. Immutable, equal to another that asks the same; {@link #call} blocks. */
sealed interface DiskQuestion extends Callable<Object> {
    /** Longer files are no additions to a body. */
    int MOST_ADDED_BYTES = 256 * 1024;

    /** Whether a text that a client may have a part in leads somewhere else than it says. */
    static boolean hasDotSegments(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                return true;
            }
        }
        return false;
    }

    /** The file of a path; null for none, so that nothing is told of it. */
    private static Path file(String path) {
        try {
            return path.isEmpty() || hasDotSegments(path) ? null : Path.of(path);
        } catch (InvalidPathException none) { // what the file system cannot write is not there
            return null;
        }
    }

    /** {@code -f} and its kin; answers a Boolean. */
    record IsTrue(FileTest test, String path) implements DiskQuestion {
        @Override
        public Boolean call() {
            Path file = file(path);
            if (file == null) {
                return false;
            }
            return switch (test) {
                case FILE -> Files.isRegularFile(file);
                case FOLDER -> Files.isDirectory(file);
                case EXISTS -> Files.exists(file, LinkOption.NOFOLLOW_LINKS);
                case EXECUTABLE -> Files.isExecutable(file);
            };
        }
    }

    /** {@code $filesize[path]} and its kin; answers a Long, 0 when there is no such file. */
    record Figure(Variable variable, String path) implements DiskQuestion {
        @Override
        public Long call() {
            Path file = file(path);
            if (file == null) {
                return 0L;
            }
            try {
                return switch (variable) {
                    case FILE_SIZE -> Files.size(file);
                    case FILE_MTIME -> Files.getLastModifiedTime(file).toMillis() / 1000;
                    case FILE_CTIME -> ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis() / 1000;
                    default -> throw new IllegalArgumentException("variable=" + variable);
                };
            } catch (IOException | UnsupportedOperationException none) {
                return 0L;
            }
        }
    }

    /** {@code try_files}; answers a Boolean. */
    record IsServed(FileHandler files, String path) implements DiskQuestion {
        @Override
        public Boolean call() {
            return files.isThere(path);
        }
    }

    /** Whether a client has sent a name and a password that go together; answers a Boolean, and takes its time. */
    record IsLogin(UserFile users, String authorization) implements DiskQuestion {
        @Override
        public Boolean call() throws IOException {
            return users.admits(Credentials.of(authorization));
        }

        /** Without the password: it must not come into a log. */
        @Override
        public String toString() {
            return "IsLogin[users=" + users + "]";
        }
    }

    /** {@code addFile2ResBody}; answers a byte array, empty when there is no such file, or it is too long. */
    record Content(FileHandler files, String path) implements DiskQuestion {
        @Override
        public byte[] call() {
            return files.content(path, MOST_ADDED_BYTES);
        }
    }
}
