package io.epump;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The file of a listening Unix socket: who may connect, and whose it is. Any thread.
 *
 * <p>It is made under another name, given its permissions, and moved to its place only then: nobody can connect who may not, and
 * a path never leads to a socket that does not listen yet.
 */
final class UnixSocketFile {
    /** Tells apart what several threads bind at once; any thread, atomic. */
    private static final AtomicInteger MADE = new AtomicInteger();

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
        checkFree(path);
        Path made = path.resolveSibling(
                "." + path.getFileName() + "." + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet());
        Files.deleteIfExists(made); // of a process that had this number before
        server.bind(UnixDomainSocketAddress.of(made), backlog);
        boolean isMoved = false;
        try {
            Files.setPosixFilePermissions(made, permissions);
            Object key = keyOf(made);
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            isMoved = true;
            return new UnixSocketFile(path, key);
        } finally {
            if (!isMoved) {
                Files.deleteIfExists(made);
            }
        }
    }

    private static void checkFree(Path path) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException free) {
            return;
        }
        if (!found.isOther()) {
            throw new BindException("cannot listen on " + path + ": it is there already, and no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // a full backlog is somebody, too
            probe.connect(UnixDomainSocketAddress.of(path));
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
