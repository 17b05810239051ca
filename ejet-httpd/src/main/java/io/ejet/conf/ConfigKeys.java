package io.ejet.conf;

import static io.ejet.conf.ConfigScope.ACCESS_LOG;
import static io.ejet.conf.ConfigScope.CONNECT;
import static io.ejet.conf.ConfigScope.CONNECT_HOST;
import static io.ejet.conf.ConfigScope.EPUMP;
import static io.ejet.conf.ConfigScope.ERROR_LOG;
import static io.ejet.conf.ConfigScope.FASTCGI;
import static io.ejet.conf.ConfigScope.FILE;
import static io.ejet.conf.ConfigScope.FILE_CACHE;
import static io.ejet.conf.ConfigScope.GZIP;
import static io.ejet.conf.ConfigScope.HOST;
import static io.ejet.conf.ConfigScope.HTTP;
import static io.ejet.conf.ConfigScope.LIMIT;
import static io.ejet.conf.ConfigScope.LISTEN;
import static io.ejet.conf.ConfigScope.LOCATION;
import static io.ejet.conf.ConfigScope.PASSURL;
import static io.ejet.conf.ConfigScope.PASSURL_SERVER;
import static io.ejet.conf.ConfigScope.PROXY;
import static io.ejet.conf.ConfigScope.RECEIVE;
import static io.ejet.conf.ConfigScope.SITE_LOG;

import io.ejet.access.Network;
import io.ejet.access.RequestLimit;
import io.ejet.conf.ConfigKey.Effect;
import io.ejet.conf.ConfigKey.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of all settings: those with a constant take effect, the others are known but take effect later or never. */
final class ConfigKeys {
    /** The settings of each scope by name and alias. */
    private static final Map<ConfigScope, Map<String, ConfigKey<?>>> TABLE = new EnumMap<>(ConfigScope.class);

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(365);
    private static final ValueType<Duration> TIME = ValueType.time(LEAST, MOST);
    private static final ValueType<Duration> TIME_OR_NONE = ValueType.time(Duration.ZERO, MOST);
    private static final ValueType<Long> SIZE = ValueType.size(0, 1L << 40);
    private static final ValueType<Integer> COUNT = ValueType.count(0, 1_000_000_000);
    private static final ValueType<Integer> PORT_NUMBER = ValueType.count(0, 65_535);

    // The process.
    static final ConfigKey<Integer> OPEN_FILES = text("rlimit nofile", ValueType.count(1, 1_000_000_000), FILE);
    static final ConfigKey<String> LOCK_FILE = text("pid lock file", ValueType.FILE, FILE);

    // The threads.
    static final ConfigKey<?> EPUMP_SECTION = section("epump", EPUMP, FILE);
    static final ConfigKey<ThreadCount> PUMPS = text("epump threads", ValueType.threads(1), EPUMP);
    static final ConfigKey<ThreadCount> WORKERS = text("worker threads", ValueType.threads(0), EPUMP);
    static final ConfigKey<String> NOTIFICATION = text(
            "event notification",
            ValueType.word("auto", "epoll", "poll").because("Java's selectors offer nothing else"),
            EPUMP);

