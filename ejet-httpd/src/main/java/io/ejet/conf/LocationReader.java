package io.ejet.conf;

import io.ejet.access.Access;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import io.ejet.script.Expressions;
import io.ejet.script.Regex;
import io.ejet.script.RegexException;
import io.ejet.script.Scripts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the settings of locations from a checked tree. For one thread. */
final class LocationReader {
    static final String EXPECTED_REGEX =
            "expected: a regular expression, with a backslash before a character that is meant as such";

    private static final String DEFAULT_PATH = "/";

    private final ConfigPaths paths;
    private final ConfigErrors errors;
    private final ScriptReader scripts;
    private final AccessReader access;
    private final AccessLogReader logs;

    /** How a path is compared, and with what. */
    private record Matching(LocationMatch match, String pattern) {}

    /** What the locations of a host have in common. */
    private record Around(List<Section> scopes, Expressions expressions, Inherited inherited, boolean isWhole) {}

    LocationReader(
            ConfigPaths paths, ConfigErrors errors, ScriptReader scripts, AccessReader access, AccessLogReader logs) {
        this.paths = paths;
        this.errors = errors;
        this.scripts = scripts;
        this.access = access;
        this.logs = logs;
    }

    /**
     * Reads the locations of a host.
     *
     * @param host what they stand in; without any, the root of the host is served
     * @param scopes the host and what it stands in itself
     * @param expressions those among the names of the host
     * @param inherited what the host passes on
     * @param isWhole whether what is missing is to be told
     */
    List<LocationSettings> read(
            Section host, List<Section> scopes, Expressions expressions, Inherited inherited, boolean isWhole) {
        List<LocationSettings> locations = new ArrayList<>();
        Map<Matching, ConfigPlace> places = new HashMap<>();
        List<Section> sections = ConfigKeys.LOCATIONS.sections(host);
        for (Section section : sections) {
            location(section, new Around(scopes, expressions, inherited, isWhole), places, locations);
        }
        if (sections.isEmpty()) {
            if (isWhole && isRootMissing(inherited, scopes)) {
                errors.error(
                        host.place(),
                        "there is nothing to serve here: neither a location, nor a root, nor a script",
                        "expected: root = FOLDER; or location = { path = '/'; root = FOLDER; }");
            }
            locations.add(settings(
                    new Matching(LocationMatch.DEFAULT, DEFAULT_PATH),
                    inherited,
                    rootOfRequest(inherited, scopes, expressions),
                    Scripts.NONE,
                    true,
                    access.read(scopes, expressions)));
        }
        return locations;
    }

    /** A script may decide every request, which cannot be known: where there is one, here or around, it is trusted to. */
    private static boolean isRootMissing(Inherited inherited, List<Section> scopes) {
        return inherited.root() == null
                && !inherited.isRootWrong()
                && scopes.stream().noneMatch(ConfigKeys.SCRIPT::isIn);
    }

    /** One that is not served has no root: it answers nothing, but keeps its paths from being answered by another one. */
    private static LocationSettings settings(
            Matching path, Inherited inherited, RootOfRequest ofRequest, Scripts run, boolean isServed, Access who) {
        boolean hasFiles = isServed && inherited.root() != null;
        return new LocationSettings(
                path.match(),
                path.pattern(),
                hasFiles ? inherited.root().folder() : null,
                hasFiles ? ofRequest : null,
                inherited.index(),
                inherited.symlinks(),
                run,
                inherited.listsFolders(),
                isServed,
                who,
                null);
    }

    private RootOfRequest rootOfRequest(Inherited inherited, List<Section> scopes, Expressions expressions) {
        return inherited.root() == null ? null : inherited.root().ofRequest(scopes, expressions, scripts, errors);
    }

