package io.ejet.log;

import java.time.ZoneId;
import java.util.List;

/**
 * The format of a record, compiled: nothing is parsed per record.
 *
 * <p>A variable is {@code $name}, {@code $name[index]}, {@code ${name}} or {@code ${name[index]}}, in any case; a dollar sign
 * that begins no name stands for itself. A variable without a value leaves a {@code -}. What comes from the client is escaped
 * and cut as {@link ClientText} says, so that a record is always one line and no value can pretend to be another.
 *
 * <p>Immutable; any thread.
 */
public final class AccessLogFormat {
    private final LogField[] fields;

    private AccessLogFormat(List<LogField> fields) {
        this.fields = fields.toArray(new LogField[0]);
    }

    /**
     * Compiles a format, with the time zone of the machine.
     *
     * @param format the text with its variables
     * @return the format
     * @throws AccessLogFormatException when a variable is not known, or its reference not complete
     */
    public static AccessLogFormat compile(String format) {
        return compile(format, ZoneId.systemDefault());
    }

    /**
     * Compiles a format.
     *
     * @param format the text with its variables
     * @param zone in which times are told
     * @return the format
     * @throws AccessLogFormatException when a variable is not known, or its reference not complete
     */
    public static AccessLogFormat compile(String format, ZoneId zone) {
        return new AccessLogFormat(new FormatParser(format, new LogVariables(new LogTime(zone))).fields());
    }

    /**
     * Appends the record of an exchange. Allocates nothing but what the exchange allocates when it is asked.
     *
     * @param exchange an exchange that has ended
     * @param record where to append, without a line end
     */
    public void append(LoggedExchange exchange, StringBuilder record) {
        for (LogField field : fields) {
            field.append(exchange, record);
        }
    }
}