    // The web server.
    static final ConfigKey<?> HTTP_SECTION = section("http", HTTP, FILE);
    static final ConfigKey<String> DEFAULT_TYPE = text("default type", ValueType.MEDIA_TYPE, HTTP);
    static final ConfigKey<String> MEDIA_TYPES = table("mime types", ValueType.TEXT, HTTP);
    static final ConfigKey<?> ACCESS_LOG_SECTION = section("access log", ACCESS_LOG, HTTP);
    static final ConfigKey<?> SITE_LOG_SECTION = section("access log", SITE_LOG, LISTEN, HOST, LOCATION);
    static final ConfigKey<Boolean> ACCESS_LOG_ON = text("log2file", ValueType.SWITCH, ACCESS_LOG, SITE_LOG);
    static final ConfigKey<String> LOG_FILE = text("log file", ValueType.FILE, ACCESS_LOG, SITE_LOG, ERROR_LOG);
    static final ConfigKey<String> LOG_FORMAT =
            add("format", Shape.TEMPLATES, ValueType.TEXT, null, ACCESS_LOG, SITE_LOG);
    static final ConfigKey<Long> ROTATE_SIZE = text("rotate size", SIZE, ACCESS_LOG, SITE_LOG, ERROR_LOG);
    static final ConfigKey<String> ROTATE_EVERY =
            text("rotate every", ValueType.word("never", "hour", "day", "month"), ACCESS_LOG, SITE_LOG, ERROR_LOG);
    static final ConfigKey<Integer> KEEP_FILES =
            text("keep files", ValueType.count(1, 10_000), ACCESS_LOG, SITE_LOG, ERROR_LOG);
    static final ConfigKey<String> WHEN_FULL = text("when full", ValueType.word("drop", "block"), ACCESS_LOG);
    static final ConfigKey<?> ERROR_LOG_SECTION = section("error log", ERROR_LOG, FILE, HTTP);
    static final ConfigKey<String> LOG_LEVEL =
            text("level", ValueType.word("error", "warn", "info", "debug", "trace"), ERROR_LOG);

    // What a client may ask for, and how long it may take.
    static final ConfigKey<?> RECEIVE_SECTION = section("receive request", RECEIVE, HTTP);
    static final ConfigKey<Long> REQUEST_LINE = text("max request line", ValueType.size(64, 1 << 20), RECEIVE);
    static final ConfigKey<Long> HEADER = text(
            "max header size", ValueType.size(Limits.LEAST_HEADER_BYTES, Limits.MOST_HEADER_BYTES), RECEIVE, CONNECT);
    static final ConfigKey<Integer> HEADERS = text("max headers", ValueType.count(1, 10_000), RECEIVE);
    static final ConfigKey<Long> BODY = text("max body size", SIZE, RECEIVE);
    static final ConfigKey<Integer> REQUESTS = text("max requests", ValueType.count(1, 1_000_000_000), RECEIVE);
    static final ConfigKey<Integer> CONNECTIONS = text("max connections", ValueType.count(1, 100_000_000), RECEIVE);
    static final ConfigKey<Duration> CONNECTION_IDLE = text("connection idle timeout", TIME, RECEIVE, CONNECT, FASTCGI);
    static final ConfigKey<Duration> HEADER_IDLE = text("header idle timeout", TIME, RECEIVE);
    static final ConfigKey<Duration> HEADER_TIME = text("header timeout", TIME, RECEIVE);
    static final ConfigKey<Duration> BODY_IDLE = text("body idle timeout", TIME, RECEIVE);
    static final ConfigKey<Duration> HANDLE = text("request handle timeout", TIME, RECEIVE);
    static final ConfigKey<Duration> KEEP_ALIVE =
            alias("keep alive timeout", text("keepalive timeout", TIME, RECEIVE, CONNECT, FASTCGI));
    static final ConfigKey<Duration> LINGER = text("linger timeout", TIME_OR_NONE, RECEIVE);
    static final ConfigKey<Duration> STOP = text("stop timeout", TIME_OR_NONE, RECEIVE);
    static final ConfigKey<?> FILE_CACHE_SECTION = section("file cache", FILE_CACHE, HTTP);
    static final ConfigKey<Long> SMALL_FILE =
            text("small file", ValueType.size(0, Limits.MOST_SMALL_FILE_BYTES), FILE_CACHE);
    static final ConfigKey<Long> CACHE_SIZE = text("size", SIZE.orAuto(Limits.AUTO_BYTES), FILE_CACHE);
    static final ConfigKey<Integer> CACHE_ENTRIES = text("entries", ValueType.count(0, 100_000_000), FILE_CACHE);

