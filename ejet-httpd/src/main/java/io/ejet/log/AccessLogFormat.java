package io.ejet.log;

import io.ejet.script.LocalNames;
import io.ejet.script.ScriptCompiler;
import io.ejet.script.ScriptProblem;
import io.ejet.script.Setting;
import io.ejet.script.Template;
import io.ejet.script.Variable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The format of a record, compiled: nothing is parsed per record. A line of text, or an object of JSON.
 *
 * <p>A format is a template as those of scripts are: {@code $name}, {@code $name[index]}, {@code ${name}}, values that scripts give.
 * A variable without a value leaves a {@code -}, and so does one that would ask the disk; in JSON, a field without a value is
 * {@code null}. What comes from the client is escaped and cut as {@link ClientText} and {@link JsonText} say, so that a record is
 * always one line and no value can pretend to be another.
 *
 * <p>Immutable; any thread. Bounds: a record of more than {@value #LONGEST} characters is cut: a text ends with {@code ...}, an
 * object leaves further fields out.
 */
public final class AccessLogFormat {
    /** What is wrong with a format that {@link #lineEnd} finds something in. */
    public static final String CONTROL_CHARACTER = "a control character cannot stand in an access log format";

    /** Beyond it nothing more is added to a record; a value that has begun before may take 2 KiB more. */
    static final int LONGEST = 16 * 1024;

    private final String source;
    private final LogField[] fields;

    private AccessLogFormat(String source, LogField... fields) {
        this.source = source;
        this.fields = fields;
    }

    /**
     * Compiles a format that belongs to no configuration, with the time zone of the machine.
     *
     * @param format the text with its variables
     * @return lines of text
     * @throws AccessLogFormatException when a reference to a variable is not complete, or has an index that it cannot have
     */
    public static AccessLogFormat compile(String format) {
        return compile(format, ZoneId.systemDefault());
    }

    /**
     * Compiles a format that belongs to no configuration.
     *
     * @param format the text with its variables
     * @param zone in which times are told
     * @return lines of text
     * @throws AccessLogFormatException when a reference to a variable is not complete, or has an index that it cannot have
     */
    public static AccessLogFormat compile(String format, ZoneId zone) {
        List<ScriptProblem> errors = new ArrayList<>();
        Template template = new ScriptCompiler(LocalNames.none(), Setting.Source.NONE).template(format, problem -> {
            if (!problem.isWarning()) {
                errors.add(problem);
            }
        });
        if (!errors.isEmpty()) {
            throw new AccessLogFormatException(
                    errors.get(0).index(), errors.get(0).message());
        }
        int lineEnd = lineEnd(template);
        if (lineEnd >= 0) {
            throw new AccessLogFormatException(format.indexOf((char) lineEnd), CONTROL_CHARACTER);
        }
        return text(format, template, zone);
    }

    /**
     * Lines of text.
     *
     * @param source the format as it is written
     * @param template the format
     * @param zone in which times are told
     * @return the format
     */
    public static AccessLogFormat text(String source, Template template, ZoneId zone) {
        LogVariables variables = new LogVariables(new LogTime(zone), Escaping.TEXT);
        return new AccessLogFormat(
                source, TemplateFields.of(template, variables, Escaping.TEXT).fields());
    }

    /**
     * Objects of JSON, one in a line.
     *
     * @param source the format as it is written
     * @param members the values by the names of their fields, in the order of the map
     * @param zone in which times are told
     * @return the format
     */
    public static AccessLogFormat json(String source, Map<String, Template> members, ZoneId zone) {
        LogVariables variables = new LogVariables(new LogTime(zone), Escaping.JSON);
        JsonRecord.Builder object = new JsonRecord.Builder();
        members.forEach((name, value) -> object.add(name, TemplateFields.of(value, variables, Escaping.JSON)));
        return new AccessLogFormat(source, object.build());
    }

    /**
     * Finds what would break the line of a record.
     *
     * @param template a format
     * @return the first control character of its texts but a tab, or -1
     */
    public static int lineEnd(Template template) {
        LineEnd found = new LineEnd();
        template.read(found);
        return found.character;
    }

    /** A record is a line; a tab may part its fields. Values are escaped. */
    private static final class LineEnd implements Template.Reader {
        private int character = -1;

        @Override
        public void literal(String text) {
            for (int i = 0; i < text.length() && character < 0; i++) {
                char c = text.charAt(i);
                character = Character.isISOControl(c) && c != '\t' ? c : -1;
            }
        }

        @Override
        public void variable(int slot, Variable variable, String index, Template whole) {
            // escaped
        }

        @Override
        public void other(Template whole) {
            // escaped
        }
    }

    /**
     * Appends the record of an exchange. For the variables of usual formats it allocates nothing but what the exchange allocates
     * when it is asked.
     *
     * @param exchange an exchange that has ended
     * @param record where to append, without a line end
     */
    public void append(LoggedExchange exchange, StringBuilder record) {
        int start = record.length();
        for (LogField field : fields) {
            if (record.length() - start > LONGEST) {
                record.append(ClientText.CUT);
                return;
            }
            field.append(exchange, record);
        }
    }

    /** The format as it is written. */
    @Override
    public String toString() {
        return source;
    }
}
