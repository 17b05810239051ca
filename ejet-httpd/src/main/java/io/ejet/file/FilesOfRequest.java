package io.ejet.file;

import io.ejet.HttpExchange;
import io.ejet.HttpHandler;
import io.ejet.conf.LocationSettings;
import io.ejet.conf.RootOfRequest;
import io.ejet.script.ScriptRun;
import io.ejet.server.ErrorPages;
import io.ejet.server.OwnHandler;
import java.nio.file.Path;

/**
 * The files of a location whose root has variables: below which folder they lie, each request tells.
 *
 * <p>It answers by the {@link FileHandler} of that folder, made for the request. Those of one folder are equal, so that they find
 * what others of them have left in memory.
 *
 * <p>Threading: any thread.
 */
public final class FilesOfRequest implements OwnHandler {
    private final RootOfRequest root;
    private final FileHandler within;

    /**
     * Of a location.
     *
     * @param location which files; its root has variables
     * @param setup what the handlers of a server have in common
     */
    public FilesOfRequest(LocationSettings location, FileSetup setup) {
        root = location.rootOfRequest();
        within = new FileHandler(location, setup);
    }

    /**
     * Who answers one request.
     *
     * @param run the request
     * @return null when what it tells is no folder that could be there
     */
    public FileHandler of(ScriptRun run) {
        Path folder = root.folder(run);
        return folder == null ? null : within.below(folder);
    }

    /**
     * Whether a handler is one of those that answer for this location.
     *
     * @param handler any
     * @return true if it was made here
     */
    public boolean hasMade(HttpHandler handler) {
        return handler instanceof FileHandler files && files.isOfLocation(within);
    }

    /** For a request that tells no folder: there is nothing. */
    @Override
    public void handle(HttpExchange exchange) {
        ErrorPages.send(exchange, 404);
    }

    @Override
    public String toString() {
        return "files below " + root;
    }
}
