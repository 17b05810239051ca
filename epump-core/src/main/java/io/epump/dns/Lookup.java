package io.epump.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Type;

/**
 * The search for one name, for all who ask for it: through the search list, both families at the same time. The resolver's
 * pump only.
 *
 * <p>The search goes on only where there is no such name, or it has no address; where a server fails it ends, because the next
 * name of the list might be another machine.
 */
final class Lookup {
    private final Resolver resolver;
    private final String key;
    private final long endNs;
    private final List<NameRequest> waiters = new ArrayList<>(1);
    private final List<String> candidates;

    private int candidate;
    private int underWay;
    private NameStatus failure = NameStatus.NO_SUCH_NAME;
    private final List<InetAddress> ipv6 = new ArrayList<>();
    private final List<InetAddress> ipv4 = new ArrayList<>();
    private NameStatus worst;
    private boolean hasTold;
    private boolean isOver;

    Lookup(Resolver resolver, String key, long endNs) {
        this.resolver = resolver;
        this.key = key;
        this.endNs = endNs;
        this.candidates = HostName.candidates(key, resolver.conf());
    }

    String key() {
        return key;
    }

    long leftNs() {
        return endNs - resolver.nowNs();
    }

    /** One more who wants to know. */
    void add(NameRequest request) {
        waiters.add(request);
        request.onTaken();
        if (hasTold) {
            request.tellFirst(part(request));
        }
    }

    void start() {
        String name = candidates.get(candidate++);
        worst = null;
        int firstServer = resolver.nextServer();
        underWay = 2; // both, before the first can end
        new Query(resolver, this, name, Type.AAAA, firstServer).start();
        new Query(resolver, this, name, Type.A, firstServer).start();
    }

    void onResult(Query query, NameStatus status, List<InetAddress> addresses) {
        if (isOver) {
            return; // given up
        }
        (query.type() == Type.AAAA ? ipv6 : ipv4).addAll(addresses);
        if (status != NameStatus.OK) {
            worst = worse(worst, status);
        }
        if (--underWay > 0) {
            tellFirst();
        } else if (!ipv6.isEmpty() || !ipv4.isEmpty()) {
            end(NameStatus.OK);
        } else {
            onNothing();
        }
    }

    private void tellFirst() {
        if (ipv6.isEmpty() && ipv4.isEmpty()) {
            return;
        }
        hasTold = true;
        for (NameRequest waiter : waiters) {
            waiter.tellFirst(part(waiter));
        }
    }

    private NameAnswer part(NameRequest waiter) {
        return new NameAnswer(waiter.name(), NameStatus.OK, ipv6, ipv4);
    }

    /** What says least of the name is what the asker must know. */
    private static NameStatus worse(NameStatus one, NameStatus other) {
        if (one == null || one == NameStatus.NO_SUCH_NAME) {
            return other;
        }
        return one == NameStatus.NO_ADDRESS && !other.isAboutName() ? other : one;
    }

    private void onNothing() {
        failure = worse(failure, worst);
        if (worst.isAboutName() && candidate < candidates.size()) {
            start();
        } else {
            end(failure);
        }
    }

    /** Something unforeseen, such as no memory: who waits is told, and who asks next begins anew. */
    void giveUp() {
        if (!isOver) {
            end(NameStatus.UNREACHABLE);
        }
    }

    boolean isOver() {
        return isOver;
    }

    private void end(NameStatus status) {
        isOver = true;
        resolver.onEnd(this);
        for (NameRequest waiter : waiters) {
            resolver.answer(
                    waiter,
                    status == NameStatus.OK
                            ? new NameAnswer(waiter.name(), status, ipv6, ipv4)
                            : NameAnswer.failed(waiter.name(), status));
        }
    }
}
