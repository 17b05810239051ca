package io.ejet.server;

import io.ejet.conf.UnknownHost;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * An address, and what is served there.
 *
 * @param address a resolved address; port 0 finds a free one
 * @param hosts the virtual hosts
 * @param unknownHost what becomes of requests for a host that is not among them
 */
public record Listen(InetSocketAddress address, List<Host> hosts, UnknownHost unknownHost) {
    /** Copies what could be changed from outside. */
    public Listen {
        hosts = List.copyOf(hosts);
    }

    Site site(Terms terms) {
        return new Site(hosts, unknownHost, terms);
    }
}
