package io.ejet.log;

import io.ejet.http.HttpFields;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The variables that an access log knows, by name; each becomes a field when a format is compiled. */
final class LogVariables {
    private static final String HTTP_FIELD = "http_";

    /** Variables of the rest of the configuration that an exchange which has ended cannot answer. */
    private static final Set<String> ELSEWHERE = Set.of(
            "remote_port",
            "server_addr",
            "server_port",
            "req_path_only",
            "req_file_only",
            "req_file_base",
            "req_file_ext",
            "real_file",
            "real_path",
            "mime",
            "mimeid",
            "document_root",
            "fastcgi_script_name",
            "msgid",
            "conid",
            "proxymsgid",
            "sys_status",
            "cache_maxage",
            "cache_revalidate",
            "cache_file",
            "cachetmp_file",
            "cacheinfo_file",
            "ejet_version",
            "response_header",
            "filemtime",
            "filectime",
            "filesize",
            "body_bytes_sent");

    /** Those that need an index, or may have one. */
    private static final List<String> INDEXED =
            List.of("request_header", "query", "cookie", "datetime", "date", "time", "unixtime");

    private final LogTime time;
    /** Those without an index. */
    private final Map<String, LogField> plain = new LinkedHashMap<>();

    LogVariables(LogTime time) {
        this.time = time;
        addRequest();
        addAnswer();
    }

    private void addRequest() {
        plain.put("remote_addr", text(LoggedExchange::remoteIp));
        plain.put("remote_user", text(LoggedExchange::remoteUser));
        plain.put("request", RequestFields::appendRequest);
        add(text(LoggedExchange::method), "method", "request_method");
        add(RequestFields::appendPath, "uri", "document_uri", "request_path");
        plain.put("request_uri", RequestFields::appendPathAndQuery);
        add(RequestFields::appendQuery, "args", "query", "query_string");
        plain.put("absuri", RequestFields::appendAbsolute);
        add(RequestFields::appendHost, "host", "host_name");
        plain.put("scheme", (exchange, record) -> record.append("http"));
        plain.put("server_protocol", (exchange, record) -> record.append(RequestFields.protocol(exchange)));
        plain.put("content_type", header("Content-Type"));
        plain.put("content_length", header("Content-Length"));
        plain.put("cookie", header("Cookie"));
    }

    private void addAnswer() {
        plain.put("status", number(LoggedExchange::status));
        add(number(LoggedExchange::bytesReceived), "bytes_recv", "request_length");
        plain.put("bytes_sent", number(LoggedExchange::bytesSent));
        plain.put("time_iso8601", (exchange, record) -> time.appendIso8601(endMs(exchange), record));
        plain.put("time_local", (exchange, record) -> time.appendCommon(endMs(exchange), record));
        plain.put("msec", (exchange, record) -> LogTime.appendSeconds(endMs(exchange), record));
        plain.put("request_time", (exchange, record) -> LogTime.appendSeconds(durationMs(exchange), record));
    }

    private void add(LogField field, String... names) {
        for (String name : names) {
            plain.put(name, field);
        }
    }

    /** All names but those of header fields, {@code http_NAME}. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(plain.keySet());
        names.addAll(INDEXED);
        return names;
    }

    /** Whether there is such a variable; the name is in lower case. */
    boolean isKnown(String name) {
        return plain.containsKey(name) || INDEXED.contains(name) || isHeader(name);
    }

    private static boolean isHeader(String name) {
        return name.length() > HTTP_FIELD.length() && name.startsWith(HTTP_FIELD);
    }

    /** Why a variable is not known. */
    String whyUnknown(String name) {
        return "$" + name + (ELSEWHERE.contains(name) ? " is not available in an access log" : " is not a variable");
    }

    /**
     * The field for a reference to a variable that is known.
     *
     * @param at where the reference begins, for the error
     * @param name in lower case
     * @param index what stands in brackets, null without
     * @throws AccessLogFormatException when the variable does not go with the index
     */
    LogField field(int at, String name, String index) {
        LogField field = index == null ? plain.get(name) : null;
        if (field == null && index == null && isHeader(name)) {
            field = header(name.substring(HTTP_FIELD.length()).replace('_', '-'));
        }
        if (field == null) {
            field = switch (name) {
                case "request_header" -> header(fieldName(at, name, index));
                case "query" -> RequestFields.argument(required(at, name, index));
                case "cookie" -> RequestFields.cookie(required(at, name, index));
                case "datetime", "date", "time", "unixtime" -> moment(at, name, index);
                default -> throw new AccessLogFormatException(at, "$" + name + " takes no index, [" + index + "]");
            };
        }
        return field;
    }

    private static String required(int at, String name, String index) {
        if (index == null || index.isEmpty()) {
            throw new AccessLogFormatException(at, "$" + name + " needs an index, as in $" + name + "[name]");
        }
        return index;
    }

    private static String fieldName(int at, String name, String index) {
        String field = required(at, name, index);
        if (!field.chars().allMatch(HttpFields::isTokenChar)) {
            throw new AccessLogFormatException(at, "[" + field + "] is not the name of a header field");
        }
        return field;
    }

    // -- times

    private LogField moment(int at, String name, String index) {
        boolean created = "createtime".equalsIgnoreCase(index);
        if (!created
                && index != null
                && !index.isEmpty()
                && !"stamp".equalsIgnoreCase(index)
                && !"now".equalsIgnoreCase(index)) {
            throw new AccessLogFormatException(at, "$" + name + " takes createtime, stamp or now, not [" + index + "]");
        }
        ToLongFunction<LoggedExchange> momentMs = created ? LoggedExchange::createdMs : LogVariables::endMs;
        return switch (name) {
            case "datetime" -> (exchange, record) -> time.appendDateTime(momentMs.applyAsLong(exchange), record);
            case "date" -> (exchange, record) -> time.appendDate(momentMs.applyAsLong(exchange), record);
            case "time" -> (exchange, record) -> time.appendTime(momentMs.applyAsLong(exchange), record);
            default -> (exchange, record) -> record.append(LogTime.epochSecond(momentMs.applyAsLong(exchange)));
        };
    }

    /** Now, as far as the exchange is concerned: no clock is asked for a record. */
    private static long endMs(LoggedExchange exchange) {
        return exchange.createdMs() + durationMs(exchange);
    }

    private static long durationMs(LoggedExchange exchange) {
        return exchange.durationNs() / 1_000_000;
    }

    // -- texts and numbers

    private static LogField text(TextOf text) {
        return (exchange, record) -> ClientText.append(text.of(exchange), record);
    }

    private static LogField header(String name) {
        return (exchange, record) -> ClientText.append(exchange.header(name), record);
    }

    private static LogField number(ToLongFunction<LoggedExchange> number) {
        return (exchange, record) -> record.append(number.applyAsLong(exchange));
    }

    /** A text of an exchange, perhaps null. */
    @FunctionalInterface
    private interface TextOf {
        String of(LoggedExchange exchange);
    }
}
