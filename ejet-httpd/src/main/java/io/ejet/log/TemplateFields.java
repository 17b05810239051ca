package io.ejet.log;

import io.ejet.script.ScriptException;
import io.ejet.script.ScriptRun;
import io.ejet.script.Template;
import io.ejet.script.Variable;
import io.ejet.script.Worth;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes fields of a record from a template. A variable that {@link LogVariables} knows is written without a text of its own; any
 * other piece is the text that scripts would see. For one template, on one thread.
 */
final class TemplateFields implements Template.Reader {
    private final LogVariables variables;
    private final Escaping escaping;
    private final List<LogField> fields = new ArrayList<>();
    private boolean isNumber;

    private TemplateFields(LogVariables variables, Escaping escaping) {
        this.variables = variables;
        this.escaping = escaping;
    }

    static TemplateFields of(Template template, LogVariables variables, Escaping escaping) {
        TemplateFields made = new TemplateFields(variables, escaping);
        template.read(made);
        return made;
    }

    /** What a record gets, in this order. */
    LogField[] fields() {
        return fields.toArray(new LogField[0]);
    }

    /** Whether it is one variable alone, and that is a number wherever it is there. */
    boolean isNumber() {
        return isNumber;
    }

    private void add(LogField field, boolean number) {
        isNumber = number && fields.isEmpty();
        fields.add(field);
    }

    @Override
    public void literal(String text) {
        String escaped = escaping.literal(text);
        add((exchange, record) -> record.append(escaped), false);
    }

    @Override
    public void variable(int slot, Variable variable, String index, Template whole) {
        LogField known = variables.field(variable, index);
        LogField seen = new Seen(whole, escaping);
        LogField field = seen;
        if (known != null) {
            field = slot < 0 ? known : new UnlessSet(slot, known, escaping);
            field = variable == Variable.QUERY ? new UnlessScripted(field, seen) : field;
        }
        add(field, LogVariables.isNumber(variable));
    }

    @Override
    public void other(Template whole) {
        add(whole.touchesDisk() ? (exchange, record) -> escaping.nothing(record) : new Seen(whole, escaping), false);
    }

    /** A text as scripts see it, one character for each byte as all that comes from the client. */
    private record Seen(Template text, Escaping escaping) implements LogField {
        @Override
        public void append(LoggedExchange exchange, StringBuilder record) {
            escaping.append(seen(exchange), record);
        }

        private String seen(LoggedExchange exchange) {
            ScriptRun run = exchange.variables();
            try {
                return run == null ? null : text.fieldText(run);
            } catch (ScriptException tooLong) {
                return null;
            }
        }
    }

    /** A variable, unless the scripts of the request have set a local one of its name. */
    private record UnlessSet(int slot, LogField otherwise, Escaping escaping) implements LogField {
        @Override
        public void append(LoggedExchange exchange, StringBuilder record) {
            Worth set = exchange.local(slot);
            if (set == null) {
                otherwise.append(exchange, record);
            } else {
                escaping.append(set.fieldText(), record);
            }
        }
    }

    /** What is taken from the request as it came, unless scripts may have changed it. */
    private record UnlessScripted(LogField asItCame, LogField seen) implements LogField {
        @Override
        public void append(LoggedExchange exchange, StringBuilder record) {
            (exchange.isScripted() ? seen : asItCame).append(exchange, record);
        }
    }
}
