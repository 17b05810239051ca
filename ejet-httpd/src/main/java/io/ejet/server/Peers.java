package io.ejet.server;

import io.ejet.access.AddressRules;
import io.ejet.conf.PeerSettings;
import java.net.InetSocketAddress;

/** Those who connect to one listening address, and those they ask for. Immutable; any thread. */
final class Peers {
    private final PeerSettings settings;

    private Peers(PeerSettings settings) {
        this.settings = settings;
    }

    /** Null if there is nothing to find out and nothing to count. */
    static Peers of(PeerSettings settings) {
        return settings.equals(PeerSettings.PLAIN) ? null : new Peers(settings);
    }

    /** Whether each connection has to say whose it is, or is counted. */
    boolean areAsked() {
        return speakProxyProtocol() || mostConnections() > 0;
    }

    boolean speakProxyProtocol() {
        return settings.speaksProxyProtocol();
    }

    /** How many connections each may have; 0 for any number. */
    int mostConnections() {
        return settings.connectionsPerAddress();
    }

    boolean isTrusted(InetSocketAddress peer) {
        return settings.trusted() != null && settings.trusted().permits(peer.getAddress());
    }

    /** Whether a header of the PROXY protocol counts: that of anybody if no proxies are named. */
    boolean isBelieved(InetSocketAddress peer) {
        return settings.trusted() == null || isTrusted(peer);
    }

    /**
     * Who asks.
     *
     * @param peer who is connected; null when he has just gone
     * @param exchange what is asked
     * @return the peer himself unless he is a trusted proxy
     */
    InetSocketAddress client(InetSocketAddress peer, ServerExchange exchange) {
        AddressRules trusted = settings.trusted();
        if (peer == null || trusted == null || !trusted.permits(peer.getAddress())) {
            return peer;
        }
        return settings.field().client(peer, exchange.headers(settings.field().fieldName()), trusted);
    }
}
