package io.ejet.conf;

import io.ejet.access.RequestLimit;
import io.ejet.conf.ConfigNode.Section;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What holds for settings that are not given, as the configuration would say it. Whoever makes the settings uses the same values. */
final class ConfigDefaults {
    private static final Map<ConfigScope, Map<String, List<String>>> TABLE = new EnumMap<>(ConfigScope.class);

    static {
        put(ConfigScope.EPUMP, ConfigKeys.PUMPS, "auto");
        put(ConfigScope.EPUMP, ConfigKeys.WORKERS, "auto");
        put(ConfigScope.EPUMP, ConfigKeys.NOTIFICATION, "auto");

        put(ConfigScope.ERROR_LOG, ConfigKeys.LOG_FILE, "stderr");
        put(ConfigScope.ERROR_LOG, ConfigKeys.LOG_LEVEL, ErrorLogSettings.DEFAULTS.level());

        put(ConfigScope.HTTP, ConfigKeys.DEFAULT_TYPE, ServerSettings.DEFAULT_TYPE);
        put(ConfigScope.ACCESS_LOG, ConfigKeys.ACCESS_LOG_ON, "off");
        put(ConfigScope.ACCESS_LOG, ConfigKeys.LOG_FILE, "access.log");
        put(ConfigScope.ACCESS_LOG, ConfigKeys.LOG_FORMAT, AccessLogSettings.DEFAULT_FORMAT);
        for (ConfigScope scope : List.of(ConfigScope.ACCESS_LOG, ConfigScope.ERROR_LOG)) {
            put(scope, ConfigKeys.ROTATE_SIZE, "0");
            put(scope, ConfigKeys.ROTATE_EVERY, "never");
            put(scope, ConfigKeys.KEEP_FILES, "" + LogRotation.KEPT_FILES);
        }
        put(ConfigScope.ACCESS_LOG, ConfigKeys.WHEN_FULL, "drop");

        Limits limits = Limits.DEFAULTS;
        put(ConfigScope.RECEIVE, ConfigKeys.HEADER, Quantity.ofBytes(limits.maxHeaderBytes()));
        put(ConfigScope.RECEIVE, ConfigKeys.HEADERS, "" + limits.maxHeaders());
        put(ConfigScope.RECEIVE, ConfigKeys.BODY, Quantity.ofBytes(limits.maxBodyBytes()));
        put(ConfigScope.RECEIVE, ConfigKeys.REQUESTS, "" + limits.maxRequests());
        put(ConfigScope.RECEIVE, ConfigKeys.CONNECTIONS, "" + limits.maxConnections());
        put(ConfigScope.RECEIVE, ConfigKeys.CONNECTION_IDLE, ConfigValue.shown(limits.connectionIdle()));
        put(ConfigScope.RECEIVE, ConfigKeys.HEADER_IDLE, ConfigValue.shown(limits.headerIdle()));
        put(ConfigScope.RECEIVE, ConfigKeys.HEADER_TIME, ConfigValue.shown(limits.header()));
        put(ConfigScope.RECEIVE, ConfigKeys.BODY_IDLE, ConfigValue.shown(limits.bodyIdle()));
        put(ConfigScope.RECEIVE, ConfigKeys.HANDLE, ConfigValue.shown(limits.handle()));
        put(ConfigScope.RECEIVE, ConfigKeys.KEEP_ALIVE, ConfigValue.shown(limits.keepAlive()));
        put(ConfigScope.RECEIVE, ConfigKeys.LINGER, ConfigValue.shown(limits.linger()));
        put(ConfigScope.RECEIVE, ConfigKeys.STOP, ConfigValue.shown(limits.stop()));
        put(ConfigScope.FILE_CACHE, ConfigKeys.SMALL_FILE, Quantity.ofBytes(limits.smallFileBytes()));
        put(ConfigScope.FILE_CACHE, ConfigKeys.CACHE_SIZE, "auto");
        put(ConfigScope.FILE_CACHE, ConfigKeys.CACHE_ENTRIES, "" + limits.fileCacheEntries());

        // What host and location take over from around them has no default there.
        put(ConfigScope.LISTEN, ConfigKeys.LOCAL_IP, "*");
        put(ConfigScope.LISTEN, ConfigKeys.INDEX, Inherited.DEFAULT_INDEX.toArray(String[]::new));
        put(ConfigScope.LISTEN, ConfigKeys.SYMLINKS, "inside");
        put(ConfigScope.LISTEN, ConfigKeys.SHOW_FILE_LIST, "off");
        put(ConfigScope.LISTEN, ConfigKeys.AUTH_BASIC, "off");
        put(ConfigScope.LISTEN, ConfigKeys.SATISFY, "all");
        put(ConfigScope.LIMIT, ConfigKeys.LIMIT_KEY, "$remote_addr");
        put(ConfigScope.LIMIT, ConfigKeys.LIMIT_BURST, "0");
        put(ConfigScope.LIMIT, ConfigKeys.LIMIT_ENTRIES, "" + RequestLimit.DEFAULT_ENTRIES);
        put(ConfigScope.HOST, ConfigKeys.HOST_NAME, "*");
        put(ConfigScope.HOST, ConfigKeys.HOST_PORT, "" + HostName.ANY_PORT);
        put(ConfigScope.LOCATION, ConfigKeys.TYPE, "server");
    }

