package io.ejet.conf;

import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import io.ejet.script.Expressions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes settings from a tree whose names and texts {@link ConfigCheck} has checked: fills in defaults, compares settings with
 * each other and with the file system. For one thread.
 */
final class SettingsReader {

    private final ConfigPaths paths;
    private final ConfigVariables variables;
    private final ConfigErrors errors;
    private final int cores;

    /**
     * Reads one configuration.
     *
     * @param folder from where relative paths count
     * @param cores how many cores there are
     * @param variables names that may be variables
     * @param errors takes what is wrong
     */
    SettingsReader(Path folder, int cores, ConfigVariables variables, ConfigErrors errors) {
        this.paths = new ConfigPaths(folder, errors);
        this.variables = variables;
        this.errors = errors;
        this.cores = cores;
    }

    /**
     * The settings; incomplete when there were errors.
     *
     * @param file the tree
     * @param isWhole whether what is missing is to be told: not when the tree has gaps, which may be the reason
     */
    ServerSettings read(Section file, boolean isWhole) {
        boolean hasHttp = ConfigKeys.HTTP_SECTION.isIn(file);
        if (isWhole && !hasHttp) {
            errors.error(file.place(), "there is nothing to serve", "expected: http = { listen = { ... } }");
        }
        Section epump = ConfigKeys.EPUMP_SECTION.section(file);
        Section http = ConfigKeys.HTTP_SECTION.section(file);
        ScriptReader scripts = new ScriptReader(variables, errors);
        AccessLogReader logs = new AccessLogReader(http, paths, scripts, errors);
        AccessLogSettings log = logs.read(List.of(), Expressions.NONE);
        List<ListenSettings> listens = new ListenReader(paths, scripts, logs, errors).read(http, isWhole && hasHttp);
        scripts.finish();
        logs.finish();
        warnOfPoll(epump);
        OpenFileLimit.check(file, errors);
        return new ServerSettings(
                ConfigKeys.PUMPS.of(epump, ThreadCount.AUTO).of(cores, cores),
                ConfigKeys.WORKERS.of(epump, ThreadCount.AUTO).of(cores, 0),
                listens,
                limits(http),
                log,
                errorLog(file, http, logs),
                ConfigKeys.DEFAULT_TYPE.of(http, ServerSettings.DEFAULT_TYPE),
                mediaTypes(http));
    }

    /** The file that only one process may have; null if none is asked for. */
    Path lockFile(Section file) {
        String name = ConfigKeys.LOCK_FILE.of(file, null);
        return name == null ? null : paths.fileToWrite(name, ConfigKeys.LOCK_FILE.place(file), true);
    }

    private void warnOfPoll(Section epump) {
        if (ConfigKeys.NOTIFICATION.of(epump, "auto").equals("poll")) {
            errors.warning(
                    ConfigKeys.NOTIFICATION.place(epump),
                    "poll is not served yet: Java chooses, epoll on Linux",
                    "expected: auto or epoll");
        }
    }

    private Limits limits(Section http) {
        Limits defaults = Limits.DEFAULTS;
        Section receive = ConfigKeys.RECEIVE_SECTION.section(http);
        Section cache = ConfigKeys.FILE_CACHE_SECTION.section(http);
        int headerBytes = bytes(ConfigKeys.HEADER, receive, defaults.maxHeaderBytes());
        int lineBytes = bytes(ConfigKeys.REQUEST_LINE, receive, Math.min(headerBytes, defaults.maxRequestLineBytes()));
        if (lineBytes > headerBytes) {
            errors.error(
                    ConfigKeys.REQUEST_LINE.place(receive),
                    "a request line cannot be longer than a whole head",
                    "expected: at most max header size, " + Quantity.ofBytes(headerBytes));
        }
        return new Limits(
                lineBytes,
                headerBytes,
                ConfigKeys.HEADERS.of(receive, defaults.maxHeaders()),
                ConfigKeys.BODY.of(receive, defaults.maxBodyBytes()),
                ConfigKeys.REQUESTS.of(receive, defaults.maxRequests()),
                ConfigKeys.CONNECTIONS.of(receive, defaults.maxConnections()),
                ConfigKeys.CONNECTION_IDLE.of(receive, defaults.connectionIdle()),
                ConfigKeys.HEADER_IDLE.of(receive, defaults.headerIdle()),
                ConfigKeys.HEADER_TIME.of(receive, defaults.header()),
                ConfigKeys.BODY_IDLE.of(receive, defaults.bodyIdle()),
                ConfigKeys.HANDLE.of(receive, defaults.handle()),
                ConfigKeys.KEEP_ALIVE.of(receive, defaults.keepAlive()),
                ConfigKeys.LINGER.of(receive, defaults.linger()),
                ConfigKeys.STOP.of(receive, defaults.stop()),
                bytes(ConfigKeys.SMALL_FILE, cache, defaults.smallFileBytes()),
                ConfigKeys.CACHE_SIZE.of(cache, defaults.fileCacheBytes()),
                ConfigKeys.CACHE_ENTRIES.of(cache, defaults.fileCacheEntries()));
    }

