package io.ejet.file;

import io.ejet.conf.LocationMatch;
import io.ejet.conf.LocationSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Which file a path names in a location: the root with the path behind it; under {@code ^~} without what the location
 * matched. A pure function; any thread.
 */
final class PathMapper {
    private final Path root;

    /** How much of a path is left out, in characters. */
    private final int matchedChars;

    PathMapper(LocationSettings location) {
        root = location.root().toAbsolutePath().normalize();
        matchedChars = location.match() == LocationMatch.PREFIX_FIRST
                ? location.pattern().length()
                : 0;
    }

    /**
     * The folder below which everything lies.
     *
     * @return absolute, without dot segments
     */
    Path root() {
        return root;
    }

    /**
     * Maps a path.
     *
     * @param path decoded, without dot segments, beginning with a slash, and matched by the location
     * @return the file's name, at or below the root; null when the path names nothing that could be there
     */
    Path map(String path) {
        // What is left of a path without dot segments may have them: "/img" leaves "../x" of "/img../x".
        String rest = path.substring(Math.min(matchedChars, path.length()));
        int start = 0;
        while (start < rest.length() && rest.charAt(start) == '/') {
            start++;
        }
        try {
            Path file = root.resolve(rest.substring(start)); // leads elsewhere on Windows, where "C:" begins anew
            return file.startsWith(root) && file.equals(file.normalize()) ? file : null;
        } catch (InvalidPathException ignored) { // NUL, or what the file system cannot write
            return null;
        }
    }
}
