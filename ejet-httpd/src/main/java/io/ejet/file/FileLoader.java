package io.ejet.file;

import io.ejet.conf.LocationSettings;
import io.ejet.conf.SymlinkPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Asks the disk what a path of one location is answered with.
 *
 * <p>Threading: blocks; any thread, several at once. It has no state.
 *
 * <p>What is opened is closed again before a call ends, in whatever way, but for {@link Loaded.Large}.
 */
final class FileLoader {
    /** A heap buffer is read through a direct one of its size, which NIO keeps for the thread: not a large one. */
    private static final int READ_BYTES = 64 * 1024;

    private final PathMapper mapper;
    private final List<String> index;
    private final SymlinkPolicy links;
    private final boolean listsFolders;
    private final int smallFileBytes;
    private final UnaryOperator<String> mediaType;
    private final Disk disk;
    private final LongSupplier wallClockMs;

    FileLoader(
            LocationSettings location,
            int smallFileBytes,
            UnaryOperator<String> mediaType,
            Disk disk,
            LongSupplier wallClockMs) {
        this.mapper = new PathMapper(location);
        this.index = location.index();
        index.forEach(FileLoader::requireBelow);
        this.links = location.symlinks();
        this.listsFolders = location.listsFolders();
        this.smallFileBytes = smallFileBytes;
        this.mediaType = mediaType;
        this.disk = disk;
        this.wallClockMs = wallClockMs;
    }

    private FileLoader(FileLoader other, PathMapper mapper) {
        this.mapper = mapper;
        this.index = other.index;
        this.links = other.links;
        this.listsFolders = other.listsFolders;
        this.smallFileBytes = other.smallFileBytes;
        this.mediaType = other.mediaType;
        this.disk = other.disk;
        this.wallClockMs = other.wallClockMs;
    }

    /** The same, but below a folder in its root. */
    FileLoader below(Path folder) {
        return new FileLoader(this, mapper.below(folder));
    }

    private static void requireBelow(String indexName) {
        Path name = Path.of(indexName);
        if (indexName.isEmpty() || name.isAbsolute() || !name.equals(name.normalize()) || name.startsWith("..")) {
            throw new IllegalArgumentException("index=" + indexName + " is not the name of a file in a folder");
        }
    }

    /**
     * Finds and reads.
     *
     * @param scope goes into the answer
     * @param path a request's path
     * @param known what is kept for it, perhaps no longer right; null for nothing
     * @param elsewhere which paths of index files are not this location's
     * @return what to answer
     * @throws IOException when a file that could be opened cannot be read
     */
    Loaded load(Object scope, String path, CachedAnswer known, Predicate<String> elsewhere) throws IOException {
        Path file = mapper.map(path);
        if (file == null) {
            return status(scope, path, 404);
        }
        Request request = new Request(scope, path, known, elsewhere);
        return path.endsWith("/") ? loadFolder(request, file) : loadFile(request, file);
    }

    PathMapper mapper() {
        return mapper;
    }

    Path root() {
        return mapper.root().folder();
    }

    Path file(String path) {
        return mapper.map(path);
    }

    /** Whether a path would be answered with a file. */
    boolean isThere(String path) {
        Path file = mapper.map(path);
        if (file == null) {
            return false;
        }
        try {
            if (path.endsWith("/")) {
                return index.stream().anyMatch(name -> isReadable(file.resolve(name)));
            }
            return isReadable(file);
        } catch (InvalidPathException none) { // an index that cannot be written behind it
            return false;
        }
    }

    /** The path of a folder's index file if that is another location's; else empty. */
    String indexElsewhere(String path, Predicate<String> elsewhere) {
        Path folder = mapper.map(path);
        for (String name : folder == null ? List.<String>of() : index) {
            if (isReadable(folder.resolve(name))) {
                return elsewhere.test(path + name) ? path + name : "";
            }
        }
        return "";
    }

    private boolean isReadable(Path file) {
        try {
            return attributes(file).isRegularFile() && disk.isAdmitted(mapper.root(), file, links);
        } catch (IOException none) { // whatever keeps it from being read
            return false;
        }
    }

    /** What is in a file; nothing when there is none that may be read, or it is longer. */
    byte[] content(String path, int mostBytes) {
        Path file = mapper.map(path);
        if (file == null) {
            return new byte[0];
        }
        if (!isReadable(file)) { // above all not a pipe: to open it would take until somebody writes to it
            return new byte[0];
        }
        try (FileChannel channel = disk.open(mapper.root(), file, links).channel()) {
            long size = channel.size();
            return size > mostBytes ? new byte[0] : readUpTo(channel, (int) size);
        } catch (IOException none) { // whatever keeps it from being read
            return new byte[0];
        }
    }

    private record Request(Object scope, String path, CachedAnswer known, Predicate<String> elsewhere) {}

    private Loaded loadFile(Request request, Path file) throws IOException {
        try {
            BasicFileAttributes attributes = attributes(file);
            if (attributes.isDirectory() && disk.isAdmitted(mapper.root(), file, links)) {
                return status(request.scope, request.path, 301);
            }
            if (attributes.isRegularFile()) {
                return open(request, file, FileStamp.of(attributes));
            }
        } catch (AccessDeniedException ignored) { // told to the client
            return status(request.scope, request.path, 403);
        } catch (NoSuchFileException ignored) { // told to the client
        }
        return status(request.scope, request.path, 404);
    }

