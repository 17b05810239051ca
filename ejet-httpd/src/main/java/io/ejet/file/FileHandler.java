package io.ejet.file;

import io.ejet.HttpExchange;
import io.ejet.conf.LocationSettings;
import io.ejet.http.UriPath;
import io.ejet.server.ErrorPages;
import io.ejet.server.OwnHandler;
import io.ejet.server.Rerouting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Serves the files of one location to GET and HEAD.
 *
 * <p>A small file is read once and sent from memory from then on; less than a second after the disk was asked last it is
 * not asked again. A larger one is sent by the kernel, from a file that is open for all who ask within a second.
 *
 * <pre>
 *   a file                        200, 206, 304, 412 or 416; 403 when it may not be read; 503 without a descriptor for it
 *   a folder, with final slash    its first index file that may be read, else its list if that is wanted, else 403
 *   a folder, without             301 to the same with a slash
 *   anything else                 404: nothing there, a device, a path outside the root, a link that is not followed
 * </pre>
 *
 * <p>An index file whose path is another location's is answered by that one, so that {@code /} leads to the program behind
 * {@code \.php$} and never shows its text.
 *
 * <p>Threading: the owner of the exchange, any number of owners at once; what belongs to one owner is in its
 * {@link OwnerFiles}.
 *
 * <p>A file that is rewritten in place within that second, instead of being replaced by another of its name, is sent with the
 * entity tag of the state before, when it is large: replace files that clients download in parts.
 *
 * <p>A change of a file's permissions alone, or of a link to the same file, is not seen while the file stays in memory.
 */
public final class FileHandler implements OwnHandler {
    private static final String ALLOWED = "GET, HEAD";
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    private final FileSetup setup;
    private final FileLoader loader;
    private final FolderLister lister;

    /** The same for all handlers of a location whose root has variables: they are equal if their roots are. */
    private final Object ofLocation;

    private final int hash;

    /**
     * Serves a location.
     *
     * @param location which files
     * @param setup what the handlers of a server have in common
     */
    public FileHandler(LocationSettings location, FileSetup setup) {
        this(location, setup, new LocalDisk(), System::currentTimeMillis);
    }

    FileHandler(LocationSettings location, FileSetup setup, Disk disk, LongSupplier wallClockMs) {
        this.setup = setup;
        this.loader = new FileLoader(location, setup.smallFileBytes(), setup.mediaType(), disk, wallClockMs);
        this.lister = new FolderLister(loader.mapper(), location.symlinks(), disk, setup.offload(), setup.listings());
        this.ofLocation = location;
        this.hash = System.identityHashCode(this);
    }

    private FileHandler(FileHandler within, FileLoader loader) {
        this.setup = within.setup;
        this.loader = loader;
        this.lister = within.lister.of(loader.mapper());
        this.ofLocation = within.ofLocation;
        this.hash = (int) FileCache.hash(SEED ^ within.hash, loader.root().toString());
    }

    /** A handler for the same location, but of the files below a folder in its root. */
    FileHandler below(Path folder) {
        return new FileHandler(this, loader.below(folder));
    }

