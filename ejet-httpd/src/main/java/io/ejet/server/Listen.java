package io.ejet.server;

import io.ejet.conf.Limits;
import io.ejet.conf.PeerSettings;
import io.ejet.conf.UnknownHost;
import io.ejet.log.AccessLog;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * An address, and what is served there.
 *
 * @param address a resolved address; port 0 finds a free one
 * @param hosts the virtual hosts
 * @param unknownHost what becomes of requests for a host that is not among them
 * @param peers who connects
 */
public record Listen(InetSocketAddress address, List<Host> hosts, UnknownHost unknownHost, PeerSettings peers) {
    /** Copies what could be changed from outside. */
    public Listen {
        hosts = List.copyOf(hosts);
    }

    /**
     * How a request that comes here would be decided. Blocks: the disk is asked.
     *
     * @param why it comes here, for the reader
     * @param head the request, from its first line to the empty one
     * @param peer where it comes from: if that is a trusted proxy, it may say for whom
     * @param limits how long it may be
     * @return the explanation; also of what is no request
     */
    public Explanation explain(String why, byte[] head, InetSocketAddress peer, Limits limits) {
        return new Explainer(site(new Terms(limits, AccessLog.NONE)), new ExplainedRequest(head, peer, address, limits))
                .explain(why);
    }

    /**
     * An address to which clients connect by themselves.
     *
     * @param address as above
     * @param hosts as above
     * @param unknownHost as above
     */
    public Listen(InetSocketAddress address, List<Host> hosts, UnknownHost unknownHost) {
        this(address, hosts, unknownHost, PeerSettings.PLAIN);
    }

    Site site(Terms terms) {
        return new Site(hosts, unknownHost, terms, Peers.of(peers));
    }
}
