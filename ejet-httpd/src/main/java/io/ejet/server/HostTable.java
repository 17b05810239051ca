package io.ejet.server;

import io.ejet.conf.HostMatch;
import io.ejet.conf.HostName;
import io.ejet.http.NameTable;
import io.ejet.http.RequestHead;
import io.ejet.script.Regex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a host among many, as nginx does: the exact name, the longest wildcard at its beginning, the longest at its end,
 * regular expressions in their order, the default. At each of these what is for the port that is asked for goes before what
 * is for any; a request that names no port asks for that of http.
 *
 * <p>Immutable; any thread. The cost does not grow with the number of exact names and wildcards. Nothing is allocated but for
 * regular expressions, whose time is linear in the length of the name, which is bounded by {@link NameTable#MOST_BYTES}: a longer
 * name is nobody's but the default host's.
 */
final class HostTable {
    private static final int HTTP_PORT = 80;

    private final NameTable<Host> exact;
    private final NameTable<Host> ends;
    private final NameTable<Host> beginnings;
    private final List<Pattern> patterns = new ArrayList<>();
    private final NameTable<Host> defaults;
    private final boolean hasPorts;

    /** A host by regular expression. */
    private record Pattern(Regex regex, int port, Host host) {
        boolean isFor(String name, int asked) {
            return (port == HostName.ANY_PORT || port == asked) && regex.isFoundIn(name);
        }
    }

    /** Of two hosts with the same name the first one holds. */
    HostTable(List<Host> hosts) {
        Map<HostMatch, Map<NameTable.Name, Host>> byMatch = new EnumMap<>(HostMatch.class);
        for (Host host : hosts) {
            for (HostName name : host.names()) {
                if (name.match() == HostMatch.REGEX) {
                    patterns.add(new Pattern(Regex.compile(name.text(), true), name.port(), host));
                } else {
                    byMatch.computeIfAbsent(name.match(), none -> new HashMap<>())
                            .putIfAbsent(new NameTable.Name(name.text(), name.port()), host);
                }
            }
        }
        exact = new NameTable<>(byMatch.getOrDefault(HostMatch.EXACT, Map.of()));
        ends = new NameTable<>(byMatch.getOrDefault(HostMatch.LEADING_WILDCARD, Map.of()));
        beginnings = new NameTable<>(byMatch.getOrDefault(HostMatch.TRAILING_WILDCARD, Map.of()));
        defaults = new NameTable<>(byMatch.getOrDefault(HostMatch.DEFAULT, Map.of()));
        hasPorts = exact.hasPorts()
                || ends.hasPorts()
                || beginnings.hasPorts()
                || defaults.hasPorts()
                || patterns.stream().anyMatch(pattern -> pattern.port != HostName.ANY_PORT);
    }

    /**
     * The host that a request asks for.
     *
     * @param head the request
     * @param bytes where it lies
     * @return null when there is none
     */
    Host find(RequestHead head, ByteBuffer bytes) {
        int start = head.hostStart();
        int end = head.hostEnd();
        int port = hasPorts ? port(head, bytes) : HostName.ANY_PORT;
        if (start == end || end - start > NameTable.MOST_BYTES) {
            return defaults.whole(bytes, start, start, port);
        }
        Host found = exact.whole(bytes, start, end, port);
        if (found == null) {
            found = ends.longestEnd(bytes, start, end, port);
        }
        if (found == null) {
            found = beginnings.longestBeginning(bytes, start, end, port);
        }
        if (found == null && !patterns.isEmpty()) {
            found = byPattern(head.host(bytes), port);
        }
        return found == null ? defaults.whole(bytes, start, start, port) : found;
    }

    /** RFC 9110 section 4.2.1. */
    private static int port(RequestHead head, ByteBuffer bytes) {
        int named = head.port(bytes);
        return named < 0 ? HTTP_PORT : named;
    }

    private Host byPattern(String name, int port) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).isFor(name, port)) {
                return patterns.get(i).host;
            }
        }
        return null;
    }
}
