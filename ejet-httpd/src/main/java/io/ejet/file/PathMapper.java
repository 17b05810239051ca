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
    private final FileRoot root;

    /** What is left out at the beginning of a path; empty for nothing. */
    private final String matched;

    PathMapper(LocationSettings location) {
        this(FileRoot.of(location.root()), location.match() == LocationMatch.PREFIX_FIRST ? location.pattern() : "");
    }

    private PathMapper(FileRoot root, String matched) {
        this.root = root;
        this.matched = matched;
    }

    /** The same, but below a folder in its root. */
    PathMapper below(Path folder) {
        return new PathMapper(new FileRoot(root.fixed(), folder), matched);
    }

    /** The folder below which everything lies. */
    FileRoot root() {
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
        // A script may have come here with a path that another location matches: that one is whole.
        String rest = path.startsWith(matched) ? path.substring(matched.length()) : path;
        int start = 0;
        while (start < rest.length() && rest.charAt(start) == '/') {
            start++;
        }
        try {
            Path folder = root.folder();
            Path file = folder.resolve(rest.substring(start)); // leads elsewhere on Windows, where "C:" begins anew
            return file.startsWith(folder) && file.equals(file.normalize()) ? file : null;
        } catch (InvalidPathException ignored) { // NUL, or what the file system cannot write
            return null;
        }
    }
}
