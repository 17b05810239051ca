package io.epump;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file of a listening Unix socket: who may connect, and whose it is. Any thread.
 *
 * <p>It is made under another name, given its permissions, and put in its place only then: nobody can connect who may not, and
 * a path never leads to a socket that does not listen yet. It is put there by a link, which takes no name that another has: of
 * those who come for one path at the same time, in one process or several, one gets it.
 */
final class UnixSocketFile {
    private static final int MAX_TRIES = 3;

    /** Of the mode of a file, as stat(2) tells it: S_IFMT and S_IFSOCK. */
    private static final int FILE_TYPE = 0xf000;

    private static final int SOCKET = 0xc000;

    private final Path path;
    private final Object key;

    private UnixSocketFile(Path path, Object key) {
        this.path = path;
        this.key = key;
    }

    /**
     * Binds a socket to a path.
     *
     * @param server not bound yet
     * @param path where; a socket there that nobody listens on any more is replaced
     * @param permissions who may connect (write) to it
     * @param backlog how many connections the kernel queues
     * @return the file, to be removed at the end
     * @throws BindException when somebody listens there, or something else than a socket is there
     * @throws IOException when the path cannot be used
     */
    static UnixSocketFile bind(ServerSocketChannel server, Path path, Set<PosixFilePermission> permissions, int backlog)
            throws IOException {
        makeRoom(path); // before anything is made
        Path made = beside(path);
        try {
            server.bind(UnixDomainSocketAddress.of(made), backlog);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + path + ", as " + made + " at first: " + e.getMessage(), e);
        }
        try {
            Files.setPosixFilePermissions(made, permissions);
            Object key = keyOf(made);
            for (int tries = 0; tries < MAX_TRIES; tries++) {
                if (isPut(made, path)) {
                    return new UnixSocketFile(path, key);
                }
                makeRoom(path); // somebody has come in between
            }
            throw inUse(path, null);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    /**
     * A name for a moment in the same folder. As long as the file's own, so that the one is too long for a socket, which takes
     * about a hundred bytes, if the other is; but for random signs to tell it apart it needs eight.
     */
    private static Path beside(Path path) {
        int bytes = path.getFileName().toString().getBytes(StandardCharsets.UTF_8).length;
        String name = "." + Integer.toUnsignedString(ThreadLocalRandom.current().nextInt(), 36);
        return path.resolveSibling(name + "-".repeat(Math.max(0, bytes - name.length())));
    }

    /** Gives a file a name beside, or instead of, the one it has; false when the name is taken. */
    private static boolean isPut(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException noLinks) { // this file system has none
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        }
    }

    /** Takes away a socket that nobody listens on. */
    private static void makeRoom(Path path) throws IOException {
        int mode;
        try {
            mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException free) {
            return;
        }
        if ((mode & FILE_TYPE) != SOCKET) { // a pipe or /dev/null refuses connections as well
            throw new BindException("cannot listen on " + path + ": it is there already, and no socket");
        }
        checkStale(path, path);
        Path aside = beside(path);
        try {
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) { // another has done it
            return;
        }
        try {
            checkStale(aside, path);
        } catch (BindException live) { // put there since it was looked at
            isPut(aside, path);
            throw live;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Whether nobody listens on a socket's file, which has this name now and that one by right. */
    private static void checkStale(Path file, Path path) throws BindException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // a full backlog is somebody, too
            probe.connect(UnixDomainSocketAddress.of(file));
        } catch (ConnectException stale) {
            return;
        } catch (IOException busy) { // cannot be reached, so it cannot be told
            throw inUse(path, busy);
        }
        throw inUse(path, null);
    }

    private static BindException inUse(Path path, IOException cause) {
        BindException inUse = new BindException("cannot listen on " + path + ": address already in use");
        inUse.initCause(cause);
        return inUse;
    }

    private static Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    Path path() {
        return path;
    }

    /** Removes the file, unless it is another's by now. */
    void remove() {
        try {
            if (keyOf(path).equals(key)) {
                Files.delete(path);
            }
        } catch (IOException ignored) { // gone already, or left for whoever listens there next
            return;
        }
    }
}
