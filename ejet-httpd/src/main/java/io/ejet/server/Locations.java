package io.ejet.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the location of a path: exact; a plain prefix that is the whole path; the longest {@code ^~} prefix; regular
 * expressions in their order; the longest plain prefix; the default.
 *
 * <p>Immutable; any thread. Nothing is allocated but by regular expressions. The cost does not grow with the number of exact
 * locations and of prefixes.
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
}