    private Loaded loadFolder(Request request, Path folder) throws IOException {
        for (String name : index) {
            Loaded loaded = loadIndex(request, folder.resolve(name));
            if (loaded != null) {
                return loaded;
            }
        }
        int status = statusOfFolder(folder);
        return status == 200
                ? new Loaded.Answer(CachedAnswer.list(request.scope, request.path), true)
                : status(request.scope, request.path, status);
    }

    /** Null when the next name is to be tried. */
    private Loaded loadIndex(Request request, Path file) throws IOException {
        try {
            BasicFileAttributes attributes = attributes(file);
            if (!attributes.isRegularFile()) {
                return null;
            } else if (request.elsewhere.test(request.path + file.getFileName())) {
                return disk.isAdmitted(mapper.root(), file, links)
                        ? new Loaded.Answer(CachedAnswer.indexElsewhere(request.scope, request.path, file), true)
                        : null;
            }
            return open(request, file, FileStamp.of(attributes));
        } catch (AccessDeniedException | NoSuchFileException ignored) { // what cannot be read counts as not there
            return null;
        }
    }

    private int statusOfFolder(Path folder) throws IOException {
        try {
            boolean isThere = attributes(folder).isDirectory() && disk.isAdmitted(mapper.root(), folder, links);
            return isThere ? listsFolders ? 200 : 403 : 404;
        } catch (AccessDeniedException ignored) { // told to the client
            return 403;
        } catch (NoSuchFileException ignored) { // told to the client
            return 404;
        }
    }

    /**
     * What a name leads to. Java tells apart only that there is nothing or that it may not be known. What else can be wrong
     * comes from the name: too long, a file among its folders, links in a circle. There is nothing of that name either.
     */
    private BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return disk.attributes(file);
        } catch (AccessDeniedException | NoSuchFileException known) {
            throw known;
        } catch (FileSystemException other) {
            throw notFound(file, other);
        }
    }

    private static NoSuchFileException notFound(Path file, FileSystemException cause) {
        NoSuchFileException notFound = new NoSuchFileException(file.toString());
        notFound.initCause(cause);
        return notFound;
    }

    private Loaded open(Request request, Path file, FileStamp seen) throws IOException {
        if (request.known != null && request.known.isConfirmedBy(file, seen)) {
            return Loaded.Unchanged.INSTANCE;
        }
        String contentType = mediaType.apply(file.getFileName().toString());
        OpenedFile opened;
        try {
            opened = disk.open(mapper.root(), file, links);
        } catch (AccessDeniedException | NoSuchFileException known) {
            throw known;
        } catch (FileSystemException ignored) {
            // counted by the owner. It was found a moment ago, so what is missing is a descriptor; Java does not tell
            // the
            // error's number, and its text depends on the language.
            return Loaded.NotOpened.INSTANCE;
        }
        FileStamp stamp = opened.stamp();
        if (stamp.sizeBytes() > smallFileBytes) {
            long nowMs = wallClockMs.getAsLong();
            FileFacts facts = FileFacts.of(stamp, stamp.sizeBytes(), contentType, nowMs);
            return new Loaded.Large(facts, opened.channel(), stamp.isSettled(nowMs));
        }
        try (FileChannel channel = opened.channel()) {
            return read(request, file, stamp, contentType, channel);
        }
    }

    /**
     * Reads a small file. Its entity tag is that of the state before it was read, so that it stands for nothing that comes
     * later; when the state has changed meanwhile, what was read may be of both and is not kept.
     */
    private Loaded read(Request request, Path file, FileStamp stamp, String contentType, FileChannel channel)
            throws IOException {
        long nowMs = wallClockMs.getAsLong();
        byte[] body = readUpTo(channel, (int) stamp.sizeBytes());
        FileFacts facts = FileFacts.of(stamp, body.length, contentType, nowMs);
        CachedAnswer answer =
                CachedAnswer.file(request.scope, request.path, file, stamp, stamp.isSettled(nowMs), facts, body);
        return new Loaded.Answer(answer, isStill(file, stamp));
    }

    private boolean isStill(Path file, FileStamp stamp) {
        try {
            return FileStamp.of(disk.attributes(file)).equals(stamp);
        } catch (IOException ignored) { // gone already: what was read is sent, and not kept
            return false;
        }
    }

    /** Fewer bytes than asked for when the file has become shorter. */
    private static byte[] readUpTo(FileChannel channel, int bytes) throws IOException {
        byte[] body = new byte[bytes];
        ByteBuffer rest = ByteBuffer.wrap(body);
        while (rest.position() < bytes) {
            rest.limit(Math.min(bytes, rest.position() + READ_BYTES));
            if (channel.read(rest) < 0) {
                return Arrays.copyOf(body, rest.position());
            }
        }
        return body;
    }

    private static Loaded status(Object scope, String path, int status) {
        return new Loaded.Answer(CachedAnswer.status(scope, path, status), true);
    }
}
