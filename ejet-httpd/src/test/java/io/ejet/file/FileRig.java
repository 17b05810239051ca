package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.conf.LocationMatch;
import io.ejet.conf.LocationSettings;
import io.ejet.conf.SymlinkPolicy;
import io.ejet.http.MediaTypes;
import io.ejet.script.Scripts;
import io.ejet.server.Offload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder, a handler that serves it, and clocks that only the test moves. One owner: the test's thread. */
final class FileRig {
    static final int SMALL_BYTES = 100;
    static final long SECOND_NS = 1_000_000_000L;
    static final CacheTerms KEPT = new CacheTerms(1, 1 << 20, 1000);

    /** Ten minutes after the time that every file here was modified. */
    static final long WALL_MS = 1_700_000_600_000L;

    static final FileTime MODIFIED = FileTime.fromMillis(1_700_000_000_123L);

    final Path root;
    final TrackedDisk disk = new TrackedDisk();
    final OwnerFiles files = new OwnerFiles(this::later);
    final Offload offload;
    final List<Runnable> later = new ArrayList<>();
    final ListingRoom room = new ListingRoom(10_000);
    boolean stopping;
    long nowNs = Long.MAX_VALUE - SECOND_NS / 2; // runs over, as any clock of this kind may
    long wallMs = WALL_MS;
    private final MediaTypes types = new MediaTypes(Map.of());
    private final FileSetup setup;
    FileHandler handler;

    FileRig(Path root) {
        this(root, Offload.inPlace());
    }

    FileRig(Path root, Offload offload) {
        this.root = root;
        this.offload = offload;
        this.setup = new FileSetup(
                () -> files,
                offload,
                () -> nowNs,
                SMALL_BYTES,
                name -> types.of(name, "application/octet-stream"),
                KEPT,
                room);
        this.handler = handler(LocationMatch.DEFAULT, "/", SymlinkPolicy.INSIDE);
    }

    FileCache cache() {
        return files.cache(KEPT);
    }

    FileHandler handler(LocationMatch match, String pattern, SymlinkPolicy links) {
        LocationSettings location =
                new LocationSettings(match, pattern, root, List.of("index.html", "index.htm"), links);
        return new FileHandler(location, setup, disk, () -> wallMs);
    }

    /** One that lists folders without an index. */
    FileHandler lister(LocationMatch match, String pattern, SymlinkPolicy links) {
        LocationSettings location =
                new LocationSettings(match, pattern, root, List.of("index.html"), links, Scripts.NONE, true, true);
        return new FileHandler(location, setup, disk, () -> wallMs);
    }

    /** Writes a file that was modified long ago. */
    Path write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
        Files.setLastModifiedTime(file, MODIFIED);
        return file;
    }

    RecordedExchange get(String path, String... headers) {
        return handle(RecordedExchange.get(path, headers));
    }

    RecordedExchange handle(RecordedExchange exchange) {
        handler.handle(exchange);
        return exchange;
    }

    /** Lets so much time pass that nothing is trusted any more. */
    void nextSecond() {
        nowNs += SECOND_NS;
        wallMs += 1000;
        later.forEach(Runnable::run);
        later.clear();
    }

    private boolean later(long delayMs, Runnable task) {
        assertEquals(1000, delayMs);
        return !stopping && later.add(task);
    }

    /** Files open when those are closed that were kept open for others. */
    long stillOpen() {
        files.close();
        return disk.stillOpen();
    }

    long count(FileCounter counter) {
        return files.counters().get(counter);
    }

    static String large(int seed) {
        return Integer.toString(seed).repeat(3 * SMALL_BYTES);
    }
}