    // What is served where.
    static final ConfigKey<?> LISTENS = sections("listen", LISTEN, HTTP);
    static final ConfigKey<String> LOCAL_IP = text("local ip", ValueType.TEXT, LISTEN);
    static final ConfigKey<Integer> PORT = text("port", PORT_NUMBER, LISTEN);
    static final ConfigKey<?> HOSTS = sections("host", HOST, LISTEN);
    static final ConfigKey<String> HOST_NAME = texts("host name", ValueType.ANY, HOST, CONNECT_HOST);
    static final ConfigKey<Integer> HOST_PORT = text("port", PORT_NUMBER, HOST, CONNECT_HOST);
    static final ConfigKey<String> UNKNOWN_HOST = text("unknown host", ValueType.word("404", "421", "close"), LISTEN);
    static final ConfigKey<?> LOCATIONS = sections("location", LOCATION, HOST, CONNECT_HOST);
    static final ConfigKey<String> PATH = texts("path", ValueType.ANY, LOCATION);
    static final ConfigKey<String> TYPE =
            text("type", ValueType.word("server", "proxy", "fastcgi", "uwsgi", "upload"), LOCATION);
    static final ConfigKey<String> ROOT =
            add("root", Shape.TEMPLATE, ValueType.FOLDER, null, LISTEN, HOST, LOCATION, CONNECT, CONNECT_HOST);
    static final ConfigKey<String> INDEX =
            texts("index", ValueType.FILE_NAME, LISTEN, HOST, LOCATION, CONNECT, CONNECT_HOST);
    static final ConfigKey<String> SYMLINKS =
            text("symlinks", ValueType.word("inside", "on", "off"), LISTEN, HOST, LOCATION);
    static final ConfigKey<Boolean> SHOW_FILE_LIST = text("show file list", ValueType.SWITCH, LISTEN, HOST, LOCATION);
    static final ConfigKey<String> ERROR_PAGES = table("error page", ValueType.TEXT, LISTEN, HOST);

    // Who is let in, and how often.
    static final ConfigKey<Network> TRUSTED_PROXY = texts("trusted proxy", ValueType.NETWORK, LISTEN);
    static final ConfigKey<String> TRUSTED_PROXY_HEADER =
            text("trusted proxy header", ValueType.word("x-forwarded-for", "forwarded"), LISTEN);
    static final ConfigKey<Boolean> PROXY_PROTOCOL = text("proxy protocol", ValueType.SWITCH, LISTEN);
    static final ConfigKey<String> EXPLAIN_SECRET = text("explain secret", ValueType.SECRET, LISTEN);
    static final ConfigKey<Integer> CONNECTIONS_PER_ADDRESS =
            text("connections per address", ValueType.count(1, 100_000_000), LISTEN);
    static final ConfigKey<Integer> REQUESTS_PER_ADDRESS =
            text("connections per address", ValueType.count(1, 100_000_000), HOST, LOCATION);
    static final ConfigKey<Network> ALLOW = texts("allow", ValueType.NETWORK, LISTEN, HOST, LOCATION);
    static final ConfigKey<Network> DENY = texts("deny", ValueType.NETWORK, LISTEN, HOST, LOCATION);
    static final ConfigKey<String> AUTH_BASIC = text("auth basic", ValueType.REALM, LISTEN, HOST, LOCATION);
    static final ConfigKey<String> AUTH_USER_FILE =
            text("auth basic user file", ValueType.FILE, LISTEN, HOST, LOCATION);
    static final ConfigKey<String> SATISFY = text("satisfy", ValueType.word("all", "any"), LISTEN, HOST, LOCATION);
    static final ConfigKey<?> LIMITS = sections("limit request", LIMIT, LISTEN, HOST, LOCATION);
    static final ConfigKey<String> LIMIT_KEY = text("key", ValueType.TEXT, LIMIT);
    static final ConfigKey<RequestLimit.Rate> LIMIT_RATE = text("rate", ValueType.RATE, LIMIT);
    static final ConfigKey<Integer> LIMIT_BURST = text("burst", ValueType.count(0, 1_000_000), LIMIT);
    static final ConfigKey<Integer> LIMIT_ENTRIES = text("entries", ValueType.count(8, 10_000_000), LIMIT);

