package io.ejet.script;

import java.util.function.Consumer;

/** Walks over the text of a script: blanks, comments, words, signs, quoted texts. For one thread. */
final class ScriptScanner {
    private final String text;
    private final Consumer<ScriptProblem> problems;
    private int at;

    ScriptScanner(String text, Consumer<ScriptProblem> problems) {
        this.text = text;
        this.problems = problems;
    }

    int at() {
        return at;
    }

    void moveTo(int position) {
        at = Math.min(position, text.length());
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** The next character, or 0 at the end. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    String between(int start, int end) {
        return text.substring(start, end);
    }

    boolean isNext(String sign) {
        return text.startsWith(sign, at);
    }

    boolean take(String sign) {
        if (!isNext(sign)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** Passes white space and comments. */
    void skipBlank() {
        while (!isAtEnd()) {
            if (isBlank(peek())) {
                at++;
            } else if (peek() == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (isNext("/*")) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    error(at, "this comment is not closed", "expected: */");
                }
                at = end < 0 ? text.length() : end + 2;
            } else {
                return;
            }
        }
    }

    /** Passes white space on which a value may go on. */
    void skipSpace() {
        while (isBlank(peek()) && !isAtEnd()) {
            at++;
        }
    }

    /** Takes letters, digits and underscores; empty if none is next. */
    String word() {
        int start = at;
        while (!isAtEnd() && TemplateParser.isNameCharacter(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Whether a word is next, and nothing that goes on with it. */
    boolean isWord(String word) {
        return isNext(word) && !TemplateParser.isNameCharacter(peek(word.length()));
    }

    boolean isQuote() {
        return peek() == '"' || peek() == '\'';
    }

    /** At a quote: the position of the one that closes it; -1 if none does. */
    int closingQuote() {
        char quote = peek();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i;
            }
        }
        return -1;
    }

    /** At a dollar sign: passes the reference that begins there. */
    void skipReference() {
        at++;
        if (peek() == '{') {
            int close = text.indexOf('}', at);
            at = close < 0 ? text.length() : close + 1;
            return;
        }
        word();
        if (peek() == '[') {
            int close = text.indexOf(']', at);
            at = close < 0 ? text.length() : close + 1;
        }
    }

    /** Passes a script that stands in a value, if one is next: what is in it does not end the value. */
    boolean skipScript() {
        if (!text.regionMatches(true, at, TemplateParser.OPEN_SCRIPT, 0, TemplateParser.OPEN_SCRIPT.length())) {
            return false;
        }
        int close = TemplateParser.closeOfScript(text, at);
        at = close < 0 ? text.length() : close + TemplateParser.CLOSE_SCRIPT.length();
        return true;
    }

    void error(int position, String message, String expected) {
        ScriptCompiler.error(problems, position, message, expected);
    }

    void warning(int position, String message, String expected) {
        problems.accept(new ScriptProblem(true, position, message, expected));
    }
}
