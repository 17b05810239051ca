package io.ejet.script;

import io.ejet.script.Template.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Takes a text apart into literals, references to variables, and scripts. For one text, on one thread.
 *
 * <pre>
 * reference := '$' name [ '[' index ']' ] | '${' name [ '[' index ']' ] '}'
 * script    := '&lt;script&gt;' ... '&lt;/script&gt;'
 * </pre>
 */
final class TemplateParser {
    /** Reference 5.1: a longer one is a mistake. */
    private static final int LONGEST_REFERENCE = 127;

    static final String OPEN_SCRIPT = "<script>";
    static final String CLOSE_SCRIPT = "</script>";

    private final String text;
    private final int offset;
    private final boolean hasEscapes;
    private final ScriptCompiler compiler;
    private final Consumer<ScriptProblem> problems;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    /** Of a value of the configuration. */
    TemplateParser(String text, ScriptCompiler compiler, Consumer<ScriptProblem> problems) {
        this(text, 0, false, compiler, problems);
    }

    /**
     * Of a value in a script.
     *
     * @param text the value
     * @param offset where it stands in the script
     * @param hasEscapes whether a backslash takes the meaning from a quote, a dollar sign or a backslash
     * @param compiler knows what names mean
     * @param problems takes what is wrong
     */
    TemplateParser(
            String text, int offset, boolean hasEscapes, ScriptCompiler compiler, Consumer<ScriptProblem> problems) {
        this.text = text;
        this.offset = offset;
        this.hasEscapes = hasEscapes;
        this.compiler = compiler;
        this.problems = problems;
    }

    Template parse() {
        return new Template(parts());
    }

    List<Part> parts() {
        int at = 0;
        while (at < text.length()) {
            at = next(at);
        }
        endLiteral();
        return parts;
    }

    private int next(int at) {
        char c = text.charAt(at);
        if (c == '$') {
            return reference(at);
        } else if (c == '<' && text.regionMatches(true, at, OPEN_SCRIPT, 0, OPEN_SCRIPT.length())) {
            return script(at);
        } else if (c == '\\' && hasEscapes && at + 1 < text.length() && "\"'\\$".indexOf(text.charAt(at + 1)) >= 0) {
            literal.append(text.charAt(at + 1));
            return at + 2;
        }
        literal.append(c);
        return at + 1;
    }

    private void endLiteral() {
        if (literal.length() > 0) {
            parts.add(new Template.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private void add(Part part) {
        endLiteral();
        parts.add(part);
    }

    private int script(int open) {
        int start = open + OPEN_SCRIPT.length();
        int close = closeOfScript(text, start);
        if (close < 0) {
            error(open, "this script is not closed", "expected: " + CLOSE_SCRIPT + " at its end");
            return text.length();
        }
        Consumer<ScriptProblem> inside = problem -> problems.accept(new ScriptProblem(
                problem.isWarning(), offset + start + problem.index(), problem.message(), problem.expected()));
        add(new References.OfScript(compiler.script(ScriptKind.VALUE, text.substring(start, close), inside)));
        return close + CLOSE_SCRIPT.length();
    }

    /** Where the tag begins that closes a script; -1 when none does. */
    static int closeOfScript(String text, int from) {
        return text.toLowerCase(Locale.ROOT).indexOf(CLOSE_SCRIPT, from);
    }

    /** Takes what begins with the dollar sign at {@code start}; answers where it ends. */
    private int reference(int start) {
        int afterDollar = start + 1;
        boolean isBraced = afterDollar < text.length() && text.charAt(afterDollar) == '{';
        int nameStart = isBraced ? skipSpace(afterDollar + 1) : afterDollar;
        int nameEnd = nameEnd(nameStart);
        if (nameEnd == nameStart) {
            literal.append('$');
            return start + 1;
        }
        int end = isBraced ? skipSpace(nameEnd) : nameEnd;
        String index = null;
        if (end < text.length() && text.charAt(end) == '[') {
            int close = text.indexOf(']', end);
            if (close < 0) {
                error(end, "this [ is not closed", "expected: ] behind the index");
                return text.length();
            }
            index = text.substring(end + 1, close).strip();
            end = close + 1;
        }
        if (isBraced) {
            end = skipSpace(end);
            if (end == text.length() || text.charAt(end) != '}') {
                error(start, "this reference is not closed", "expected: } behind the name");
                return text.length();
            }
            end++;
        }
        if (end - start > LONGEST_REFERENCE) {
            error(start, "this reference is longer than " + LONGEST_REFERENCE + " characters", "");
        } else {
            add(compiler.reference(offset + start, text.substring(nameStart, nameEnd), index, problems));
        }
        return end;
    }

    private void error(int at, String message, String expected) {
        ScriptCompiler.error(problems, offset + at, message, expected);
    }

    /** Digits alone are a group, whatever comes behind them. */
    private int nameEnd(int at) {
        int end = at;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        if (end > at) {
            return end;
        }
        while (end < text.length() && isNameCharacter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int skipSpace(int at) {
        int end = at;
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
    }
}
