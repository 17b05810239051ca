package io.ejet.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the location of a path: exact; a plain prefix that is the whole path; the longest {@code ^~} prefix; regular
 * expressions in their order; the longest plain prefix; the default.
 *
 * <p>Immutable; any thread. Nothing is allocated but by regular expressions. The cost does not grow with the number of exact
 * locations, and with the logarithm of the number of prefixes.
 */
final class Locations {
    private final Map<String, Location> exact = new HashMap<>();
    private final Prefixes first;
    private final Prefixes plain;
    private final List<Location> regexes = new ArrayList<>();
    private Location otherwise;

    Locations(List<Location> locations) {
        Map<String, Location> firstPrefixes = new HashMap<>();
        Map<String, Location> plainPrefixes = new HashMap<>();
        for (Location location : locations) {
            switch (location.match()) {
                case EXACT -> exact.putIfAbsent(location.pattern(), location);
                case PREFIX_FIRST -> firstPrefixes.putIfAbsent(location.pattern(), location);
                case PREFIX -> plainPrefixes.putIfAbsent(location.pattern(), location);
                case REGEX, REGEX_ANY_CASE -> regexes.add(location);
                case DEFAULT -> otherwise = otherwise == null ? location : otherwise;
            }
        }
        first = new Prefixes(firstPrefixes);
        plain = new Prefixes(plainPrefixes);
    }

    /**
     * The location of a path.
     *
     * @param path decoded and normalised
     * @return null when there is none
     */
    Location find(String path) {
        Location found = exact.isEmpty() ? null : exact.get(path);
        if (found == null) {
            found = plain.whole(path);
        }
        if (found == null) {
            found = first.longest(path);
        }
        for (int i = 0; found == null && i < regexes.size(); i++) {
            Location candidate = regexes.get(i);
            found = candidate.isFoundIn(path) ? candidate : null;
        }
        if (found == null) {
            found = plain.longest(path);
        }
        return found == null ? otherwise : found;
    }

    /** The location of a name that begins with {@code @}; null when there is none. */
    Location named(String name) {
        return exact.get(name);
    }

    /**
     * Prefixes in their order. The longest prefix of a path is the greatest entry that is not above it, or an entry which that
     * one begins with; each entry knows the longest other that it begins with.
     */
    private static final class Prefixes {
        private final Map<String, Location> whole;
        private final String[] sorted;
        private final Location[] locations;
        private final int[] parents;

        Prefixes(Map<String, Location> prefixes) {
            whole = prefixes;
            sorted = prefixes.keySet().toArray(new String[0]);
            Arrays.sort(sorted);
            locations = new Location[sorted.length];
            parents = new int[sorted.length];
            for (int i = 0; i < sorted.length; i++) {
                locations[i] = prefixes.get(sorted[i]);
                int parent = i - 1;
                while (parent >= 0 && !sorted[i].startsWith(sorted[parent])) {
                    parent = parents[parent];
                }
                parents[i] = parent;
            }
        }

        Location whole(String path) {
            return whole.isEmpty() ? null : whole.get(path);
        }

        Location longest(String path) {
            if (sorted.length == 0) {
                return null;
            }
            int found = Arrays.binarySearch(sorted, path);
            int i = found >= 0 ? found : -found - 2;
            while (i >= 0 && !path.startsWith(sorted[i])) {
                i = parents[i];
            }
            return i < 0 ? null : locations[i];
        }
    }
}
