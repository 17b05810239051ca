package io.ejet.conf;

import java.util.Arrays;

/**
 * Takes blanks, comments, texts and words from a configuration file that is JSON, one after the other.
 *
 * <p>Comments are {@code #} and {@code //} to the end of the line, and slash-star to star-slash; RFC 8259 has none.
 *
 * <p>For one thread. Never fails: what is wrong goes to the {@link ConfigErrors}, and scanning goes on behind it.
 */
final class JsonScanner {
    private static final String WORD_ENDS = " \t\r\n\f:,;={}[]\"";

    private final ConfigSource source;
    private final ConfigErrors errors;
    private final String text;
    private int at;
    /** Whether the last text was closed. */
    private boolean isClosed = true;

    // The text that is being taken.
    private final StringBuilder decoded = new StringBuilder();
    /** Where each of its characters stands, and at last its closing quote. */
    private int[] offsets = new int[64];

    JsonScanner(ConfigSource source, ConfigErrors errors) {
        this.source = source;
        this.errors = errors;
        this.text = source.text();
    }

    int at() {
        return at;
    }

    void moveTo(int offset) {
        at = offset;
    }

    ConfigPlace place() {
        return source.place(at);
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** The next character; NUL at the end. */
    char peek() {
        return isAtEnd() ? '\0' : text.charAt(at);
    }

    /** Takes the character if it is next. */
    boolean take(char c) {
        if (isAtEnd() || text.charAt(at) != c) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes white space and comments. */
    void skipBlank() {
        while (!isAtEnd()) {
            if (ConfigScanner.isBlank(text.charAt(at))) {
                at++;
            } else if (text.charAt(at) == '#' || text.startsWith("//", at)) {
                at = lineEnd();
            } else if (text.startsWith("/*", at)) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        int close = text.indexOf("*/", at + 2);
        if (close < 0) {
            errors.error(place(), "this comment is not closed", "expected: */ before the end of the file");
        }
        at = close < 0 ? text.length() : close + 2;
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /** Takes what stands up to the next blank, quote or sign of JSON: at least one character. */
    String word() {
        int start = at++;
        while (!isAtEnd() && WORD_ENDS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Takes a text in single quotes, or only its quote when it is not closed on its line; answers what is between. */
    String singleQuoted() {
        int close = at + 1;
        while (close < text.length() && text.charAt(close) != '\'' && text.charAt(close) != '\n') {
            close++;
        }
        if (close == text.length() || text.charAt(close) == '\n') {
            return word();
        }
        String inside = text.substring(at + 1, close);
        at = close + 1;
        return inside;
    }

    /** Whether the last text was closed; if not, that has been told. */
    boolean wasClosed() {
        return isClosed;
    }

    /** At a double quote: takes the text, its escapes decoded; its place knows where each character stands. */
    ConfigNode.Text string() {
        int open = at++;
        decoded.setLength(0);
        isClosed = true;
        while (!isAtEnd() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == '\\') {
                escape();
            } else {
                append(c, at++);
            }
        }
        note(decoded.length(), at);
        if (!take('"')) {
            abandon(open);
        }
        checkSurrogates();
        int[] places = Arrays.copyOf(offsets, decoded.length() + 1);
        return new ConfigNode.Text(new ConfigPlace(source, open + 1, places), decoded.toString());
    }

    /** The quote is not closed on its line: what follows is read on from the first sign that may stand behind a text. */
    private void abandon(int open) {
        errors.error(source.place(open), "this quote is not closed", "expected: \" on the same line");
        isClosed = false;
        int end = open + 1;
        while (end < at && ",}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        at = end;
    }

    private void append(char c, int offset) {
        note(decoded.length(), offset);
        decoded.append(c);
        if (c < ' ' && !ConfigScanner.isBlank(c)) {
            errors.error(
                    source.place(offset),
                    "this is the control character " + String.format("0x%02x", (int) c),
                    "expected: text");
        } else if (c < ' ' && text.charAt(offset) == c && c != '\r') {
            errors.error(source.place(offset), "JSON has no such white space in texts", "expected: \\t for a tab");
        }
    }

    private void note(int index, int offset) {
        if (index == offsets.length) {
            offsets = Arrays.copyOf(offsets, index * 2);
        }
        offsets[index] = offset;
    }

    private void escape() {
        int start = at;
        char c = start + 1 < text.length() ? text.charAt(start + 1) : '\n';
        int meant = "\"\\/bfnrt".indexOf(c);
        if (meant >= 0) {
            at += 2;
            append("\"\\/\b\f\n\r\t".charAt(meant), start);
        } else if (c == 'u') {
            unicode(start);
        } else {
            errors.error(source.place(start), "this is no escape of JSON", "expected: \\\\ for a backslash");
            append('\\', at++);
        }
    }

    private void unicode(int start) {
        int end = start + 2;
        int code = 0;
        while (end < text.length() && end < start + 6 && Character.digit(text.charAt(end), 16) >= 0) {
            code = code * 16 + Character.digit(text.charAt(end++), 16);
        }
        at = end;
        if (end < start + 6) {
            errors.error(source.place(start), "this escape is not complete", "expected: four digits, as in \\u00e9");
        } else {
            append((char) code, start);
        }
    }

    /** Half a character cannot be written to a log or a file's name. */
    private void checkSurrogates() {
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < decoded.length()
                    && Character.isLowSurrogate(decoded.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                errors.error(
                        source.place(offsets[i]),
                        "this is half a character",
                        "expected: both halves, as in \\ud834\\udd1e");
                return;
            }
        }
    }
}
