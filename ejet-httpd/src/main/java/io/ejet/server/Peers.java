package io.ejet.server;

import io.ejet.access.AddressRules;
import io.ejet.conf.PeerSettings;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Those who connect to one listening address, and those they ask for. Immutable; any thread. */
final class Peers {
    /** The field that says the secret. */
    static final String EXPLAIN_FIELD = "X-EJet-Explain";

    private final PeerSettings settings;

    private Peers(PeerSettings settings) {
        this.settings = settings;
    }

    /** Null if there is nothing to find out and nothing to count. */
    static Peers of(PeerSettings settings) {
        return settings.equals(PeerSettings.PLAIN) ? null : new Peers(settings);
    }

    /**
     * Whether a request says the secret that shows how it is decided. Takes the same time for any other. Never for CONNECT, to whom
     * the 200 of an explanation would be the beginning of a tunnel (RFC 9110 section 9.3.6).
     */
    boolean mayBeExplained(ServerExchange exchange) {
        String told = settings.explainSecret() == null ? null : exchange.header(EXPLAIN_FIELD);
        return told != null
                && !exchange.method().equals("CONNECT")
                && MessageDigest.isEqual(
                        told.getBytes(StandardCharsets.ISO_8859_1),
                        settings.explainSecret().getBytes(StandardCharsets.ISO_8859_1));
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
     * @param request what is asked
     * @return the peer himself unless he is a trusted proxy
     */
    InetSocketAddress client(InetSocketAddress peer, ReceivedRequest request) {
        AddressRules trusted = settings.trusted();
        if (peer == null || trusted == null || !trusted.permits(peer.getAddress())) {
            return peer;
        }
        return settings.field().client(peer, request.headers(settings.field().fieldName()), trusted);
    }
}