    /** What it means that a setting without a default is not given. */
    private static final Map<String, String> ABSENT = Map.ofEntries(
            Map.entry(ConfigKeys.OPEN_FILES.name(), "what the process has"),
            Map.entry(ConfigKeys.LOCK_FILE.name(), "none"),
            // A default host takes its effect away, and who writes it nevertheless is warned.
            Map.entry(ConfigKeys.UNKNOWN_HOST.name(), "404, unless there is a default host"),
            Map.entry(ConfigKeys.TRUSTED_PROXY.name(), "none"),
            Map.entry(ConfigKeys.TRUSTED_PROXY_HEADER.name(), "X-Forwarded-For, of trusted proxies"),
            Map.entry(ConfigKeys.PROXY_PROTOCOL.name(), "off"),
            Map.entry(ConfigKeys.CONNECTIONS_PER_ADDRESS.name(), "any number"),
            Map.entry(ConfigKeys.ALLOW.name(), "no rule"),
            Map.entry(ConfigKeys.DENY.name(), "no rule"),
            Map.entry(ConfigKeys.AUTH_USER_FILE.name(), "none"),
            Map.entry(ConfigKeys.EXPLAIN_SECRET.name(), "none"));

    private ConfigDefaults() {}

    private static void put(ConfigScope scope, ConfigKey<?> key, String... values) {
        TABLE.computeIfAbsent(scope, none -> new HashMap<>()).put(key.name(), List.of(values));
    }

    /**
     * What it means that a setting is not given that has no default; null where nothing is to be said, as where host and location
     * take over what is around them.
     */
    static String absent(ConfigScope scope, ConfigKey<?> key) {
        boolean isTakenOver = scope != ConfigScope.LISTEN && key.scopes().contains(ConfigScope.LISTEN);
        return isTakenOver ? null : ABSENT.get(key.name());
    }

    /**
     * The values of a setting that is not given.
     *
     * @param section where it is not given, a {@code scope}
     * @return none for what has no default
     */
    static List<String> of(ConfigScope scope, ConfigKey<?> key, Section section) {
        if (ConfigKeys.REQUEST_LINE.equals(key)) {
            long headerBytes = ConfigKeys.HEADER.of(section, (long) Limits.DEFAULTS.maxHeaderBytes());
            return List.of(Quantity.ofBytes(Math.min(headerBytes, Limits.DEFAULTS.maxRequestLineBytes())));
        }
        return TABLE.getOrDefault(scope, Map.of()).getOrDefault(key.name(), List.of());
    }
}
