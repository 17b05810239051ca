package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.conf.LocationMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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

    /**
     * Notes why a path has come to its location, and what was not it before.
     *
     * @param found what {@link #find} has answered
     * @param path the path
     * @param to takes the steps
     */
    void explain(Location found, String path, Explanation to) {
        LocationMatch how = found == null ? LocationMatch.DEFAULT : found.match();
        boolean isWhole = how == LocationMatch.EXACT || (how == LocationMatch.PREFIX && path.equals(found.pattern()));
        if (how != LocationMatch.EXACT) {
            passed(exact.size(), "whole paths", to);
        }
        if (!isWhole && how != LocationMatch.PREFIX_FIRST) {
            passed(first.size(), "beginnings with ^~", to);
            regexes.stream().takeWhile(regex -> regex != found).forEach(regex -> passed(regex, to));
        }
        if (how == LocationMatch.DEFAULT) {
            passed(plain.size(), "beginnings", to);
        }
        String chosen = found == null ? "there is no location for it" : found.written() + reason(how, isWhole);
        to.add("chosen", 1, chosen, "pattern", found == null ? null : found.pattern());
    }

    private static void passed(int count, String what, Explanation to) {
        if (count > 0) {
            to.add("passed", 1, "none of the " + what + ", " + count + " in number", "count", count);
        }
    }

    private static void passed(Location regex, Explanation to) {
        to.add("passed", 1, regex.written() + " is not found in it", "pattern", regex.pattern());
    }

    private static String reason(LocationMatch how, boolean isWhole) {
        if (isWhole) {
            return " is the whole path";
        }
        return switch (how) {
            case EXACT, PREFIX -> " is its longest beginning";
            case PREFIX_FIRST -> " is its longest beginning that goes before regular expressions";
            case REGEX, REGEX_ANY_CASE -> " is the first regular expression that is found in it";
            case DEFAULT -> " is for what no other has";
        };
    }

    /** Which paths another handler answers for. Any thread may ask it. */
    Predicate<String> elsewhere(HttpHandler handler) {
        return path -> {
            Location found = find(path);
            return found != null && !found.isAnsweredBy(handler);
        };
    }

    /** The location of a name that begins with {@code @}; null when there is none. */
    Location named(String name) {
        return exact.get(name);
    }
}
