package io.ejet.script;

import io.ejet.script.Template.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes the values out of a script: bare texts, quoted ones, mixtures of both. For one thread. */
final class ValueParser {
    private final ScriptScanner scanner;
    private final ScriptCompiler compiler;
    private final Consumer<ScriptProblem> problems;

    ValueParser(ScriptScanner scanner, ScriptCompiler compiler, Consumer<ScriptProblem> problems) {
        this.scanner = scanner;
        this.compiler = compiler;
        this.problems = problems;
    }

    /** Takes everything up to the end of the statement, blanks inside included. */
    Template rest() {
        scanner.skipSpace();
        List<Part> parts = new ArrayList<>();
        while (!isStatementEnd()) {
            if (opensQuote(parts)) {
                quoted(parts);
            } else {
                bare(parts, false);
            }
        }
        return new Template(parts);
    }

    /** Takes one text, up to the next blank. */
    Template word() {
        List<Part> parts = new ArrayList<>();
        while (!isStatementEnd() && !ScriptScanner.isBlank(scanner.peek())) {
            if (opensQuote(parts)) {
                quoted(parts);
            } else {
                bare(parts, true);
            }
        }
        return new Template(parts);
    }

    /** Takes one side of a comparison. */
    Template operand() {
        List<Part> parts = new ArrayList<>();
        if (isQuoted()) {
            quoted(parts);
            return new Template(parts);
        }
        int start = scanner.at();
        while (!scanner.isAtEnd() && !ScriptScanner.isBlank(scanner.peek()) && !isOperandEnd()) {
            skipCharacter();
        }
        add(parts, start, scanner.at());
        return new Template(parts);
    }

    /**
     * Takes a regular expression as it is written, up to a blank outside parentheses, or the parenthesis that closes the condition.
     *
     * @param isInCondition whether there is one
     * @param anyCase whether case counts for nothing
     * @throws RegexException when it is wrong, with its place in the script
     */
    Regex regex(boolean isInCondition, boolean anyCase) {
        int start = scanner.at() + (isQuoted() ? 1 : 0);
        try {
            return Regex.compile(writtenRegex(isInCondition), anyCase);
        } catch (RegexException e) {
            throw new RegexException(start + e.index(), e.getMessage());
        }
    }

    private boolean isQuoted() {
        return scanner.isQuote() && scanner.closingQuote() >= 0;
    }

    private String writtenRegex(boolean isInCondition) {
        if (isQuoted()) {
            int start = scanner.at() + 1;
            int end = scanner.closingQuote();
            scanner.moveTo(end + 1);
            return scanner.between(start, end);
        }
        int start = scanner.at();
        int depth = 0;
        while (!scanner.isAtEnd() && !ScriptScanner.isBlank(scanner.peek())) {
            char c = scanner.peek();
            if (c == '\\') {
                scanner.moveTo(scanner.at() + 1);
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0 && isInCondition) {
                break;
            } else if (c == ';' && depth <= 0 && !isInCondition) {
                break;
            }
            if (!scanner.isAtEnd()) {
                scanner.moveTo(scanner.at() + 1);
            }
        }
        return scanner.between(start, scanner.at());
    }

    /** Takes a text in quotes in which nothing but backslashes counts; null if it is none. */
    String literal() {
        if (!isQuoted()) {
            return null;
        }
        int start = scanner.at() + 1;
        int end = scanner.closingQuote();
        scanner.moveTo(end + 1);
        return decoded(scanner.between(start, end));
    }

    private static String decoded(String written) {
        String letters = "rntbfv'\"\\/";
        String meanings = "\r\n\t\b\f\u000B'\"\\/";
        StringBuilder text = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            int known = c == '\\' && i + 1 < written.length() ? letters.indexOf(written.charAt(i + 1)) : -1;
            text.append(known < 0 ? c : meanings.charAt(known));
            i += known < 0 ? 0 : 1;
        }
        return text.toString();
    }

    /** Whether nothing more belongs to the statement. */
    boolean isStatementEnd() {
        return scanner.isAtEnd() || scanner.peek() == ';' || scanner.peek() == '}';
    }

    /** An apostrophe in a word is one; a double quote is not. */
    private boolean opensQuote(List<Part> before) {
        boolean isAtStart = before.isEmpty() || ScriptScanner.isBlank(scanner.peek(-1));
        return scanner.isQuote() && (isAtStart || scanner.peek() == '"') && scanner.closingQuote() >= 0;
    }

    private void quoted(List<Part> parts) {
        int end = scanner.closingQuote();
        int start = scanner.at() + 1;
        scanner.moveTo(end + 1);
        if (start == end) {
            parts.add(new Template.Literal(""));
        }
        add(parts, start, end);
    }

    private void bare(List<Part> parts, boolean endsAtBlank) {
        int start = scanner.at();
        do {
            skipCharacter();
        } while (!isStatementEnd()
                && !(scanner.peek() == '"' && scanner.closingQuote() >= 0)
                && !(ScriptScanner.isBlank(scanner.peek()) && (endsAtBlank || isLastBlank() || isQuoteAfterBlank())));
        add(parts, start, scanner.at());
        if (!endsAtBlank && isLastBlank()) {
            scanner.skipSpace();
        } else if (!endsAtBlank && isQuoteAfterBlank()) {
            int blank = scanner.at();
            scanner.skipSpace();
            parts.add(new Template.Literal(scanner.between(blank, scanner.at())));
        }
    }

    /** At a blank: whether nothing but blanks comes before the end of the statement. */
    private boolean isLastBlank() {
        int i = 0;
        while (ScriptScanner.isBlank(scanner.peek(i))) {
            i++;
        }
        char c = scanner.peek(i);
        return c == ';' || c == '}' || c == 0;
    }

    private boolean isQuoteAfterBlank() {
        int i = 0;
        while (ScriptScanner.isBlank(scanner.peek(i))) {
            i++;
        }
        return i > 0 && (scanner.peek(i) == '"' || scanner.peek(i) == '\'');
    }

    private void skipCharacter() {
        if (scanner.skipScript()) {
            return;
        }
        if (scanner.peek() == '$') {
            scanner.skipReference();
        } else if (scanner.peek() == '\\') {
            scanner.moveTo(scanner.at() + (scanner.peek(1) == 0 ? 1 : 2));
        } else {
            scanner.moveTo(scanner.at() + 1);
        }
    }

    private boolean isOperandEnd() {
        char c = scanner.peek();
        return c == ')'
                || c == '('
                || c == '<'
                || c == '>'
                || scanner.isNext("==")
                || scanner.isNext("!=")
                || scanner.isNext("&&")
                || scanner.isNext("||");
    }

    private void add(List<Part> parts, int start, int end) {
        parts.addAll(new TemplateParser(scanner.between(start, end), start, true, compiler, problems).parts());
    }
}
