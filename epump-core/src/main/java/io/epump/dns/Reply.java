package io.epump.dns;

import java.net.InetAddress;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * What a name server's message says to a question. Immutable.
 *
 * @param status OK when there are addresses or another name to ask for
 * @param isTruncated the rest did not fit: TCP has room for it
 * @param addresses those of the name that the aliases lead to
 * @param alias the name that the aliases lead to when nothing is said of it, and it is to be asked for; null otherwise
 * @param aliases how many aliases there were
 * @param ttlSeconds how long this may be kept, the least of all records it relies on; 0 for not at all
 */
record Reply(
        NameStatus status, boolean isTruncated, List<InetAddress> addresses, Name alias, int aliases, long ttlSeconds) {
    static Reply failed(NameStatus status) {
        return new Reply(status, false, List.of(), null, 0, 0);
    }
}
