package io.ejet.server;

import io.ejet.conf.HostName;
import io.ejet.script.Script;
import java.util.List;

/** A virtual host: its names and its locations. Immutable. */
public final class Host {
    private final List<HostName> names;
    private final Locations locations;
    private final List<Script> scripts;
    private final boolean isScripted;

    /**
     * A host.
     *
     * @param names what it answers for
     * @param locations what is served where
     * @param scripts run once for each request
     */
    public Host(List<HostName> names, List<Location> locations, List<Script> scripts) {
        this.names = List.copyOf(names);
        this.scripts = List.copyOf(scripts);
        this.isScripted = !scripts.isEmpty()
                || locations.stream().anyMatch(location -> !location.scripts().isEmpty());
        this.locations = new Locations(locations);
    }

    List<HostName> names() {
        return names;
    }

    List<Script> scripts() {
        return scripts;
    }

    /** Whether any script may be run for a request. */
    boolean isScripted() {
        return isScripted;
    }

    Locations locations() {
        return locations;
    }
}
