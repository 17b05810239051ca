package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.LocationMatch;
import io.ejet.conf.LocationSettings;
import io.ejet.conf.SymlinkPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PathMapperTest {
    private static final Path ROOT = Path.of("/srv/www").toAbsolutePath();

    private static PathMapper mapper(LocationMatch match, String pattern) {
        return new PathMapper(new LocationSettings(match, pattern, ROOT, List.of(), SymlinkPolicy.INSIDE));
    }

    @ParameterizedTest
    @EnumSource(value = LocationMatch.class, names = "PREFIX_FIRST", mode = EnumSource.Mode.EXCLUDE)
    void shouldAppendTheWholePathWhenNothingIsLeftOut(LocationMatch match) {
        PathMapper mapper = mapper(match, "/a");
        assertEquals(ROOT.resolve("a/b.txt"), mapper.map("/a/b.txt"));
        assertEquals(ROOT.resolve("a"), mapper.map("/a/"));
        assertEquals(ROOT, mapper.map("/"));
    }

    @Test
    void shouldLeaveOutTheMatchedPrefixWhenTheMarkSaysSo() {
        PathMapper withSlash = mapper(LocationMatch.PREFIX_FIRST, "/img/");
        assertEquals(ROOT.resolve("a.png"), withSlash.map("/img/a.png"));
        assertEquals(ROOT, withSlash.map("/img/"));
        PathMapper without = mapper(LocationMatch.PREFIX_FIRST, "/img");
        assertEquals(ROOT.resolve("a.png"), without.map("/img/a.png"));
        assertEquals(ROOT, without.map("/img"));
        assertEquals(ROOT, without.map("/img/"));
        assertEquals(ROOT.resolve("es/a.png"), without.map("/images/a.png".replace("ages", "ges")));
    }

    @Test
    void shouldFindNothingWhenTheRestOfAPathHasDotSegments() {
        PathMapper mapper = mapper(LocationMatch.PREFIX_FIRST, "/img");
        assertNull(mapper.map("/img../secret"), "a segment of the path, and a dot segment of its rest");
        assertNull(mapper.map("/img.."));
        assertNull(mapper.map("/img./a"));
        assertNull(mapper.map("/img../www/a"), "out and in again");
        assertEquals(ROOT.resolve("..a"), mapper.map("/img..a"));
    }

    @Test
    void shouldFindNothingWhenAPathIsNoNameOnThisSystem() {
        assertNull(mapper(LocationMatch.DEFAULT, "/").map("/a\0.txt"));
    }

    @Test
    void shouldUseTheRealNameOfTheRootWhenItIsGivenOtherwise() {
        LocationSettings location = new LocationSettings(
                LocationMatch.DEFAULT, "/", ROOT.resolve("x/../y/."), List.of(), SymlinkPolicy.INSIDE);
        PathMapper mapper = new PathMapper(location);
        assertEquals(ROOT.resolve("y"), mapper.root().folder());
        assertEquals(ROOT.resolve("y/a"), mapper.map("/a"));
    }

    /** Every path of up to seven characters of a small alphabet, normalised or not. */
    @Test
    void shouldNeverLeaveTheRootWhateverThePath() {
        for (String pattern : List.of("/", "/a", "/a/", "/.")) {
            explore(mapper(LocationMatch.PREFIX_FIRST, pattern), "/", 6);
            explore(mapper(LocationMatch.PREFIX, pattern), "/", 6);
        }
    }

    private static void explore(PathMapper mapper, String path, int left) {
        Path file = mapper.map(path);
        if (file != null) {
            assertTrue(file.normalize().startsWith(ROOT), path);
            assertEquals(file.normalize(), file, path);
            for (Path name : ROOT.relativize(file)) {
                assertTrue(!name.toString().equals("..") && !name.toString().equals("."), path);
            }
        }
        if (left > 0) {
            for (String next : List.of("/", ".", "a", "\0")) {
                explore(mapper, path + next, left - 1);
            }
        }
    }
}
