package io.ejet.conf;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One address to listen on, with the hosts that are served there.
 *
 * @param address a resolved address; the wildcard address means IPv4 and IPv6; port 0 finds a free port
 * @param hosts the virtual hosts; at most one of them is the default host
 */
public record ListenSettings(InetSocketAddress address, List<HostSettings> hosts) {
    /** Copies what could be changed from outside. */
    public ListenSettings {
        hosts = List.copyOf(hosts);
    }
}
