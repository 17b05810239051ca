package io.ejet.conf;

import io.ejet.conf.ConfigNode.Section;
import io.ejet.log.AccessLogFormat;
import io.ejet.script.Expressions;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the settings of access logs: of the server, and of those listens, hosts and locations that have one of their own. What one of
 * these does not say, it takes over from around it, item by item; it is on unless it says otherwise. For one thread.
 */
final class AccessLogReader {
    static final String STANDARD_OUTPUT = "stdout";
    static final String STANDARD_ERROR = "stderr";
    private static final String FILE = "access.log";

    private final Section ofServer;
    private final ConfigPaths paths;
    private final ConfigErrors errors;
    private final LogFormatReader formats;

    /** Those that are the same wherever the sections that they are made of hold. */
    private final Map<List<Section>, AccessLogSettings> made = new HashMap<>();

    /** Sections whose format is worth something else in each place. */
    private final Set<List<Section>> dependent = new HashSet<>();

    private final Map<Path, Rotated> rotated = new HashMap<>();

    /** How a file is rotated, and where it says so. */
    private record Rotated(LogRotation rotation, ConfigPlace place) {}

    AccessLogReader(Section http, ConfigPaths paths, ScriptReader scripts, ConfigErrors errors) {
        this.ofServer = ConfigKeys.ACCESS_LOG_SECTION.section(http);
        this.paths = paths;
        this.errors = errors;
        this.formats = new LogFormatReader(scripts, errors);
    }

    /**
     * What holds in a place.
     *
     * @param scopes the location, the host and the listen, as far as it is in them; none for the server as a whole
     * @param expressions by which requests come there
     * @return the same object wherever the same holds
     */
    AccessLogSettings read(List<Section> scopes, Expressions expressions) {
        List<Section> logs = new ArrayList<>();
        for (Section scope : scopes) {
            logs.addAll(ConfigKeys.SITE_LOG_SECTION.sections(scope));
        }
        logs.add(ofServer);
        AccessLogSettings known = made.get(logs);
        if (known == null && !dependent.contains(logs)) {
            known = settings(logs, scopes, Expressions.NONE);
            if (formats.dependsOnPlace()) {
                dependent.add(logs);
            } else {
                made.put(logs, known);
            }
        }
        return dependent.contains(logs) ? settings(logs, scopes, expressions) : known;
    }

    private AccessLogSettings settings(List<Section> logs, List<Section> scopes, Expressions expressions) {
        boolean isOn = isOn(logs);
        Section named = first(ConfigKeys.LOG_FILE, logs);
        String name = ConfigKeys.LOG_FILE.of(named, FILE);
        Path file =
                name.equals(STANDARD_OUTPUT) ? null : paths.fileToWrite(name, ConfigKeys.LOG_FILE.place(named), isOn);
        LogRotation rotation = rotation(logs);
        if (isOn && file != null) {
            warnOfWord(named, STANDARD_ERROR, STANDARD_OUTPUT, errors);
            checkRotation(file, rotation, ConfigKeys.LOG_FILE.place(named));
        } else if (isOn) {
            logs.subList(0, logs.indexOf(named) + 1).forEach(log -> warnOfStream(log, errors));
        }
        Section formatted = first(ConfigKeys.LOG_FORMAT, logs);
        AccessLogFormat format = formats.read(formatted, scopes, expressions);
        boolean blocks = ConfigKeys.WHEN_FULL.of(ofServer, "drop").equals("block");
        return new AccessLogSettings(isOn, file, format, rotation, blocks);
    }

    private boolean isOn(List<Section> logs) {
        Section innermost = logs.get(0);
        return ConfigKeys.ACCESS_LOG_ON.of(innermost, logs.size() > 1);
    }

    /** What the innermost section that has an item says of it. */
    static LogRotation rotation(List<Section> logs) {
        return new LogRotation(
                ConfigKeys.ROTATE_SIZE.of(first(ConfigKeys.ROTATE_SIZE, logs), 0L),
                LogRotation.Every.of(ConfigKeys.ROTATE_EVERY.of(first(ConfigKeys.ROTATE_EVERY, logs), "never")),
                ConfigKeys.KEEP_FILES.of(first(ConfigKeys.KEEP_FILES, logs), LogRotation.KEPT_FILES));
    }

    /** The innermost section that has a setting; the outermost if none has. */
    private static Section first(ConfigKey<?> key, List<Section> logs) {
        for (Section log : logs) {
            if (key.isIn(log)) {
                return log;
            }
        }
        return logs.get(logs.size() - 1);
    }

    /** A section whose log goes to a file with the name of the stream that another kind of log may go to. */
    static void warnOfWord(Section log, String other, String own, ConfigErrors errors) {
        if (ConfigKeys.LOG_FILE.of(log, own).equals(other)) {
            errors.warning(
                    ConfigKeys.LOG_FILE.place(log),
                    "this log goes to a file with the name " + other,
                    "expected: " + own + ", or ./" + other + " if a file is meant");
        }
    }

    /** A section that says when a file is to be put aside, and there is none. */
    static void warnOfStream(Section log, ConfigErrors errors) {
        if (rotation(List.of(log)).isOn()) {
            ConfigKey<?> said = ConfigKeys.ROTATE_SIZE.isIn(log) ? ConfigKeys.ROTATE_SIZE : ConfigKeys.ROTATE_EVERY;
            errors.warning(
                    said.place(log),
                    Quoted.of(said.name()) + " has no effect: this log goes to no file",
                    "expected: log file = FILE; too");
        }
    }

    /**
     * Several hosts, and the log of errors, may write to one file, but there is one time to put it aside; and nothing else can be put
     * aside, no link either.
     */
    void checkRotation(Path file, LogRotation rotation, ConfigPlace place) {
        boolean isOther =
                Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (rotation.isOn() && isOther) { // it would be renamed, be it a device of the machine
            errors.error(
                    place,
                    "the log file " + file + " is not a regular file: it is not rotated",
                    "expected: another file, or neither \"rotate size\" nor \"rotate every\"");
        }
        Rotated before = rotated.putIfAbsent(file, new Rotated(rotation, place));
        if (before != null && !before.rotation.equals(rotation)) {
            errors.error(
                    place,
                    "the log file " + file + " is rotated otherwise already, at " + before.place,
                    "expected: the same \"rotate size\", \"rotate every\" and \"keep files\" for one file");
        }
    }

    /** Everything is read. */
    void finish() {
        formats.finish();
    }
}