    @Override
    public void handle(HttpExchange exchange) {
        String method = exchange.method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            handleOther(exchange, method);
            return;
        }
        OwnerFiles files = setup.files().get();
        long nowNs = setup.clock().nanoTime();
        CachedAnswer known = cache(files).get(this, exchange.path());
        if (known == null) {
            loadShared(exchange, files, null, nowNs);
        } else if (known.largeFile() != null) {
            if (!sendOpen(exchange, files, known.largeFile(), nowNs)) {
                loadShared(exchange, files, null, nowNs);
            }
        } else if (known.isTrusted(nowNs)) {
            files.counters().increment(FileCounter.HITS);
            answer(exchange, known);
        } else {
            loadShared(exchange, files, known, nowNs);
        }
    }

    private void handleOther(HttpExchange exchange, String method) {
        boolean isFolder = exchange.path().endsWith("/");
        if (isFolder && method.equals("POST") && exchange instanceof Rerouting routed) {
            PostedIndex index = new PostedIndex(this, exchange, routed);
            setup.offload().call(exchange, index, index);
        } else {
            refuseMethod(exchange);
        }
    }

    static void refuseMethod(HttpExchange exchange) {
        exchange.setHeader("Allow", ALLOWED);
        ErrorPages.send(exchange, 405);
    }

    /** For one that has waited until another had opened the file: does not wait again. */
    void sendLarge(HttpExchange exchange, OwnerFiles files, SharedFile file) {
        long nowNs = setup.clock().nanoTime();
        if (!sendOpen(exchange, files, file, nowNs)) {
            load(new FileLoad(this, files, key(exchange, files), exchange, null, nowNs), files);
        }
    }

    /**
     * Sends a large file from the one that is open. Not a part: that must be of the state which its entity tag stands for, or the
     * client would put two states together.
     */
    private static boolean sendOpen(HttpExchange exchange, OwnerFiles files, SharedFile file, long nowNs) {
        if (exchange.header("Range") != null || !file.join(nowNs)) {
            return false;
        }
        files.counters().increment(FileCounter.HITS);
        FileSender.send(exchange, file);
        return true;
    }

    private void loadShared(HttpExchange exchange, OwnerFiles files, CachedAnswer known, long nowNs) {
        FileLoads.Key key = key(exchange, files);
        FileLoad underWay = files.loads().find(key);
        if (underWay != null && underWay.join(exchange, nowNs)) {
            files.counters().increment(FileCounter.SHARED);
            return;
        }
        FileLoad load = new FileLoad(this, files, key, exchange, known, nowNs);
        files.loads().add(load);
        load(load, files);
    }

    private FileLoads.Key key(HttpExchange exchange, OwnerFiles files) {
        String path = exchange.path();
        return new FileLoads.Key(cache(files).hash(this, path), this, path);
    }

    private void load(FileLoad load, OwnerFiles files) {
        boolean isAccepted = false;
        try {
            isAccepted = setup.offload().call(load.exchange(), load, load);
        } finally {
            if (isAccepted) {
                files.counters().increment(FileCounter.LOADS);
            } else {
                files.loads().remove(load);
            }
        }
    }

    /** Sends what is kept or was just loaded. */
    void answer(HttpExchange exchange, CachedAnswer answer) {
        if (answer.isFile()) {
            FileSender.send(exchange, answer);
        } else if (answer.status() == 301) {
            exchange.setHeader("Location", withSlash(exchange));
            ErrorPages.send(exchange, 301);
        } else if (answer.isList()) {
            lister.send(exchange);
        } else if (answer.indexElsewhere() != null) {
            ((Rerouting) exchange).rerouteToIndex(answer.indexElsewhere());
        } else {
            ErrorPages.send(exchange, answer.status());
        }
    }

    /** The same place, as a reference relative to the server (RFC 9110 section 10.2.2). */
    private static String withSlash(HttpExchange exchange) {
        String folder = UriPath.encode(exchange.path()) + '/';
        String query = exchange.query();
        return query == null ? folder : folder + '?' + query;
    }

    /**
     * The folder below which its files lie.
     *
     * @return absolute
     */
    public Path root() {
        return loader.root();
    }

    /**
     * The file that a path names, there or not.
     *
     * @param path decoded and normalised
     * @return null when the path names nothing that could be there
     */
    public Path file(String path) {
        return loader.file(path);
    }

    /**
     * Whether a path would be answered with a file. Blocks; any thread.
     *
     * @param path decoded; with a slash at its end a folder, which counts if it has an index
     * @return true if there is one that may be read
     */
    public boolean isThere(String path) {
        return loader.isThere(path);
    }

    /**
     * What is in a file. Blocks; any thread.
     *
     * @param path decoded
     * @param mostBytes longer files are not read
     * @return empty when there is none that may be read, or it is longer
     */
    public byte[] content(String path, int mostBytes) {
        return loader.content(path, mostBytes);
    }

    /**
     * What a path would be answered with. Blocks; any thread.
     *
     * @param path decoded and normalised
     * @param elsewhere which paths another handler answers for
     * @return the outcome
     * @throws IOException when a file that is there cannot be read
     */
    public FileOutcome outcome(String path, Predicate<String> elsewhere) throws IOException {
        Loaded loaded = loader.load(this, path, null, elsewhere);
        if (loaded instanceof Loaded.Large large) {
            large.channel().close();
        }
        return FileOutcome.of(loaded, loader.file(path));
    }

    /** Which paths another handler answers for. */
    Predicate<String> elsewhere(HttpExchange exchange) {
        return exchange instanceof Rerouting routed ? routed.elsewhere(this) : path -> false;
    }

    /** What an owner keeps of the files of this configuration. */
    FileCache cache(OwnerFiles files) {
        return files.cache(setup.cache());
    }

    FileLoader loader() {
        return loader;
    }

    /** Whether both answer for the same location. */
    boolean isOfLocation(FileHandler other) {
        return ofLocation == other.ofLocation;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof FileHandler files
                        && hash == files.hash
                        && isOfLocation(files)
                        && loader.root().equals(files.loader.root()));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "files below " + loader.root();
    }
}
