package io.ejet.server;

import io.ejet.http.RequestHead;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The virtual hosts of one listening address. Immutable; any thread. */
final class Site {
    private static final int FEW = 4;

    private final Host[] named;
    private final Map<String, Host> byName = new HashMap<>();
    private final Host otherwise;

    /**
     * A site.
     *
     * @param hosts at most one of them without a name
     */
    Site(List<Host> hosts) {
        Host unnamed = null;
        for (Host host : hosts) {
            if (host.name().isEmpty()) {
                unnamed = host;
            } else {
                byName.putIfAbsent(host.name(), host);
            }
        }
        named = byName.values().toArray(new Host[0]);
        otherwise = unnamed;
    }

    /**
     * The host that a request asks for.
     *
     * @param head the request
     * @param bytes where it lies
     * @param exchange names the host when there are too many to compare
     * @return the host of that name, else the default host; null when there is neither
     */
    Host find(RequestHead head, ByteBuffer bytes, ServerExchange exchange) {
        if (named.length > FEW) {
            Host host = byName.get(exchange.host());
            return host == null ? otherwise : host;
        }
        for (Host host : named) {
            if (head.hostEquals(bytes, host.nameBytes())) {
                return host;
            }
        }
        return otherwise;
    }
}
