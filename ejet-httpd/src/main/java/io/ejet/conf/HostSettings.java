package io.ejet.conf;

import io.ejet.script.Script;
import java.util.List;

/**
 * A virtual host.
 *
 * @param name its exact name, in lower case; empty for the default host, which answers for every name that no other has
 * @param locations what is served where
 * @param scripts run once for each request, those of its listen first
 */
public record HostSettings(String name, List<LocationSettings> locations, List<Script> scripts) {
    /** Copies what could be changed from outside. */
    public HostSettings {
        locations = List.copyOf(locations);
        scripts = List.copyOf(scripts);
    }

    /**
     * Without scripts.
     *
     * @param name as above
     * @param locations as above
     */
    public HostSettings(String name, List<LocationSettings> locations) {
        this(name, locations, List.of());
    }

    /**
     * Whether it answers for every name that no other host has.
     *
     * @return true without a name
     */
    public boolean isDefault() {
        return name.isEmpty();
    }
}
