package io.ejet.server;

import io.ejet.access.ConnectionCounts;
import io.ejet.access.ProxyHeader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Whose a connection is: that of the socket's other end, or of whom the PROXY protocol's header names. For the connections of an
 * address that has to find that out, or counts them; the others have none of these.
 *
 * <pre>
 *   KNOWN ◀─────────────────────────── counted
 *     ▲                                  ▲
 *     │ no header is due                 │ header complete
 *   accepted ──▶ WAITING for its header ─┘
 * </pre>
 *
 * <p>Threading: the owner, but before the connection has one: the accepting thread.
 *
 * <p>Bounds: those of {@link ProxyHeader}; nothing behind the header is taken from the input.
 */
final class ConnectionPeer {
    private final Peers peers;
    private final ConnectionCounts counts;
    private InetSocketAddress address;
    private boolean waiting;
    private boolean counted;

    /**
     * A connection was accepted.
     *
     * @param peers those of its listening address when it was accepted
     * @param counts of the connections of that address, whatever is served there
     * @param address the socket's other end; null when that has gone already, which may not stay
     */
    ConnectionPeer(Peers peers, ConnectionCounts counts, InetSocketAddress address) {
        this.peers = peers;
        this.counts = counts;
        this.address = address;
        this.waiting = peers.speakProxyProtocol();
    }

    /**
     * Whether the connection may stay. One whose header is due is counted when that has come; those of trusted proxies are not
     * counted, for they are their clients'.
     */
    boolean enter() {
        if (address == null) {
            return false;
        }
        boolean isBounded = !waiting && peers.mostConnections() > 0 && !peers.isTrusted(address);
        counted = isBounded && counts.enter(address.getAddress(), peers.mostConnections());
        return counted || !isBounded;
    }

    boolean isWaiting() {
        return waiting;
    }

    /**
     * Looks for the header.
     *
     * @param bytes what was received; its position moves behind a complete header
     * @return false if there is none, or he has too many connections: this one is closed without a word
     */
    boolean onReceived(ByteBuffer bytes) {
        ProxyHeader.Result header = ProxyHeader.parse(bytes);
        if (header.state() != ProxyHeader.State.DONE) {
            return header.state() == ProxyHeader.State.MORE;
        }
        bytes.position(bytes.position() + header.lengthBytes());
        if (header.client() != null && peers.isBelieved(address)) {
            address = header.client();
        }
        waiting = false;
        return enter();
    }

    /** The connection is closed. */
    void leave() {
        if (counted) {
            counted = false;
            counts.leave(address.getAddress());
        }
    }

    InetSocketAddress address() {
        return address;
    }
}
