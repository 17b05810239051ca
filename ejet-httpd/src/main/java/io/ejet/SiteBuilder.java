package io.ejet;

import io.ejet.conf.AccessLogSettings;
import io.ejet.conf.HostName;
import io.ejet.conf.HostSettings;
import io.ejet.conf.Limits;
import io.ejet.conf.ListenSettings;
import io.ejet.conf.LocationMatch;
import io.ejet.conf.LocationSettings;
import io.ejet.conf.ServerSettings;
import io.ejet.conf.SymlinkPolicy;
import io.ejet.file.FileHandler;
import io.ejet.file.FileSetup;
import io.ejet.file.FilesOfRequest;
import io.ejet.http.MediaTypes;
import io.ejet.log.AccessLog;
import io.ejet.server.ErrorPages;
import io.ejet.server.Host;
import io.ejet.server.Listen;
import io.ejet.server.Location;
import io.ejet.server.OwnHandler;
import io.ejet.server.StatusPages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the hosts and locations of one configuration. Threading: the thread that starts the server or reloads. */
final class SiteBuilder {
    private static final OwnHandler NOT_SERVED = exchange -> ErrorPages.send(exchange, 501);

    /** Of a location without a root, where scripts decide. */
    private static final OwnHandler NOT_FOUND = exchange -> ErrorPages.send(exchange, 404);

    private static final List<String> INDEX = List.of("index.html", "index.htm");

    private final FileSetup files;
    private final AccessLogs logs;

    /**
     * For locations that a program gives.
     *
     * @param owners of the server
     * @param limits in effect
     */
    SiteBuilder(FileOwners owners, Limits limits) {
        this(owners, limits, ServerSettings.DEFAULT_TYPE, Map.of(), AccessLogs.one(AccessLog.NONE));
    }

    /**
     * For locations that were configured.
     *
     * @param owners of the server
     * @param limits in effect
     * @param settings the configuration
     * @param logs of hosts and locations
     */
    SiteBuilder(FileOwners owners, Limits limits, ServerSettings settings, AccessLogs logs) {
        this(owners, limits, settings.defaultType(), settings.mediaTypes(), logs);
    }

    private SiteBuilder(
            FileOwners owners, Limits limits, String defaultType, Map<String, String> configured, AccessLogs logs) {
        this.logs = logs;
        MediaTypes types = new MediaTypes(configured);
        files = owners.setup(limits, name -> types.of(name, defaultType));
    }

    /**
     * The addresses of a configuration, with their hosts.
     *
     * @param settings the addresses
     * @return ready to be served
     */
    List<Listen> listens(List<ListenSettings> settings) {
        return settings.stream()
                .map(listen ->
                        new Listen(listen.address(), hosts(listen.hosts()), listen.unknownHost(), listen.peers()))
                .toList();
    }

    /**
     * The hosts of a configured address.
     *
     * @param settings the hosts
     * @return ready to be served
     */
    private List<Host> hosts(List<HostSettings> settings) {
        List<Host> hosts = new ArrayList<>();
        for (HostSettings host : settings) {
            List<Location> locations = new ArrayList<>();
            for (LocationSettings location : host.locations()) {
                locations.add(new Location(
                        location.match(),
                        location.pattern(),
                        handler(location),
                        location.scripts(),
                        location.access(),
                        log(location.accessLog())));
            }
            StatusPages pages = new StatusPages(host.errorPages(), files.mediaType());
            hosts.add(new Host(host.names(), locations, host.scripts(), pages, host.access(), log(host.accessLog())));
        }
        return hosts;
    }

    private AccessLog log(AccessLogSettings settings) {
        return settings == null ? null : logs.ofSite(settings);
    }

    /** What is not served yet must not fall through to another location: its files may be programs. */
    private HttpHandler handler(LocationSettings location) {
        if (!location.isServed()) {
            return NOT_SERVED;
        }
        if (location.rootOfRequest() != null) {
            return new FilesOfRequest(location, files);
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
}
