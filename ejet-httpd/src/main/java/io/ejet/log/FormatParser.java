package io.ejet.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes a format apart into literals and variables. For one format, on one thread. */
final class FormatParser {
    /** Reference 5.1: a longer one is a mistake. */
    private static final int LONGEST_REFERENCE = 127;

    private static final String SCRIPT = "<script>";

    private final String format;
    private final LogVariables variables;
    private final List<LogField> fields = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    FormatParser(String format, LogVariables variables) {
        this.format = format;
        this.variables = variables;
    }

    List<LogField> fields() {
        refuseScripts();
        refuseLineEnds();
        int at = 0;
        while (at < format.length()) {
            at = format.charAt(at) == '$' ? reference(at) : literal(at);
        }
        endLiteral();
        return fields;
    }

    private void refuseScripts() {
        int script = format.toLowerCase(Locale.ROOT).indexOf(SCRIPT);
        if (script >= 0) {
            throw new AccessLogFormatException(script, "a script cannot stand in an access log format");
        }
    }

    /** A record is a line; a tab may part its fields. */
    private void refuseLineEnds() {
        for (int i = 0; i < format.length(); i++) {
            if (Character.isISOControl(format.charAt(i)) && format.charAt(i) != '\t') {
                throw new AccessLogFormatException(i, "a control character cannot stand in an access log format");
            }
        }
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
                throw new AccessLogFormatException(end, "the index of $" + name + " has no ]");
            }
            index = format.substring(end + 1, close).strip();
            end = close + 1;
        }
        if (braced) {
            end = skipSpace(end);
            if (end == format.length() || format.charAt(end) != '}') {
                throw new AccessLogFormatException(start, "the reference to ${" + name + " has no }");
            }
            end++;
        }
        if (end - start > LONGEST_REFERENCE) {
            throw new AccessLogFormatException(
                    start, "a reference to a variable is longer than " + LONGEST_REFERENCE + " characters");
        }
        endLiteral();
        fields.add(variables.field(start, name, index));
        return end;
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
