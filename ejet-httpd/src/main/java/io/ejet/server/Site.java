package io.ejet.server;

import io.ejet.conf.HostMatch;
import io.ejet.conf.HostName;
import io.ejet.conf.Limits;
import io.ejet.conf.UnknownHost;
import io.ejet.http.RequestHead;
import io.ejet.log.AccessLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The virtual hosts of one listening address, and what else holds for requests there. Immutable; any thread. */
final class Site {
    private static final int FEW = 4;

    /** All names but the default host's, when they are few and exact; else they are in the table. */
    private final List<Few> few = new ArrayList<>();

    private final Host otherwise;
    private final HostTable table;
    private final UnknownHost unknownHost;
    private final Terms terms;

    /** Null if there is nothing to find out about those who connect. */
    private final Peers peers;

    /** A name that is compared with what was received. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Few(byte[] name, Host host) {}

    /**
     * A site.
     *
     * @param hosts of two with the same name the first one holds
     * @param unknownHost what becomes of requests for none of them
     * @param terms what holds for all of them
     */
    Site(List<Host> hosts, UnknownHost unknownHost, Terms terms) {
        this(hosts, unknownHost, terms, null);
    }

    /**
     * A site.
     *
     * @param hosts of two with the same name the first one holds
     * @param unknownHost what becomes of requests for none of them
     * @param terms what holds for all of them
     * @param peers those who connect; null if there is nothing to find out about them
     */
    Site(List<Host> hosts, UnknownHost unknownHost, Terms terms, Peers peers) {
        this.unknownHost = unknownHost;
        this.terms = terms;
        this.peers = peers;
        Host unnamed = null;
        boolean areFew = true;
        for (Host host : hosts) {
            for (HostName name : host.names()) {
                areFew &= name.port() == HostName.ANY_PORT;
                if (name.match() == HostMatch.EXACT) {
                    few.add(new Few(name.text().getBytes(StandardCharsets.US_ASCII), host));
                } else if (name.match() == HostMatch.DEFAULT) {
                    unnamed = unnamed == null ? host : unnamed;
                } else {
                    areFew = false;
                }
            }
        }
        otherwise = unnamed;
        table = areFew && few.size() <= FEW ? null : new HostTable(hosts);
        if (table != null) {
            few.clear();
        }
    }

    /**
     * The host that a request asks for.
     *
     * @param head the request
     * @param bytes where it lies
     * @return the host of that name, else the default host; null when there is neither
     */
    Host find(RequestHead head, ByteBuffer bytes) {
        if (table != null) {
            return table.find(head, bytes);
        }
        for (int i = 0; i < few.size(); i++) {
            if (head.hostEquals(bytes, few.get(i).name)) {
                return few.get(i).host;
            }
        }
        return otherwise;
    }

    /** Whether a request is not to be answered, but explained to who has sent it. */
    boolean isToExplain(ServerExchange exchange) {
        return peers != null && peers.mayBeExplained(exchange);
    }

    /** Null if there is nothing to find out about those who connect. */
    Peers peers() {
        return peers;
    }

    Limits limits() {
        return terms.limits();
    }

    AccessLog accessLog() {
        return terms.accessLog();
    }

    UnknownHost unknownHost() {
        return unknownHost;
    }

    /** Answers a request for a host that is not there. */
    void refuse(ServerExchange exchange) {
        switch (unknownHost) {
            case NOT_FOUND -> ErrorPages.send(exchange, 404);
            case MISDIRECTED -> ErrorPages.send(exchange, 421);
            case CLOSE -> exchange.drop();
        }
    }
}
