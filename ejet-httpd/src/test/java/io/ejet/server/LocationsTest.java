package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.HttpHandler;
import io.ejet.conf.LocationMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which location a path leads to: the order of comparisons, and random ones against a model that tries all. */
class LocationsTest {
    private static final HttpHandler NOBODY = exchange -> {};
    private static final List<LocationMatch> MATCHES = List.of(
            LocationMatch.EXACT,
            LocationMatch.PREFIX,
            LocationMatch.PREFIX,
            LocationMatch.PREFIX_FIRST,
            LocationMatch.REGEX);
    private static final String SIGNS = "/ab";
    private static final int HOSTS = 1000;
    private static final int PATHS = 50;

    private final List<Location> locations = new ArrayList<>();

    private Location add(LocationMatch match, String pattern) {
        Location location = new Location(match, pattern, NOBODY);
        locations.add(location);
        return location;
    }

    private Location asked(String path) {
        return new Locations(locations).find(path);
    }

    @Test
    void shouldGoFromTheNarrowestComparisonToTheWidest() {
        Location otherwise = add(LocationMatch.DEFAULT, "/");
        Location plain = add(LocationMatch.PREFIX, "/a/");
        Location longer = add(LocationMatch.PREFIX, "/a/b/c");
        Location regex = add(LocationMatch.REGEX, "x$");
        Location first = add(LocationMatch.PREFIX_FIRST, "/a/b");
        Location exact = add(LocationMatch.EXACT, "/a/b/x");
        assertSame(exact, asked("/a/b/x"));
        assertSame(longer, asked("/a/b/c"));
        assertSame(first, asked("/a/b/c/d"));
        assertSame(first, asked("/a/bx"));
        assertSame(regex, asked("/a/x"));
        assertSame(plain, asked("/a/c"));
        assertSame(plain, asked("/a/"));
        assertSame(otherwise, asked("/a"));
        assertSame(otherwise, asked("/"));
    }

    @Test
    void shouldFindNothingWhenThereIsNothing() {
        assertNull(asked("/"));
        assertNull(asked(""));
        add(LocationMatch.PREFIX, "/a");
        assertNull(asked("/"));
        assertNull(asked("/b/a"));
    }

    @Test
    void shouldFindWhatTryingAllLocationsFinds() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < HOSTS; i++) {
            locations.clear();
            for (int j = random.nextInt(15); j > 0; j--) {
                LocationMatch match = MATCHES.get(random.nextInt(MATCHES.size()));
                String pattern = path(random, 5);
                add(match, match == LocationMatch.REGEX ? pattern + "$" : pattern);
            }
            Locations table = new Locations(locations);
            for (int j = 0; j < PATHS; j++) {
                String path = path(random, 7);
                Location expected = expected(path);
                assertSame(expected, table.find(path), () -> "seed " + seed + ", " + path);
                found += expected == null ? 0 : 1;
            }
        }
        assertTrue(found > HOSTS, "found=" + found);
    }

    private static String path(Random random, int most) {
        StringBuilder path = new StringBuilder("/");
        for (int i = random.nextInt(most); i > 0; i--) {
            path.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return path.toString();
    }

    /** A location that fits, and how near it is. */
    private record Candidate(Location location, int rank, int order) {
        int length() {
            return location.match() == LocationMatch.REGEX
                    ? 0
                    : location.pattern().length();
        }
    }

    private Location expected(String path) {
        List<Candidate> fitting = new ArrayList<>();
        for (Location location : locations) {
            int rank = rank(location, path);
            if (rank > 0) {
                fitting.add(new Candidate(location, rank, fitting.size()));
            }
        }
        return fitting.stream()
                .min(Comparator.comparing(Candidate::rank)
                        .thenComparing(candidate -> -candidate.length())
                        .thenComparing(Candidate::order))
                .map(Candidate::location)
                .orElse(null);
    }

    /** 0 if it does not fit. */
    private static int rank(Location location, String path) {
        boolean isWhole = path.equals(location.pattern());
        boolean isBeginning = path.startsWith(location.pattern());
        return switch (location.match()) {
            case EXACT -> isWhole ? 1 : 0;
            case PREFIX -> isWhole ? 2 : isBeginning ? 5 : 0;
            case PREFIX_FIRST -> isBeginning ? 3 : 0;
            case REGEX -> path.matches(".*" + location.pattern()) ? 4 : 0;
            default -> throw new AssertionError(location.match());
        };
    }

    @Test
    void shouldKeepPatternsOfTheSameHashApart() {
        Location one = add(LocationMatch.PREFIX, "/Aa");
        Location other = add(LocationMatch.PREFIX, "/BB");
        assertEquals("/Aa".hashCode(), "/BB".hashCode());
        assertSame(one, asked("/Aa/x"));
        assertSame(other, asked("/BB/x"));
        assertSame(other, asked("/BB"));
        assertNull(asked("/AB"));
    }
}
