package io.ejet;

import io.ejet.conf.HostName;
import io.ejet.conf.HostSettings;
import io.ejet.conf.Limits;
import io.ejet.conf.LocationMatch;
import io.ejet.conf.LocationSettings;
import io.ejet.conf.ServerSettings;
import io.ejet.conf.SymlinkPolicy;
import io.ejet.file.FileHandler;
import io.ejet.file.FileSetup;
import io.ejet.file.OwnerFiles;
import io.ejet.http.MediaTypes;
import io.ejet.server.ErrorPages;
import io.ejet.server.Host;
import io.ejet.server.Location;
import io.ejet.server.Offload;
import io.ejet.server.OwnHandler;
import io.ejet.server.Server;
import io.ejet.server.StatusPages;
import io.epump.OwnerLocal;
import io.epump.sched.NanoClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * Makes hosts and locations from settings, and keeps what their handlers share.
 *
 * <p>Threading: the thread that starts the server. Lifecycle: {@link #close} when the server has stopped.
 */
final class SiteBuilder {
    private static final OwnHandler NOT_SERVED = exchange -> ErrorPages.send(exchange, 501);

    /** Of a location without a root, where scripts decide. */
    private static final OwnHandler NOT_FOUND = exchange -> ErrorPages.send(exchange, 404);

    private static final List<String> INDEX = List.of("index.html", "index.htm");

    private final Offload offload;
    private final FileSetup files;
    private final Queue<OwnerFiles> ofOwners = new ConcurrentLinkedQueue<>();

    /**
     * For a server whose locations a program gives.
     *
     * @param server the server
     */
    SiteBuilder(Server server) {
        this(server, ServerSettings.DEFAULT_TYPE, Map.of());
    }

    /**
     * For a server that was configured.
     *
     * @param server the server
     * @param settings its settings
     */
    SiteBuilder(Server server, ServerSettings settings) {
        this(server, settings.defaultType(), settings.mediaTypes());
    }

    private SiteBuilder(Server server, String defaultType, Map<String, String> configured) {
        offload = server.offload();
        OwnerLocal<OwnerFiles> ownerFiles = new OwnerLocal<>(server.pump(), () -> ownerFiles(server));
        MediaTypes types = new MediaTypes(configured);
        UnaryOperator<String> typeOf = name -> types.of(name, defaultType);
        files = new FileSetup(
                ownerFiles::get, offload, NanoClock.SYSTEM, server.limits().smallFileBytes(), typeOf);
    }

    /** On an owner, for itself. */
    private OwnerFiles ownerFiles(Server server) {
        Limits limits = server.limits();
        OwnerFiles made = new OwnerFiles(
                limits.fileCacheBytes(), limits.fileCacheEntries(), (delayMs, task) -> runLater(server, delayMs, task));
        ofOwners.add(made);
        return made;
    }

    private static boolean runLater(Server server, long delayMs, Runnable task) {
        try {
            server.pump().startTimer(delayMs, 0, null, (context, source, event, fdType) -> task.run(), null);
            return true;
        } catch (IllegalStateException stopping) {
            return false;
        }
    }

    /**
     * The hosts of a configured address.
     *
     * @param settings the hosts
     * @return ready to be served
     */
    List<Host> hosts(List<HostSettings> settings) {
        List<Host> hosts = new ArrayList<>();
        for (HostSettings host : settings) {
            List<Location> locations = new ArrayList<>();
            for (LocationSettings location : host.locations()) {
                locations.add(
                        new Location(location.match(), location.pattern(), handler(location), location.scripts()));
            }
            StatusPages pages = new StatusPages(host.errorPages(), files.mediaType());
            hosts.add(new Host(host.names(), locations, host.scripts(), pages));
        }
        return hosts;
    }

    /** What is not served yet must not fall through to another location: its files may be programs. */
    private HttpHandler handler(LocationSettings location) {
        if (!location.isServed()) {
            return NOT_SERVED;
        }
        return location.root() == null ? NOT_FOUND : new FileHandler(location, files);
    }

    /**
     * The one host of an address that a program has put together.
     *
     * @param locations the program's
     * @param root a folder whose files are served where no location answers; may be null
     * @return ready to be served
     */
    List<Host> hosts(List<Location> locations, Path root) {
        List<Location> all = new ArrayList<>(locations);
        if (root != null) {
            LocationSettings folder = new LocationSettings(
                    LocationMatch.DEFAULT, "/", root.toAbsolutePath(), INDEX, SymlinkPolicy.INSIDE);
            all.add(new Location(LocationMatch.DEFAULT, "/", new FileHandler(folder, files)));
        }
        return List.of(new Host(List.of(HostName.DEFAULT), all));
    }

    /**
     * Ends what runs beside the owners, and closes what they kept open.
     *
     * @param stopped whether no owner runs any more; else what is theirs is left to them
     */
    void close(boolean stopped) {
        offload.close();
        if (stopped) {
            ofOwners.forEach(OwnerFiles::close);
        }
    }
}