    static final ConfigKey<String> SCRIPT = scripts("script");
    static final ConfigKey<String> REPLY_SCRIPT = scripts("reply_script");
    static final ConfigKey<String> CACHE_CHECK_SCRIPT = scripts("cache_check_script");

    // Known, but not served yet. A switch among them that is off says what is so anyway.
    static final ConfigKey<Boolean> TLS = later("TLS, so nothing listens here", text("ssl", ValueType.SWITCH, LISTEN));

    static {
        later("URLs to other servers", text("url not escape char", ValueType.ANY, HTTP));
        later("the cookies of requests to other servers", text("cookie file", ValueType.FILE, HTTP));
        later("the log of tunnels", text("tunnel log2file", ValueType.SWITCH, ACCESS_LOG));
        later("the log of requests to other servers", text("proxy log2file", ValueType.SWITCH, ACCESS_LOG));
        later("request bodies kept in files", text("body cache", ValueType.SWITCH, RECEIVE));
        later("request bodies kept in files", text("body cache threshold", SIZE, RECEIVE));
        later("TLS", text("ssl certificate", ValueType.FILE, LISTEN, HOST, CONNECT, CONNECT_HOST));
        later("TLS", text("ssl private key", ValueType.FILE, LISTEN, HOST, CONNECT, CONNECT_HOST));
        later("TLS", text("ssl ca certificate", ValueType.FILE, LISTEN, HOST, CONNECT, CONNECT_HOST));
        later("the forward proxy", text("forward proxy", ValueType.SWITCH, LISTEN));
        later("the cache", CACHE_CHECK_SCRIPT);
        later("the cache", text("cache", ValueType.SWITCH, LISTEN, HOST, LOCATION, CONNECT, CONNECT_HOST));
        later("the cache", text("cache file", ValueType.TEXT, LISTEN, HOST, LOCATION, CONNECT, CONNECT_HOST));
        later("compression", text("gzip", ValueType.SWITCH, HOST));
        later(
                "redirects followed for the client",
                text("auto redirect", ValueType.SWITCH, HOST, LOCATION, CONNECT_HOST));
        later("a bound on the connections of a host", text("maxcon", COUNT, HOST, CONNECT_HOST));
        later("requests through another proxy", text("proxy", ValueType.SWITCH, HOST, CONNECT_HOST));
        later("requests through another proxy", text("proxyhost", ValueType.TEXT, HOST, CONNECT_HOST));
        later("expiry dates of answers", text("expires", TIME_OR_NONE, LOCATION));
        never("the types of its locations decide", text("type", ValueType.TEXT, HOST));
        never("a Java program embeds the server instead", text("request process library", ValueType.TEXT, LISTEN));

        // Requests to other servers.
        later("requests to other servers", alias("connect", section("send request", CONNECT, HTTP)));
        text("connecting timeout", TIME, CONNECT, FASTCGI);
        table("proxy setting", ValueType.TEXT, CONNECT);
        sections("host", CONNECT_HOST, CONNECT);
        later("the forward proxy", section("proxy", PROXY, HTTP));
        text("connect tunnel", ValueType.SWITCH, PROXY);
        text("tunnel keepalive timeout", TIME, PROXY);
        text("auto redirect", ValueType.SWITCH, PROXY);
        text("buffer size", SIZE, PROXY, FASTCGI);
        later("FastCGI", section("fastcgi", FASTCGI, HTTP));
        text("fcgi server alive timeout", TIME, FASTCGI);
        table("params", ValueType.ANY, FASTCGI);
        later("requests to other servers", textOrSection("passurl", PASSURL, LOCATION));
        text("loadbal", balancing(), PASSURL);
        text("lbfields", ValueType.TEXT, PASSURL);
        sections("server", PASSURL_SERVER, PASSURL);
        text("url", ValueType.TEXT, PASSURL_SERVER);
        text("weight", COUNT, PASSURL_SERVER);
        text("match", ValueType.ANY, PASSURL_SERVER);
        text("matchtype", ValueType.ANY, PASSURL_SERVER);
        text("status", ValueType.word("up", "down", "backup"), PASSURL_SERVER);
        text("max fails", COUNT, PASSURL_SERVER);
        text("fail timeout", TIME, PASSURL_SERVER);

        // Compression.
        later("compression", section("gzip", GZIP, HTTP));
        text("min length", SIZE, GZIP);
        text("buffer", SIZE, GZIP);
        text("compress level", ValueType.count(1, 9), GZIP);
        text("http version", ValueType.word("1.0", "1.1"), GZIP);
        texts("types", ValueType.TEXT, GZIP);
        text("vary", ValueType.SWITCH, GZIP);
    }

