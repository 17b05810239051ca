package io.ejet.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes a format apart into literals and variables. Goes on after a problem, so that all of them are found. For one format, on
 * one thread.
 */
final class FormatParser {
    /** Reference 5.1: a longer one is a mistake. */
    private static final int LONGEST_REFERENCE = 127;

    private static final String SCRIPT = "<script>";

    private static final LogField NOTHING = (exchange, record) -> record.append('-');

    private final String format;
    private final LogVariables variables;
    private final List<LogField> fields = new ArrayList<>();
    private final List<FormatProblem> problems = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    FormatParser(String format, LogVariables variables) {
        this.format = format;
        this.variables = variables;
    }

    void parse() {
        findLineEnd();
        int end = findScript();
        int at = 0;
        while (at < end) {
            at = format.charAt(at) == '$' ? reference(at) : literal(at);
        }
        endLiteral();
    }

    /** What the format is made of; complete without a problem, but for warnings. */
    List<LogField> fields() {
        return fields;
    }

    List<FormatProblem> problems() {
        return problems;
    }

    /** Answers where a script begins, or the end of the format: what is in a script are not the variables of a log. */
    private int findScript() {
        int script = format.toLowerCase(Locale.ROOT).indexOf(SCRIPT);
        if (script < 0) {
            return format.length();
        }
        problem(script, "a script cannot stand in an access log format");
        return script;
    }

    /** A record is a line; a tab may part its fields. */
    private void findLineEnd() {
        for (int i = 0; i < format.length(); i++) {
            if (Character.isISOControl(format.charAt(i)) && format.charAt(i) != '\t') {
                problem(i, "a control character cannot stand in an access log format");
                return;
            }
        }
    }

    private void problem(int index, String message) {
        problems.add(new FormatProblem(index, message));
    }

    private int literal(int at) {
        literal.append(format.charAt(at));
        return at + 1;
    }

    private void endLiteral() {
        if (literal.length() > 0) {
            String text = literal.toString();
            literal.setLength(0);
            fields.add((exchange, record) -> record.append(text));
        }
    }

    /** Reads what begins with the dollar sign at {@code start}; answers where it ends. */
    private int reference(int start) {
        int afterDollar = start + 1;
        boolean braced = afterDollar < format.length() && format.charAt(afterDollar) == '{';
        int nameStart = braced ? skipSpace(afterDollar + 1) : afterDollar;
        int nameEnd = nameEnd(nameStart);
        if (nameEnd == nameStart) {
            return literal(start);
        }
        String name = format.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        int end = braced ? skipSpace(nameEnd) : nameEnd;
        String index = null;
        if (end < format.length() && format.charAt(end) == '[') {
            int close = format.indexOf(']', end);
            if (close < 0) {
                problem(end, "the index of $" + name + " has no ]");
                return end;
            }
            index = format.substring(end + 1, close).strip();
            end = close + 1;
        }
        if (braced) {
            end = skipSpace(end);
            if (end == format.length() || format.charAt(end) != '}') {
                problem(start, "the reference to ${" + name + " has no }");
                return end;
            }
            end++;
        }
        if (end - start > LONGEST_REFERENCE) {
            problem(start, "a reference to a variable is longer than " + LONGEST_REFERENCE + " characters");
            return end;
        }
        endLiteral();
        variable(start, name, index);
        return end;
    }

    private void variable(int start, String name, String index) {
        if (!variables.isKnown(name)) {
            problems.add(new FormatProblem(start, variables.whyUnknown(name), name));
            fields.add(NOTHING);
            return;
        }
        try {
            fields.add(variables.field(start, name, index));
        } catch (AccessLogFormatException e) {
            problem(e.index(), e.getMessage());
        }
    }

    private int nameEnd(int at) {
        int end = at;
        while (end < format.length() && isNameCharacter(format.charAt(end))) {
            end++;
        }
        return end;
    }

    private int skipSpace(int at) {
        int end = at;
        while (end < format.length() && Character.isWhitespace(format.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
