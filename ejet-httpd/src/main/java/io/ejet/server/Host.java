package io.ejet.server;

import io.ejet.conf.HostName;
import io.ejet.script.Scripts;
import java.util.List;

/** A virtual host: its names and its locations. Immutable. */
public final class Host {
    private final List<HostName> names;
    private final Locations locations;
    private final Scripts scripts;
    private final boolean isScripted;
    private final StatusPages pages;

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
     * A host.
     *
     * @param names what it answers for
     * @param locations what is served where
     * @param scripts run once for each request
     * @param pages answer errors
     */
    public Host(List<HostName> names, List<Location> locations, Scripts scripts, StatusPages pages) {
        this.names = List.copyOf(names);
        this.pages = pages;
        this.scripts = scripts;
        this.isScripted = !scripts.isEmpty()
                || locations.stream().anyMatch(location -> !location.scripts().isEmpty());
        this.locations = new Locations(locations);
    }

    List<HostName> names() {
        return names;
    }

    Scripts scripts() {
        return scripts;
    }

    /** Whether any script may be run for a request. */
    boolean isScripted() {
        return isScripted;
    }

    StatusPages pages() {
        return pages;
    }

    Locations locations() {
        return locations;
    }
}
