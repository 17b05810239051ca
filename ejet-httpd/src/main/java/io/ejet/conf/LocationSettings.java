package io.ejet.conf;

import io.ejet.access.Access;
import io.ejet.script.Scripts;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of a host's paths, and what is served there: files, so far.
 *
 * @param match how {@code pattern} is compared with a path
 * @param pattern a path, a path's beginning or a regular expression; {@code /} for the default location
 * @param root the folder whose files are served, absolute; null if there is none: the scripts decide then, and a request that
 *     they leave undecided is answered 404
 * @param rootOfRequest which folder at or below {@code root} it is, if each request tells that; null if it is {@code root}
 * @param index names tried in a folder, in their order
 * @param symlinks which symbolic links are followed
 * @param scripts run whenever a request comes here, in their order
 * @param listsFolders whether a folder without an index is answered with a list of what is in it
 * @param isServed false if the location is of a type that is not served yet: requests that its scripts leave undecided are
 *     answered 501, and never by another location
 * @param access who is let in; null for anybody
 * @param accessLog what is written about its requests; null for what its host says
 */
public record LocationSettings(
        LocationMatch match,
        String pattern,
        Path root,
        RootOfRequest rootOfRequest,
        List<String> index,
        SymlinkPolicy symlinks,
        Scripts scripts,
        boolean listsFolders,
        boolean isServed,
        Access access,
        AccessLogSettings accessLog) {
    /** Copies what could be changed from outside. */
    public LocationSettings {
        index = List.copyOf(index);
    }

    /**
     * Without a log of its own.
     *
     * @param match as above
     * @param pattern as above
     * @param root as above
     * @param index as above
     * @param symlinks as above
     * @param scripts as above
     * @param listsFolders as above
     * @param isServed as above
     */
    public LocationSettings(
            LocationMatch match,
            String pattern,
            Path root,
            List<String> index,
            SymlinkPolicy symlinks,
            Scripts scripts,
            boolean listsFolders,
            boolean isServed) {
        this(match, pattern, root, null, index, symlinks, scripts, listsFolders, isServed, null, null);
    }

    /**
     * Without scripts and lists of folders.
     *
     * @param match as above
     * @param pattern as above
     * @param root as above
     * @param index as above
     * @param symlinks as above
     */
    public LocationSettings(
            LocationMatch match, String pattern, Path root, List<String> index, SymlinkPolicy symlinks) {
        this(match, pattern, root, index, symlinks, Scripts.NONE, false, true);
    }

    LocationSettings withAccessLog(AccessLogSettings log) {
        return new LocationSettings(
                match, pattern, root, rootOfRequest, index, symlinks, scripts, listsFolders, isServed, access, log);
    }
}