    /** A size whose type keeps it below 2 GiB. */
    private static int bytes(ConfigKey<Long> key, Section section, int absent) {
        return Math.toIntExact(key.of(section, (long) absent));
    }

    private ErrorLogSettings errorLog(Section file, Section http, AccessLogReader logs) {
        boolean isInFile = ConfigKeys.ERROR_LOG_SECTION.isIn(file);
        if (isInFile && ConfigKeys.ERROR_LOG_SECTION.isIn(http)) {
            errors.error(
                    ConfigKeys.ERROR_LOG_SECTION.place(http),
                    "\"error log\" is given twice, first at " + ConfigKeys.ERROR_LOG_SECTION.place(file),
                    "expected: one of them");
        }
        Section log = ConfigKeys.ERROR_LOG_SECTION.section(isInFile ? file : http);
        Path path = errorFile(log);
        LogRotation rotation = AccessLogReader.rotation(List.of(log));
        if (path == null) {
            AccessLogReader.warnOfStream(log, errors);
        } else {
            AccessLogReader.warnOfWord(log, AccessLogReader.STANDARD_OUTPUT, AccessLogReader.STANDARD_ERROR, errors);
            logs.checkRotation(path, rotation, ConfigKeys.LOG_FILE.place(log));
        }
        return new ErrorLogSettings(path, ConfigKeys.LOG_LEVEL.of(log, ErrorLogSettings.DEFAULTS.level()), rotation);
    }

    private Path errorFile(Section log) {
        String name = ConfigKeys.LOG_FILE.of(log, AccessLogReader.STANDARD_ERROR);
        return name.equals(AccessLogReader.STANDARD_ERROR)
                ? null
                : paths.fileToWrite(name, ConfigKeys.LOG_FILE.place(log), true);
    }

    private Map<String, String> mediaTypes(Section http) {
        Map<String, String> types = new HashMap<>();
        for (Section table : ConfigKeys.MEDIA_TYPES.sections(http)) {
            for (Entry entry : table.entries()) {
                String type = ValueType.MEDIA_TYPE.read(entry.key());
                if (type == null) {
                    errors.error(
                            entry.place(),
                            Quoted.of(entry.key()) + " is not a media type",
                            "expected: " + ValueType.MEDIA_TYPE.expected());
                } else {
                    extensions(entry, type, types);
                }
            }
        }
        return types;
    }

    private void extensions(Entry entry, String type, Map<String, String> types) {
        for (ConfigNode value : entry.values()) {
            if (value instanceof Text text) {
                for (String extension : text.text().trim().split("[\\s,]+", -1)) {
                    extension(extension, type, value.place(), types);
                }
            }
        }
    }

    private void extension(String written, String type, ConfigPlace place, Map<String, String> types) {
        String extension = (written.startsWith(".") ? written.substring(1) : written).toLowerCase(Locale.ROOT);
        if (extension.isEmpty() || extension.indexOf('/') >= 0 || extension.length() > 64) {
            errors.error(place, Quoted.of(written) + " is not a file extension", "expected: .html .htm");
            return;
        }
        String before = types.put(extension, type);
        if (before != null && !before.equals(type)) {
            errors.warning(
                    place,
                    "files ending in ." + Quoted.printable(extension) + " were " + before + " before",
                    "the last one holds");
        }
    }
}