    private ConfigKeys() {}

    private static ValueType<String> balancing() {
        return ValueType.word("round-robin", "weight", "fast-transact", "least-conn", "consist-hash", "pattern-match");
    }

    private static <T> ConfigKey<T> text(String name, ValueType<T> type, ConfigScope... scopes) {
        return add(name, Shape.TEXT, type, null, scopes);
    }

    private static <T> ConfigKey<T> texts(String name, ValueType<T> type, ConfigScope... scopes) {
        return add(name, Shape.TEXTS, type, null, scopes);
    }

    private static <T> ConfigKey<T> table(String name, ValueType<T> type, ConfigScope... scopes) {
        return add(name, Shape.TABLE, type, null, scopes);
    }

    private static ConfigKey<String> section(String name, ConfigScope inner, ConfigScope... scopes) {
        return add(name, Shape.SECTION, ValueType.TEXT, inner, scopes);
    }

    private static ConfigKey<String> sections(String name, ConfigScope inner, ConfigScope... scopes) {
        return add(name, Shape.SECTIONS, ValueType.TEXT, inner, scopes);
    }

    private static ConfigKey<String> textOrSection(String name, ConfigScope inner, ConfigScope... scopes) {
        return add(name, Shape.TEXT_OR_SECTION, ValueType.TEXT, inner, scopes);
    }

    private static ConfigKey<String> scripts(String name) {
        return add(
                SettingName.normal(name),
                Shape.SCRIPTS,
                ValueType.TEXT,
                null,
                LISTEN,
                HOST,
                LOCATION,
                CONNECT,
                CONNECT_HOST);
    }

    private static <T> ConfigKey<T> add(
            String name, Shape shape, ValueType<T> type, ConfigScope inner, ConfigScope... scopes) {
        EnumSet<ConfigScope> all = EnumSet.copyOf(List.of(scopes));
        return put(new ConfigKey<>(name, List.of(), all, shape, type, inner, Effect.NOW, ""));
    }

    private static <T> ConfigKey<T> later(String note, ConfigKey<T> key) {
        return put(key.with(Effect.LATER, note));
    }

    private static <T> ConfigKey<T> never(String note, ConfigKey<T> key) {
        return put(key.with(Effect.NEVER, note));
    }

    private static <T> ConfigKey<T> alias(String alias, ConfigKey<T> key) {
        return put(key.withAlias(alias));
    }

    /** Enters a setting under all its names, in place of what it was made from. */
    private static <T> ConfigKey<T> put(ConfigKey<T> key) {
        for (ConfigScope scope : key.scopes()) {
            Map<String, ConfigKey<?>> names = TABLE.computeIfAbsent(scope, none -> new LinkedHashMap<>());
            names.put(key.name(), key);
            for (String alias : key.aliases()) {
                names.put(alias, key);
            }
        }
        return key;
    }

    /** The setting of a name in the form of {@link SettingName#normal}; null if it is not known there. */
    static ConfigKey<?> find(ConfigScope scope, String name) {
        return TABLE.get(scope).get(name);
    }

    /** The names that are known in a scope. */
    static Collection<String> names(ConfigScope scope) {
        return TABLE.get(scope).keySet();
    }

    /** The scopes that know a name. */
    static List<ConfigScope> scopes(String name) {
        List<ConfigScope> scopes = new ArrayList<>();
        TABLE.forEach((scope, names) -> {
            if (names.containsKey(name)) {
                scopes.add(scope);
            }
        });
        return scopes;
    }
}
