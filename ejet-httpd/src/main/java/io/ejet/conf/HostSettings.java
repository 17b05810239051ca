package io.ejet.conf;

import java.util.List;

/**
 * A virtual host.
 *
 * @param name its exact name, in lower case; empty for the default host, which answers for every name that no other has
 * @param locations what is served where
 */
public record HostSettings(String name, List<LocationSettings> locations) {
    /** Copies what could be changed from outside. */
    public HostSettings {
        locations = List.copyOf(locations);
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
