package io.ejet.server;

import java.util.Map;

/**
 * The beginnings of paths, and the location of each. Finds the longest of a path by hashing the path once from its beginning and
 * looking wherever a beginning of that length exists.
 *
 * <p>Immutable; any thread. Nothing is allocated. The cost grows with the length of the path up to that of the longest beginning, not
 * with their number.
 */
final class Prefixes {
    private static final int FACTOR = 31;
    private static final int SPREAD = 0x9e37_79b9; // the golden ratio: neighbours go far apart

    /** Open addressing: a beginning stands in the slot of its hash, or in the next one that is free. */
    private final String[] patterns;

    private final Location[] locations;
    private final int shift;
    private final int size;

    /** Whether there is a beginning of a length; as long as the longest, and one more. */
    private final boolean[] lengths;

    Prefixes(Map<String, Location> prefixes) {
        size = prefixes.size();
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * Math.max(1, prefixes.size()));
        patterns = new String[1 << bits];
        locations = new Location[1 << bits];
        shift = Integer.SIZE - bits;
        int longest = prefixes.keySet().stream().mapToInt(String::length).max().orElse(-1);
        lengths = new boolean[longest + 1];
        prefixes.forEach(this::put);
    }

    int size() {
        return size;
    }

    private void put(String pattern, Location location) {
        int slot = slot(pattern.hashCode());
        while (patterns[slot] != null) {
            slot = next(slot);
        }
        patterns[slot] = pattern;
        locations[slot] = location;
        lengths[pattern.length()] = true;
    }

    private int slot(int hash) {
        return (hash * SPREAD) >>> shift;
    }

    private int next(int slot) {
        return (slot + 1) & (patterns.length - 1);
    }

    /** The location whose pattern is the whole path; null when there is none. */
    Location whole(String path) {
        return path.length() < lengths.length && lengths[path.length()]
                ? get(path, path.length(), path.hashCode())
                : null;
    }

    /** The location whose pattern is the longest of those that the path begins with; null when there is none. */
    Location longest(String path) {
        Location longest = null;
        int hash = 0; // of what is before i, as String makes it
        int most = Math.min(path.length(), lengths.length - 1);
        for (int i = 0; i <= most; i++) {
            if (lengths[i]) {
                Location found = get(path, i, hash);
                longest = found == null ? longest : found;
            }
            hash = i < most ? hash * FACTOR + path.charAt(i) : hash;
        }
        return longest;
    }

    private Location get(String path, int length, int hash) {
        int slot = slot(hash);
        while (patterns[slot] != null) {
            if (patterns[slot].length() == length && path.startsWith(patterns[slot])) {
                return locations[slot];
            }
            slot = next(slot);
        }
        return null;
    }
}
