package io.ejet.server;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A virtual host: its name and its locations. Immutable. */
public final class Host {
    private final String name;
    private final byte[] nameBytes;
    private final Locations locations;

    /**
     * A host.
     *
     * @param name in lower case; empty for the default host
     * @param locations what is served where
     */
    public Host(String name, List<Location> locations) {
        this.name = name;
        this.nameBytes = name.getBytes(StandardCharsets.ISO_8859_1);
        this.locations = new Locations(locations);
    }

    String name() {
        return name;
    }

    byte[] nameBytes() {
        return nameBytes;
    }

    Locations locations() {
        return locations;
    }
}
