package io.ejet.log;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * The format of a record, compiled: nothing is parsed per record.
 *
 * <p>A variable is {@code $name}, {@code $name[index]}, {@code ${name}} or {@code ${name[index]}}, in any case; a dollar sign
 * that begins no name stands for itself. A variable without a value leaves a {@code -}, and so does one that is not known:
 * {@link #problems} tells of it. What comes from the client is escaped and cut as {@link ClientText} says, so that a record is
 * always one line and no value can pretend to be another.
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
     * @throws AccessLogFormatException when a reference to a variable is not complete, or has an index that it cannot have
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
     * @throws AccessLogFormatException when a reference to a variable is not complete, or has an index that it cannot have
     */
    public static AccessLogFormat compile(String format, ZoneId zone) {
        FormatParser parser = new FormatParser(format, new LogVariables(new LogTime(zone)));
        parser.parse();
        for (FormatProblem problem : parser.problems()) {
            if (!problem.isWarning()) {
                throw new AccessLogFormatException(problem.index(), problem.message());
            }
        }
        return new AccessLogFormat(parser.fields());
    }

    /**
     * Everything that is wrong with a format.
     *
     * @param format the text with its variables
     * @return what keeps it from being compiled, and variables that are not known; nothing if all is well
     */
    public static List<FormatProblem> problems(String format) {
        FormatParser parser = new FormatParser(format, new LogVariables(new LogTime(ZoneId.systemDefault())));
        parser.parse();
        return List.copyOf(parser.problems());
    }

    /**
     * The variables that an access log knows.
     *
     * @return their names in lower case, without those of header fields, {@code http_NAME}
     */
    public static Set<String> variables() {
        return new LogVariables(new LogTime(ZoneId.systemDefault())).names();
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