    private void location(
            Section location, Around around, Map<Matching, ConfigPlace> places, List<LocationSettings> locations) {
        Matching path = path(location, around.isWhole);
        boolean isServed = isServed(location);
        Inherited inherited = isServed ? around.inherited.within(location, paths) : around.inherited;
        List<Section> scopes = new ArrayList<>(around.scopes);
        scopes.add(0, location);
        Expressions expressions = around.expressions.within(regex(path));
        Scripts run = scripts.read(scopes, expressions);
        Access who = access.read(scopes, expressions);
        AccessLogSettings log = logs.read(scopes, expressions);
        if (around.isWhole && isServed && isRootMissing(inherited, scopes)) {
            errors.error(
                    location.place(),
                    "this location has neither a root nor a script, nor has its host",
                    "expected: root = FOLDER; in the location, the host or the listen");
        }
        ConfigPlace before = path == null ? null : places.putIfAbsent(path, ConfigKeys.PATH.place(location));
        if (before != null) {
            errors.error(
                    ConfigKeys.PATH.place(location),
                    "there is a location with this path already, at " + before,
                    "expected: one location for one path");
        } else if (path != null) {
            LocationSettings settings =
                    settings(path, inherited, rootOfRequest(inherited, scopes, expressions), run, isServed, who);
            boolean isOfHost = log.equals(logs.read(around.scopes, around.expressions));
            locations.add(isOfHost ? settings : settings.withAccessLog(log));
        }
    }

    private boolean isServed(Section location) {
        String type = ConfigKeys.TYPE.of(location, "server");
        if (!type.equals("server")) {
            errors.warning(
                    ConfigKeys.TYPE.place(location),
                    "locations of type " + type + " are not served yet",
                    "requests that its scripts leave undecided are answered 501");
            return false;
        }
        return true;
    }

    private static Regex regex(Matching path) {
        return path != null && isRegex(path.match())
                ? Regex.compile(path.pattern(), path.match() == LocationMatch.REGEX_ANY_CASE)
                : null;
    }

    private static boolean isRegex(LocationMatch match) {
        return match == LocationMatch.REGEX || match == LocationMatch.REGEX_ANY_CASE;
    }

    /** How the location's path is compared; null if it is wrong, which has been told. */
    private Matching path(Section location, boolean isWhole) {
        List<Text> texts = new ArrayList<>();
        for (ConfigNode value : ConfigKeys.PATH.in(location)) {
            if (value instanceof Text text) {
                texts.add(text);
            }
        }
        if (texts.isEmpty()) {
            if (isWhole && ConfigKeys.PATH.in(location).isEmpty()) {
                errors.error(location.place(), "this location has no path", "expected: path = [ '/images/', '^~' ];");
            }
            return null;
        } else if (texts.size() > 2) {
            errors.error(texts.get(2).place(), "a path has one pattern and one mark", "expected: [ pattern, mark ]");
            return null;
        }
        return matching(texts.get(0), texts.size() == 1 ? null : texts.get(1));
    }

    private Matching matching(Text pattern, Text mark) {
        LocationMatch match = match(mark == null ? "" : mark.text().trim(), pattern.text());
        if (match == null) {
            errors.error(
                    mark.place(),
                    Quoted.of(mark.text()) + " is no way to compare a path",
                    "expected: '=' whole, '^~' beginning, '~' regular expression, '~*' the same in any case, or no mark");
            return null;
        } else if (isRegex(match)) {
            return isGood(pattern) ? new Matching(match, pattern.text()) : null;
        }
        // A name beginning with @ is a location that only scripts go to.
        boolean isName = match == LocationMatch.EXACT && pattern.text().startsWith("@");
        if (!pattern.text().startsWith(DEFAULT_PATH) && !isName) {
            errors.error(
                    pattern.place(),
                    Quoted.of(pattern.text()) + " is not a path",
                    pattern.text().startsWith("@")
                            ? "expected: [ '@name', '=' ] for a location that only try_files goes to"
                            : "expected: a path that begins with /");
            return null;
        }
        return new Matching(match, pattern.text());
    }

    /** What a mark means; null if it means nothing. */
    private static LocationMatch match(String mark, String pattern) {
        return switch (mark) {
            case "=" -> LocationMatch.EXACT;
            case "^~" -> LocationMatch.PREFIX_FIRST;
            case "~" -> LocationMatch.REGEX;
            case "~*" -> LocationMatch.REGEX_ANY_CASE;
            case "" -> pattern.equals(DEFAULT_PATH) ? LocationMatch.DEFAULT : LocationMatch.PREFIX;
            case "/" -> pattern.equals(DEFAULT_PATH) ? LocationMatch.DEFAULT : null;
            default -> null;
        };
    }

    private boolean isGood(Text regex) {
        try {
            Regex.compile(regex.text(), false);
            return true;
        } catch (RegexException e) {
            errors.error(regex.place().plus(e.index()), e.getMessage(), EXPECTED_REGEX);
            return false;
        }
    }
}
