package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.conf.LocationMatch;
import io.ejet.script.Regex;
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
    private final Map<String, HttpHandler> exact = new HashMap<>();
    private final Prefixes first;
    private final Prefixes plain;
    private final List<Searched> regexes = new ArrayList<>();
    private HttpHandler otherwise;

    private record Searched(Regex regex, HttpHandler handler) {}

    Locations(List<Location> locations) {
        Map<String, HttpHandler> firstPrefixes = new HashMap<>();
        Map<String, HttpHandler> plainPrefixes = new HashMap<>();
        for (Location location : locations) {
            switch (location.match()) {
                case EXACT -> exact.putIfAbsent(location.pattern(), location.handler());
                case PREFIX_FIRST -> firstPrefixes.putIfAbsent(location.pattern(), location.handler());
                case PREFIX -> plainPrefixes.putIfAbsent(location.pattern(), location.handler());
                case REGEX, REGEX_ANY_CASE ->
                    regexes.add(new Searched(compile(location.match(), location.pattern()), location.handler()));
                case DEFAULT -> otherwise = otherwise == null ? location.handler() : otherwise;
            }
        }
        first = new Prefixes(firstPrefixes);
        plain = new Prefixes(plainPrefixes);
    }

    private static Regex compile(LocationMatch match, String pattern) {
        return Regex.compile(pattern, match == LocationMatch.REGEX_ANY_CASE);
    }

    /**
     * Who answers for a path.
     *
     * @param path decoded and normalised
     * @return the handler, or null when there is none
     */
    HttpHandler find(String path) {
        HttpHandler handler = exact.isEmpty() ? null : exact.get(path);
        if (handler == null) {
            handler = plain.whole(path);
        }
        if (handler == null) {
            handler = first.longest(path);
        }
        for (int i = 0; handler == null && i < regexes.size(); i++) {
            Searched searched = regexes.get(i);
            handler = searched.regex.isFoundIn(path) ? searched.handler : null;
        }
        if (handler == null) {
            handler = plain.longest(path);
        }
        return handler == null ? otherwise : handler;
    }

    /**
     * Prefixes in their order. The longest prefix of a path is the greatest entry that is not above it, or an entry which that
     * one begins with; each entry knows the longest other that it begins with.
     */
    private static final class Prefixes {
        private final Map<String, HttpHandler> whole;
        private final String[] sorted;
        private final HttpHandler[] handlers;
        private final int[] parents;

        Prefixes(Map<String, HttpHandler> prefixes) {
            whole = prefixes;
            sorted = prefixes.keySet().toArray(new String[0]);
            Arrays.sort(sorted);
            handlers = new HttpHandler[sorted.length];
            parents = new int[sorted.length];
            for (int i = 0; i < sorted.length; i++) {
                handlers[i] = prefixes.get(sorted[i]);
                int parent = i - 1;
                while (parent >= 0 && !sorted[i].startsWith(sorted[parent])) {
                    parent = parents[parent];
                }
                parents[i] = parent;
            }
        }

        HttpHandler whole(String path) {
            return whole.isEmpty() ? null : whole.get(path);
        }

        HttpHandler longest(String path) {
            if (sorted.length == 0) {
                return null;
            }
            int found = Arrays.binarySearch(sorted, path);
            int i = found >= 0 ? found : -found - 2;
            while (i >= 0 && !path.startsWith(sorted[i])) {
                i = parents[i];
            }
            return i < 0 ? null : handlers[i];
        }
    }
}
