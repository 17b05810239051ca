package io.ejet.conf;

import io.ejet.access.Access;
import io.ejet.script.Scripts;
import java.util.List;
import java.util.Map;

/**
 * A virtual host.
 *
 * @param names what it answers for, at least one
 * @param locations what is served where
 * @param scripts run once for each request, those of its listen first
 * @param errorPages its own pages, by status, 400 to 599
 * @param access who is let in where no location answers; null for anybody
 * @param accessLog what is written about its requests; null for what the server says
 */
public record HostSettings(
        List<HostName> names,
        List<LocationSettings> locations,
        Scripts scripts,
        Map<Integer, ErrorPage> errorPages,
        Access access,
        AccessLogSettings accessLog) {
    /** Copies what could be changed from outside. */
    public HostSettings {
        names = List.copyOf(names);
        locations = List.copyOf(locations);
        errorPages = Map.copyOf(errorPages);
    }

    /**
     * A host with one name, without scripts and pages of its own.
     *
     * @param name its whole name, in lower case; empty for the default host
     * @param locations as above
     */
    public HostSettings(String name, List<LocationSettings> locations) {
        this(List.of(HostName.exact(name)), locations, Scripts.NONE, Map.of(), null, null);
    }

    /**
     * The first of its names.
     *
     * @return as it is written; empty for a default host
     */
    public String name() {
        return names.get(0).equals(HostName.DEFAULT) ? "" : names.get(0).written();
    }

    /**
     * Whether it answers for every name that no other host has.
     *
     * @return true if one of its names says so, for any port
     */
    public boolean isDefault() {
        return names.contains(HostName.DEFAULT);
    }
}
