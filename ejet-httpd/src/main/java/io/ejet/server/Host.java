package io.ejet.server;

import io.ejet.script.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A virtual host: its name and its locations. Immutable. */
public final class Host {
    private final String name;
    private final byte[] nameBytes;
    private final Locations locations;
    private final List<Script> scripts;
    private final boolean isScripted;

    /**
     * A host.
     *
     * @param name in lower case; empty for the default host
     * @param locations what is served where
     * @param scripts run once for each request
     */
    public Host(String name, List<Location> locations, List<Script> scripts) {
        this.name = name;
        this.scripts = List.copyOf(scripts);
        this.isScripted = !scripts.isEmpty()
                || locations.stream().anyMatch(location -> !location.scripts().isEmpty());
        this.nameBytes = name.getBytes(StandardCharsets.ISO_8859_1);
        this.locations = new Locations(locations);
    }

    String name() {
        return name;
    }

    byte[] nameBytes() {
        return nameBytes;
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
