package io.epump.dns;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers for as long as they hold. The resolver's pump only. Bounded: when there are too many, the one that was longest not
 * asked for goes; one whose time is over goes when it is asked for.
 */
final class NameCache {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final ResolverConfig config;
    private final Map<Key, Entry> entries;

    /** A full name in lower case and the family. */
    private record Key(String name, int type) {}

    /** What was found, and when that ends to hold. */
    record Entry(NameStatus status, List<InetAddress> addresses, long endNs) {}

    NameCache(ResolverConfig config) {
        this.config = config;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
                return size() > config.cacheEntries;
            }
        };
    }

    /** What is known, null for nothing. */
    Entry get(String name, int type, long nowNs) {
        Key key = new Key(name, type);
        Entry entry = entries.get(key);
        if (entry != null && nowNs - entry.endNs >= 0) {
            entries.remove(key);
            return null;
        }
        return entry;
    }

    /** Keeps an answer, unless it is not to be kept. */
    void put(String name, int type, NameStatus status, List<InetAddress> addresses, long ttlSeconds, long nowNs) {
        long ttlNs = status == NameStatus.OK ? ttlNs(ttlSeconds) : negativeTtlNs(ttlSeconds);
        if (ttlNs > 0) {
            entries.put(new Key(name, type), new Entry(status, addresses, nowNs + ttlNs));
        }
    }

    private long ttlNs(long ttlSeconds) {
        return Math.min(Math.max(ttlSeconds * NS_PER_SECOND, config.leastTtl.toNanos()), config.mostTtl.toNanos());
    }

    private long negativeTtlNs(long ttlSeconds) {
        return Math.min(ttlSeconds * NS_PER_SECOND, config.mostNegativeTtl.toNanos());
    }

    void clear() {
        entries.clear();
    }

    int size() {
        return entries.size();
    }
}
