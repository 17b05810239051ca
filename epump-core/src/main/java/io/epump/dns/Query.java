package io.epump.dns;

import io.epump.pump.Pump;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The search for the addresses of one full name in one family: over the servers and attempts, by UDP and, if the answer is too
 * long for that, TCP, along the aliases. The resolver's pump only.
 *
 * <p>Bounds: servers times attempts for each name on the way, so many aliases as configured, the lookup's time in all.
 */
final class Query {
    private final Resolver resolver;
    private final Lookup lookup;
    private final String key;
    private final int type;
    private final List<InetSocketAddress> servers;
    private final int firstServer;

    private Name name;
    private int tries;
    private int aliases;
    private boolean hasEdns = true;
    private long ttlSeconds = Integer.MAX_VALUE;
    private NameStatus failure = NameStatus.TIMEOUT;
    private InetSocketAddress server;

    /**
     * @param key the full name, in lower case
     * @param firstServer where in the list to begin
     */
    Query(Resolver resolver, Lookup lookup, String key, int type, int firstServer) {
        this.resolver = resolver;
        this.lookup = lookup;
        this.key = key;
        this.type = type;
        this.servers = resolver.servers();
        this.firstServer = firstServer;
    }

    int type() {
        return type;
    }

    Pump pump() {
        return resolver.pump();
    }

    MessageCoding coding() {
        return resolver.coding();
    }

    /** Looks into the cache, then asks. May end at once. */
    void start() {
        NameCache.Entry known = resolver.cache().get(key, type, resolver.nowNs());
        if (known != null) {
            lookup.onResult(this, known.status(), known.addresses());
            return;
        }
        try {
            name = Name.fromString(key, Name.root);
        } catch (TextParseException e) { // that is what HostName is there to prevent
            throw new IllegalStateException("name=" + key, e);
        }
        ask();
    }

    /** Asks the next server, until one can be asked. */
    private void ask() {
        if (lookup.isOver()) {
            return; // given up
        }
        while (tries < servers.size() * resolver.attempts()) {
            server = servers.get((firstServer + tries) % servers.size());
            tries++;
            if (isAsked()) {
                return;
            }
        }
        end(failure, List.of());
    }

    private boolean isAsked() {
        if (lookup.leftNs() <= 0) {
            return false; // nor will there be for any other
        }
        return isStarted(
                new UdpExchange(resolver.system(), server, this, question(), hasEdns, resolver.datagramRoom()));
    }

    private boolean isStarted(Exchange next) {
        try {
            if (next.start(Math.min(resolver.timeoutNs(), lookup.leftNs()))) {
                return true;
            }
            failure = isSilence(failure) ? NameStatus.UNREACHABLE : failure;
        } catch (IllegalStateException stopping) { // nothing may be opened any more
            next.close();
            failure = NameStatus.STOPPED;
        }
        return false;
    }

    private Question question() {
        return new Question(resolver.randomId(), name, type);
    }

    // -- what came of it

    void onReply(Exchange from, Reply reply) {
        if (reply.isTruncated()) {
            onTruncated(from);
        } else if (reply.status() == NameStatus.FORMAT && hasEdns) {
            hasEdns = false; // the server may be so old that it stumbles over it (RFC 6891 section 7)
            tries--;
            ask();
        } else if (reply.status() == NameStatus.OK || reply.status().isAboutName()) {
            onAnswer(reply);
        } else {
            onFailed(reply.status());
        }
    }

    private void onTruncated(Exchange from) {
        if (from instanceof TcpExchange) {
            onFailed(NameStatus.SERVER_FAILURE); // there is no longer way
            return;
        }
        if (lookup.leftNs() <= 0) {
            onFailed(NameStatus.TIMEOUT);
        } else if (!isStarted(
                new TcpExchange(resolver.system(), server, this, question(), resolver.config().maxTcpBytes))) {
            ask();
        }
    }

    private void onAnswer(Reply reply) {
        aliases += reply.aliases();
        ttlSeconds = Math.min(ttlSeconds, reply.ttlSeconds());
        if (aliases > resolver.config().maxAliases) {
            end(NameStatus.TOO_MANY_ALIASES, List.of());
        } else if (reply.alias() != null) {
            name = reply.alias();
            tries = 0;
            ask();
        } else {
            resolver.cache().put(key, type, reply.status(), reply.addresses(), ttlSeconds, resolver.nowNs());
            end(reply.status(), reply.addresses());
        }
    }

    /** This server is of no use: the next one. */
    void onFailed(NameStatus status) {
        if (!isSilence(status) || isSilence(failure)) {
            failure = status; // what a server has said is more to know than that another one is silent
        }
        if (status == NameStatus.STOPPED || status == NameStatus.TOO_MANY_ALIASES) {
            end(status, List.of());
        } else {
            ask();
        }
    }

    /** Something unforeseen has happened to it. */
    void giveUp() {
        lookup.giveUp();
    }

    private static boolean isSilence(NameStatus status) {
        return status == NameStatus.TIMEOUT || status == NameStatus.UNREACHABLE;
    }

    private void end(NameStatus status, List<InetAddress> addresses) {
        lookup.onResult(this, status, addresses);
    }
}
