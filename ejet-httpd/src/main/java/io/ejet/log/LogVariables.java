package io.ejet.log;

import io.ejet.http.HttpFields;
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

    private final LogTime time;

    LogVariables(LogTime time) {
        this.time = time;
    }

    /**
     * The field for a reference.
     *
     * @param at where the reference begins, for the error
     * @param name in lower case
     * @param index what stands in brackets, null without
     */
    LogField field(int at, String name, String index) {
        LogField field = index == null ? plain(name) : null;
        if (field == null && index == null && name.length() > HTTP_FIELD.length() && name.startsWith(HTTP_FIELD)) {
            field = header(name.substring(HTTP_FIELD.length()).replace('_', '-'));
        }
        if (field == null) {
            field = switch (name) {
                case "request_header" -> header(fieldName(at, name, index));
                case "query" -> RequestFields.argument(required(at, name, index));
                case "cookie" -> RequestFields.cookie(required(at, name, index));
                case "datetime", "date", "time", "unixtime" -> moment(at, name, index);
                default -> throw unknown(at, name, index);
            };
        }
        return field;
    }

    /** The field of a variable without index; null if it is none. */
    private LogField plain(String name) {
        return switch (name) {
            case "remote_addr" -> text(LoggedExchange::remoteIp);
            case "request" -> RequestFields::appendRequest;
            case "method", "request_method" -> text(LoggedExchange::method);
            case "uri", "document_uri", "request_path" -> RequestFields::appendPath;
            case "request_uri" -> RequestFields::appendPathAndQuery;
            case "args", "query", "query_string" -> RequestFields::appendQuery;
            case "absuri" -> RequestFields::appendAbsolute;
            case "host", "host_name" -> RequestFields::appendHost;
            case "scheme" -> (exchange, record) -> record.append("http");
            case "server_protocol" -> (exchange, record) -> record.append(RequestFields.protocol(exchange));
            case "content_type" -> header("Content-Type");
            case "content_length" -> header("Content-Length");
            case "cookie" -> header("Cookie");
            case "status" -> number(LoggedExchange::status);
            case "bytes_recv", "request_length" -> number(LoggedExchange::bytesReceived);
            case "bytes_sent" -> number(LoggedExchange::bytesSent);
            case "time_iso8601" -> (exchange, record) -> time.appendIso8601(endMs(exchange), record);
            case "time_local" -> (exchange, record) -> time.appendCommon(endMs(exchange), record);
            case "msec" -> (exchange, record) -> LogTime.appendSeconds(endMs(exchange), record);
            case "request_time" -> (exchange, record) -> LogTime.appendSeconds(durationMs(exchange), record);
            default -> null;
        };
    }

    private AccessLogFormatException unknown(int at, String name, String index) {
        if (plain(name) != null) {
            return new AccessLogFormatException(at, "$" + name + " takes no index, [" + index + "]");
        }
        String reason = ELSEWHERE.contains(name) ? " is not available in an access log" : " is not a variable";
        return new AccessLogFormatException(at, "$" + name + reason);
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
