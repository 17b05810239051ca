package io.ejet.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The file that only one process has locked, with the process's id in it and a line end behind. The lock is what counts: it goes
 * with the process whatever ends it, while the file stays behind after a crash and is taken over by the next one.
 *
 * <p>For one thread. Lifecycle: {@link #close} removes the file and gives up the lock.
 */
final class PidFile implements AutoCloseable {
    private static final int MOST_TRIES = 100;
    private static final int LONGEST_ID = 20;

    private final Path path;
    private final FileChannel channel;
    private final Object key;

    private PidFile(Path path, FileChannel channel, Object key) {
        this.path = path;
        this.channel = channel;
        this.key = key;
    }

    /**
     * Takes the lock.
     *
     * @param path the file, made if it is not there; null for none
     * @return what has to be closed; null for none
     * @throws StartFailure if another process has it, or the file cannot be written
     */
    static PidFile lock(Path path) throws StartFailure {
        if (path == null) {
            return null;
        }
        try {
            for (int i = 0; i < MOST_TRIES; i++) {
                PidFile file = tryLock(path);
                if (file != null) {
                    return file;
                }
            }
            throw new StartFailure("the pid lock file " + path + " is removed again and again");
        } catch (IOException e) {
            throw StartFailure.ofFile("cannot write the pid lock file " + path, e);
        }
    }

    /** Null when the file that was locked is perhaps no longer the one of that name: then its lock keeps nobody out. */
    private static PidFile tryLock(Path path) throws IOException, StartFailure {
        Object before = key(path);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean isLocked = false;
        try {
            if (!isFree(channel)) {
                throw new StartFailure("another eJet" + holder(channel) + " has the pid lock file " + path);
            }
            isLocked = before != null && Objects.equals(before, key(path));
            if (isLocked) {
                channel.truncate(0);
                String id = ProcessHandle.current().pid() + "\n";
                channel.write(ByteBuffer.wrap(id.getBytes(StandardCharsets.US_ASCII)));
            }
        } finally {
            if (!isLocked) {
                channel.close();
            }
        }
        return isLocked ? new PidFile(path, channel, before) : null;
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) { // this very process has it
            return false;
        }
    }

    /**
     * Which process has a file locked. Opens the file: in the process that has it, that would end the lock.
     *
     * @param path the file
     * @return its id; 0 if none has it, or the file does not say
     */
    static long process(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            // A shared lock needs no right to write; for its moment it would keep a server out that starts just now.
            if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
                return 0;
            }
            String id = id(channel);
            return id.isEmpty() ? 0 : Long.parseLong(id);
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    /** Which process, as the file says. */
    private static String holder(FileChannel channel) throws IOException {
        String id = id(channel);
        return id.isEmpty() ? "" : ", process " + id + ",";
    }

    private static String id(FileChannel channel) throws IOException {
        ByteBuffer id = ByteBuffer.allocate(LONGEST_ID);
        channel.read(id);
        String text = new String(id.array(), 0, id.position(), StandardCharsets.US_ASCII).strip();
        return text.matches("\\d{1,18}") ? text : "";
    }

    /** What tells one file from another; null if there is none. Opening it instead would end the lock when it is closed. */
    private static Object key(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.fileKey() == null ? path : attributes.fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Removes the file, if it is still this one, and gives up the lock. */
    @Override
    public void close() {
        try (channel) {
            if (key.equals(key(path))) {
                Files.delete(path);
            }
        } catch (IOException ignored) {
            // the lock ends in any case, and a file that stays is taken over by the next process
        }
    }
}
