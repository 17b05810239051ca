package io.ejet.file;

import io.ejet.HttpExchange;
import io.ejet.conf.SymlinkPolicy;
import io.ejet.server.ErrorPages;
import io.ejet.server.Offload;
import io.ejet.server.OffloadResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/**
 * Answers the folders of one location with lists of what is in them, read and written anew for each request, beside the pumps.
 *
 * <p>Threading: {@link #send} on the owner of the exchange. Bounds: those of {@link FolderReader} for a list, of
 * {@link ListingRoom} for all lists being sent (503 beyond); a list leaves in pieces, as fast as the client takes it.
 */
final class FolderLister {
    private static final int PIECE_BYTES = 32 * 1024;
    private static final byte[] NOTHING = {};

    private final PathMapper mapper;
    private final SymlinkPolicy links;
    private final Disk disk;
    private final Offload offload;
    private final ListingRoom room;

    FolderLister(PathMapper mapper, SymlinkPolicy links, Disk disk, Offload offload, ListingRoom room) {
        this.mapper = mapper;
        this.links = links;
        this.disk = disk;
        this.offload = offload;
        this.room = room;
    }

    /** The same for another loader's files. */
    FolderLister of(PathMapper other) {
        return new FolderLister(other, links, disk, offload, room);
    }

    /** What was read: a list, for which room is taken, or the status of an error. */
    private static final class Listing {
        private final int status;
        private final boolean isCut;
        private final byte[] body;

        Listing(int status, boolean isCut, byte[] body) {
            this.status = status;
            this.isCut = isCut;
            this.body = body;
        }
    }

    /**
     * Answers with the list of a folder.
     *
     * @param exchange GET or HEAD; its path names a folder of this location, with a slash at its end
     */
    void send(HttpExchange exchange) {
        ListingQuery query = ListingQuery.of(exchange);
        String path = exchange.path();
        offload.call(exchange, () -> read(path, query), new Sending(exchange, query));
    }

    private Listing read(String path, ListingQuery query) throws IOException {
        FolderList list;
        try {
            Path folder = mapper.map(path);
            if (folder == null) {
                return error(404);
            }
            list = disk.list(mapper.root(), folder, links);
        } catch (AccessDeniedException ignored) { // told to the client
            return error(403);
        } catch (NoSuchFileException | NotDirectoryException ignored) { // told to the client
            return error(404);
        } catch (FileSystemException ignored) { // it was there a moment ago: what is missing is a descriptor
            return error(503);
        }
        byte[] body = ListingText.of(path, list, query);
        return room.take(body.length) ? new Listing(200, list.isCut(), body) : error(503);
    }

    private static Listing error(int status) {
        return new Listing(status, false, NOTHING);
    }

    private final class Sending implements OffloadResult<Listing>, Runnable {
        private final HttpExchange exchange;
        private final ListingQuery query;
        private ByteBuffer rest;

        Sending(HttpExchange exchange, ListingQuery query) {
            this.exchange = exchange;
            this.query = query;
        }

        @Override
        public void onResult(Listing listing) {
            if (listing.status == 503) {
                Offload.refuse(exchange);
            } else if (listing.status != 200) {
                ErrorPages.send(exchange, listing.status);
            } else {
                exchange.onClosed(() -> dispose(listing));
                setFields(listing.isCut);
                rest = ByteBuffer.wrap(listing.body);
                if (listing.body.length <= PIECE_BYTES) {
                    exchange.send(rest);
                } else {
                    exchange.begin(listing.body.length);
                    run();
                }
            }
        }

        private void setFields(boolean isCut) {
            exchange.status(200)
                    .setHeader("Content-Type", query.isJson() ? "application/json" : "text/html; charset=utf-8")
                    .setHeader("Cache-Control", "no-cache")
                    .setHeader("Vary", "Accept")
                    .setHeader("X-Content-Type-Options", "nosniff");
            if (!query.isJson()) {
                exchange.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
            }
            if (isCut) {
                exchange.setHeader("X-File-List", "cut");
            }
        }

        /** Sends as much as the client takes. */
        @Override
        public void run() {
            while (rest.hasRemaining()) {
                ByteBuffer piece = rest.slice(rest.position(), Math.min(rest.remaining(), PIECE_BYTES));
                rest.position(rest.position() + piece.remaining());
                if (!exchange.write(piece) && rest.hasRemaining()) {
                    exchange.onWritable(this);
                    return;
                }
            }
            exchange.end(true);
        }

        @Override
        public void onFailure(Throwable failure) {
            if (!(failure instanceof CancellationException)) {
                throw new IllegalStateException(
                        "cannot list a folder of " + mapper.root().folder(), failure);
            }
            Offload.refuse(exchange);
        }

        @Override
        public void dispose(Listing listing) {
            room.give(listing.body.length);
        }
    }
}
