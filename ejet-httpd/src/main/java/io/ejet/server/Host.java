package io.ejet.server;

import io.ejet.access.Access;
import io.ejet.conf.HostName;
import io.ejet.log.AccessLog;
import io.ejet.script.Scripts;
import java.util.List;

/** A virtual host: its names and its locations. Immutable. */
public final class Host {
    private final List<HostName> names;
    private final Locations locations;
    private final Scripts scripts;
    private final boolean isRouted;
    private final StatusPages pages;
    private final Access access;

    /** Null when the server's takes its records. */
    private final AccessLog accessLog;

    private final boolean hasLogsOfLocations;

    /**
     * A host without scripts and pages of its own.
     *
     * @param names what it answers for
     * @param locations what is served where
     */
    public Host(List<HostName> names, List<Location> locations) {
        this(names, locations, Scripts.NONE, StatusPages.NONE);
    }

    /**
     * A host that lets anybody in where no location answers, and whose records the log of the server takes.
     *
     * @param names what it answers for
     * @param locations what is served where
     * @param scripts run once for each request
     * @param pages answer errors
     */
    public Host(List<HostName> names, List<Location> locations, Scripts scripts, StatusPages pages) {
        this(names, locations, scripts, pages, null, null);
    }

    /**
     * A host.
     *
     * @param names what it answers for
     * @param locations what is served where
     * @param scripts run once for each request
     * @param pages answer errors
     * @param access who is let in where no location answers; null for anybody
     * @param accessLog takes the records of its exchanges but those of locations that have their own; null when the server's does
     */
    public Host(
            List<HostName> names,
            List<Location> locations,
            Scripts scripts,
            StatusPages pages,
            Access access,
            AccessLog accessLog) {
        this.accessLog = accessLog;
        this.hasLogsOfLocations = locations.stream().anyMatch(location -> location.accessLog() != null);
        this.names = List.copyOf(names);
        this.pages = pages;
        this.access = access;
        this.scripts = scripts;
        this.isRouted = !scripts.isEmpty()
                || access != null
                || locations.stream()
                        .anyMatch(location -> location.access() != null
                                || !location.scripts().isEmpty()
                                || location.hasRootOfRequest());
        this.locations = new Locations(locations);
    }

    List<HostName> names() {
        return names;
    }

    Scripts scripts() {
        return scripts;
    }

    /** Whether more has to be asked for a request than which location its path has: scripts, who is let in, or which root. */
    boolean isRouted() {
        return isRouted;
    }

    /** Who is let in where no location answers; null for anybody. */
    Access access() {
        return access;
    }

    StatusPages pages() {
        return pages;
    }

    /** Who takes the record of one of its exchanges. */
    AccessLog accessLog(ServerExchange exchange, AccessLog ofServer) {
        Location location = hasLogsOfLocations ? exchange.location() : null;
        if (location != null && location.accessLog() != null) {
            return location.accessLog();
        }
        return accessLog == null ? ofServer : accessLog;
    }

    Locations locations() {
        return locations;
    }
}
