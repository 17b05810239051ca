package io.ejet.script;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The variables that need no configuration. What each of them is worth, the {@link ScriptRun} knows.
 *
 * <p>A name is written without regard to case. {@code http_NAME} is {@code request_header[NAME]} with hyphens for underscores.
 */
public enum Variable {
    // the connection
    REMOTE_ADDR(Index.NONE, Form.PLAIN, "remote_addr"),
    REMOTE_PORT(Index.NONE, Form.PLAIN, "remote_port"),
    REMOTE_USER(Index.NONE, Form.DECODED, "remote_user"),
    SERVER_ADDR(Index.NONE, Form.PLAIN, "server_addr"),
    SERVER_PORT(Index.NONE, Form.PLAIN, "server_port"),
    CONNECTION_ID(Index.NONE, Form.PLAIN, "conid"),

    // the request as it came
    REQUEST(Index.NONE, Form.PLAIN, "request"),
    REQUEST_METHOD(Index.NONE, Form.PLAIN, "request_method", "method"),
    SCHEME(Index.NONE, Form.PLAIN, "scheme"),
    HOST_NAME(Index.NONE, Form.PLAIN, "host_name", "host"),
    REQUEST_URI(Index.NONE, Form.PLAIN, "request_uri"),
    ABSURI(Index.NONE, Form.PLAIN, "absuri", "absuriuri"),
    URI(Index.NONE, Form.DECODED, "uri", "request_path"),
    SERVER_PROTOCOL(Index.NONE, Form.PLAIN, "server_protocol"),
    CONTENT_TYPE(Index.NONE, Form.PLAIN, "content_type"),
    CONTENT_LENGTH(Index.NONE, Form.PLAIN, "content_length"),
    USER_AGENT(Index.NONE, Form.PLAIN, "http_user_agent", "user_agent"),
    REQUEST_HEADER(Index.REQUIRED, Form.PLAIN, "request_header"),
    COOKIE(Index.OPTIONAL, Form.PLAIN, "cookie", "http_cookie"),
    QUERY(Index.OPTIONAL, Form.PLAIN, "query", "query_string", "args"),
    MESSAGE_ID(Index.NONE, Form.PLAIN, "msgid"),

    // what it is by now
    DOCUMENT_URI(Index.NONE, Form.DECODED, "document_uri", "fastcgi_script_name"),
    FOLDER_PART(Index.NONE, Form.DECODED, "req_path_only"),
    FILE_PART(Index.NONE, Form.DECODED, "req_file_only"),
    FILE_BASE(Index.NONE, Form.DECODED, "req_file_base"),
    FILE_EXTENSION(Index.NONE, Form.DECODED, "req_file_ext"),
    DOCUMENT_ROOT(Index.NONE, Form.DECODED, "document_root"),
    REAL_FILE(Index.NONE, Form.DECODED, "real_file"),
    REAL_PATH(Index.NONE, Form.DECODED, "real_path"),
    PROXIED(Index.NONE, Form.PLAIN, "proxied"),
    PROXY_MESSAGE_ID(Index.NONE, Form.PLAIN, "proxymsgid"),

    // the answer
    STATUS(Index.NONE, Form.PLAIN, "status"),
    RESPONSE_HEADER(Index.REQUIRED, Form.PLAIN, "response_header"),
    MIME(Index.NONE, Form.PLAIN, "mime"),
    MIME_ID(Index.NONE, Form.PLAIN, "mimeid"),
    BYTES_RECEIVED(Index.NONE, Form.PLAIN, "bytes_recv", "request_length"),
    BYTES_SENT(Index.NONE, Form.PLAIN, "bytes_sent"),
    BODY_BYTES_SENT(Index.NONE, Form.PLAIN, "body_bytes_sent"),
    REQUEST_TIME(Index.NONE, Form.PLAIN, "request_time"),

    // times and files
    DATETIME(Index.OPTIONAL, Form.PLAIN, "datetime"),
    DATE(Index.OPTIONAL, Form.PLAIN, "date"),
    TIME(Index.OPTIONAL, Form.PLAIN, "time"),
    UNIXTIME(Index.OPTIONAL, Form.PLAIN, "unixtime"),
    TIME_ISO8601(Index.NONE, Form.PLAIN, "time_iso8601"),
    TIME_LOCAL(Index.NONE, Form.PLAIN, "time_local"),
    TIME_SECONDS(Index.NONE, Form.PLAIN, "msec"),
    FILE_MTIME(Index.REQUIRED, Form.PLAIN, "filemtime"),
    FILE_CTIME(Index.REQUIRED, Form.PLAIN, "filectime"),
    FILE_SIZE(Index.REQUIRED, Form.PLAIN, "filesize"),

    // the cache and the server
    CACHE_MAXAGE(Index.NONE, Form.PLAIN, "cache_maxage"),
    CACHE_REVALIDATE(Index.NONE, Form.PLAIN, "cache_revalidate"),
    CACHE_FILE(Index.NONE, Form.DECODED, "cache_file"),
    CACHE_TEMPORARY_FILE(Index.NONE, Form.DECODED, "cachetmp_file"),
    CACHE_INFO_FILE(Index.NONE, Form.DECODED, "cacheinfo_file"),
    SYSTEM_STATUS(Index.NONE, Form.PLAIN, "sys_status"),
    EJET_VERSION(Index.NONE, Form.PLAIN, "ejet_version");

    /** Whether something stands in brackets behind the name. */
    enum Index {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** What its text is: so that it can be put into a URL. */
    enum Form {
        /** As it was sent: is taken over as it is. */
        PLAIN,
        /** Percent signs and dot segments are resolved: gets its percent signs back in a URL. */
        DECODED
    }

    private static final Map<String, Variable> BY_NAME = new LinkedHashMap<>();

    static {
        for (Variable variable : values()) {
            variable.names.forEach(name -> BY_NAME.put(name, variable));
        }
    }

    private final Index index;
    private final Form form;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    Variable(Index index, Form form, String... names) {
        this.index = index;
        this.form = form;
        this.names = List.of(names);
    }

    /**
     * The variable of a name.
     *
     * @param name in any case
     * @return null if there is none
     */
    public static Variable of(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The names of all variables.
     *
     * @return in lower case
     */
    public static Collection<String> allNames() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * What it is called.
     *
     * @return the first of its names, in lower case
     */
    public String written() {
        return names.get(0);
    }

    Index index() {
        return index;
    }

    Form form() {
        return form;
    }

    /** Whether its index is a path, whose variables count. */
    boolean isOfFile() {
        return this == FILE_MTIME || this == FILE_CTIME || this == FILE_SIZE;
    }

    /** Whether its index is the name of a header field. */
    boolean isOfFields() {
        return this == REQUEST_HEADER || this == RESPONSE_HEADER;
    }

    /** Whether its index says which time is meant. */
    boolean isOfTime() {
        return this == DATETIME || this == DATE || this == TIME || this == UNIXTIME;
    }

    /** Whether an element of it may be set. */
    boolean isWritable() {
        return this == REQUEST_HEADER || this == RESPONSE_HEADER || this == COOKIE || this == QUERY;
    }
}
