package io.ejet.log;

import io.ejet.script.Variable;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The variables that are written into a record without becoming a text first: those of usual formats. All others are taken as scripts
 * see them. For one kind of record; immutable, any thread.
 */
final class LogVariables {
    private static final Set<Variable> NUMBERS = EnumSet.of(
            Variable.REMOTE_PORT,
            Variable.SERVER_PORT,
            Variable.CONTENT_LENGTH,
            Variable.STATUS,
            Variable.BYTES_RECEIVED,
            Variable.BYTES_SENT,
            Variable.BODY_BYTES_SENT,
            Variable.REQUEST_TIME,
            Variable.TIME_SECONDS,
            Variable.UNIXTIME);

    private final LogTime time;
    private final Escaping escaping;
    private final RequestFields request;

    LogVariables(LogTime time, Escaping escaping) {
        this.time = time;
        this.escaping = escaping;
        this.request = new RequestFields(escaping);
    }

    /** Whether it is a number wherever it is there. */
    static boolean isNumber(Variable variable) {
        return NUMBERS.contains(variable);
    }

    /**
     * The field of a variable.
     *
     * @param variable which
     * @param index what stands in brackets, null without
     * @return null when it is to be taken as scripts see it
     */
    LogField field(Variable variable, String index) {
        return switch (variable) {
            case REMOTE_ADDR -> text(LoggedExchange::remoteIp);
            case REQUEST -> request::appendRequest;
            case REQUEST_METHOD -> text(LoggedExchange::method);
            case URI, DOCUMENT_URI -> request::appendPath;
            case REQUEST_URI -> request::appendPathAndQuery;
            case QUERY -> index == null ? request::appendQuery : request.argument(index);
            case ABSURI -> request::appendAbsolute;
            case HOST_NAME -> request::appendHost;
            case SCHEME -> (exchange, record) -> record.append("http");
            case SERVER_PROTOCOL -> (exchange, record) -> record.append(RequestFields.protocol(exchange));
            case CONTENT_TYPE -> header("Content-Type");
            case CONTENT_LENGTH -> header("Content-Length");
            case USER_AGENT -> header("User-Agent");
            case REQUEST_HEADER -> header(index);
            case COOKIE -> index == null ? header("Cookie") : request.cookie(index);
            default -> ofAnswer(variable, index);
        };
    }

    private LogField ofAnswer(Variable variable, String index) {
        return switch (variable) {
            case STATUS -> number(LoggedExchange::status);
            case BYTES_RECEIVED -> number(LoggedExchange::bytesReceived);
            case BYTES_SENT -> number(LoggedExchange::bytesSent);
            case BODY_BYTES_SENT -> number(LoggedExchange::bodyBytesSent);
            case TIME_ISO8601 -> (exchange, record) -> time.appendIso8601(endMs(exchange), record);
            case TIME_LOCAL -> (exchange, record) -> time.appendCommon(endMs(exchange), record);
            case TIME_SECONDS -> (exchange, record) -> LogTime.appendSeconds(endMs(exchange), record);
            case REQUEST_TIME -> (exchange, record) -> LogTime.appendSeconds(durationMs(exchange), record);
            case DATETIME, DATE, TIME, UNIXTIME -> moment(variable, index);
            default -> null;
        };
    }

    // -- times

    private LogField moment(Variable variable, String index) {
        boolean isCreation = "createtime".equalsIgnoreCase(index);
        ToLongFunction<LoggedExchange> momentMs = isCreation ? LoggedExchange::createdMs : LogVariables::endMs;
        return switch (variable) {
            case DATETIME -> (exchange, record) -> time.appendDateTime(momentMs.applyAsLong(exchange), record);
            case DATE ->
                "compact".equalsIgnoreCase(index)
                        ? null
                        : (exchange, record) -> time.appendDate(momentMs.applyAsLong(exchange), record);
            case TIME -> (exchange, record) -> time.appendTime(momentMs.applyAsLong(exchange), record);
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

    private LogField text(TextOf text) {
        return (exchange, record) -> escaping.append(text.of(exchange), record);
    }

    private LogField header(String name) {
        return (exchange, record) -> escaping.append(exchange.header(name), record);
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
