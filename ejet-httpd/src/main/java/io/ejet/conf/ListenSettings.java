package io.ejet.conf;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One address to listen on, with the hosts that are served there.
 *
 * @param address a resolved address; the wildcard address means IPv4 and IPv6; port 0 finds a free port
 * @param hosts the virtual hosts, in their order; no two have the same name
 * @param unknownHost what becomes of requests for a host that is not among them, if none is the default host
 * @param peers who connects
 */
public record ListenSettings(
        InetSocketAddress address, List<HostSettings> hosts, UnknownHost unknownHost, PeerSettings peers) {
    /** Copies what could be changed from outside. */
    public ListenSettings {
        hosts = List.copyOf(hosts);
    }

    /**
     * Where a request for an unknown host finds nothing.
     *
     * @param address as above
     * @param hosts as above
     */
    public ListenSettings(InetSocketAddress address, List<HostSettings> hosts) {
        this(address, hosts, UnknownHost.NOT_FOUND, PeerSettings.PLAIN);
    }

    /**
     * The same, elsewhere.
     *
     * @param other a resolved address, in place of this one
     * @return with all else that was configured
     */
    public ListenSettings at(InetSocketAddress other) {
        return new ListenSettings(other, hosts, unknownHost, peers);
    }
}
