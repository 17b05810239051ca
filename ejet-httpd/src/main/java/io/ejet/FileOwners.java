package io.ejet;

import io.ejet.conf.Limits;
import io.ejet.file.CacheTerms;
import io.ejet.file.FileSetup;
import io.ejet.file.ListingRoom;
import io.ejet.file.OwnerFiles;
import io.ejet.server.Server;
import io.epump.OwnerLocal;
import io.epump.sched.NanoClock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * What the pumps or workers of a server know of files, whatever its configuration: it outlives reloads, so that nothing grows with
 * their number.
 *
 * <p>Threading: {@link #setup} and {@link #close} on the thread that starts the server or reloads, one at a time. Lifecycle:
 * {@link #close} when the server has stopped.
 */
final class FileOwners {
    private final Server server;
    private final OwnerLocal<OwnerFiles> files;
    private final ListingRoom listings = ListingRoom.ofHeap();

    /** Owners add their own, on themselves. */
    private final Queue<OwnerFiles> ofOwners = new ConcurrentLinkedQueue<>();

    private long generations;

    FileOwners(Server server) {
        this.server = server;
        files = new OwnerLocal<>(server.pump(), this::ownerFiles);
    }

    /** On an owner, for itself. */
    private OwnerFiles ownerFiles() {
        OwnerFiles made = new OwnerFiles(this::runLater);
        ofOwners.add(made);
        return made;
    }

    private boolean runLater(long delayMs, Runnable task) {
        try {
            server.pump().startTimer(delayMs, 0, null, (context, source, event, fdType) -> task.run(), null);
            return true;
        } catch (IllegalStateException stopping) {
            return false;
        }
    }

    /**
     * For the handlers of one more configuration: as soon as a request comes to them, what its owner has kept for the one before
     * is forgotten.
     *
     * @param limits how much is kept
     * @param mediaType the media type of a file by its name
     */
    FileSetup setup(Limits limits, UnaryOperator<String> mediaType) {
        generations++;
        return new FileSetup(
                files::get,
                server.offload(),
                NanoClock.SYSTEM,
                limits.smallFileBytes(),
                mediaType,
                new CacheTerms(generations, limits.fileCacheBytes(), limits.fileCacheEntries()),
                listings);
    }

    /** Closes what owners have kept open, when none of them runs any more. */
    void close() {
        ofOwners.forEach(OwnerFiles::close);
    }
}
