package io.ejet.conf;

/**
 * Takes blanks, comments, quoted and unquoted texts from a configuration file, one after the other.
 *
 * <p>Comments ({@code #} to the end of the line, slash-star to star-slash) and quotes open only at the start of the file or
 * after white space or one of <code>; { } [ ] = ,</code>, so that {@code conf.d/*.conf}, {@code text/*} and {@code don't}
 * stay whole. A backslash takes away the meaning of the character behind it; both stay in the text.
 *
 * <p>For one thread. Never fails: what is wrong goes to the {@link ConfigErrors}, and scanning goes on where a person would
 * say that it does. A text whose next line begins like {@code name =} ends with its line, and a missing {@code ;} is told.
 */
final class ConfigScanner {
    /** What an unquoted text is, and so where it ends. */
    enum Part {
        KEY,
        VALUE,
        ELEMENT
    }

    private static final String SEPARATORS = ";{}[]=,";

    private final ConfigSource source;
    private final ConfigErrors errors;
    private final String text;
    private int at;
    /** Where the last comment or script ended: a comment or quote may open there. */
    private int fresh;
    /** Whether the last quoted text or array was closed. */
    private boolean isClosed;

    ConfigScanner(ConfigSource source, ConfigErrors errors) {
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

    /** Something has ended here that is no text: a comment or quote may open. */
    void separate() {
        fresh = at;
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
        if (peek() != c || isAtEnd()) {
            return false;
        }
        at++;
        return true;
    }

    /** Whether these letters come next, in any case. */
    boolean isNext(String letters) {
        return text.regionMatches(true, at, letters, 0, letters.length());
    }

    /** Passes white space and comments. */
    void skipBlank() {
        while (!isAtEnd()) {
            if (isBlank(text.charAt(at))) {
                at++;
            } else if (isComment()) {
                skipComment();
            } else {
                return;
            }
        }
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    /** Whether a comment or a quote may open here. */
    private boolean mayOpen() {
        return at == fresh || isBlank(text.charAt(at - 1)) || SEPARATORS.indexOf(text.charAt(at - 1)) >= 0;
    }

    boolean isComment() {
        return (peek() == '#' || text.startsWith("/*", at)) && mayOpen();
    }

    void skipComment() {
        if (peek() == '#') {
            at = lineEnd(at);
        } else {
            int close = text.indexOf("*/", at + 2);
            if (close < 0) {
                errors.error(source.place(at), "this comment is not closed", "expected: */ before the end of the file");
            }
            at = close < 0 ? text.length() : close + 2;
        }
        separate();
    }

    int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    boolean isQuote() {
        return (peek() == '"' || peek() == '\'') && mayOpen();
    }

    /**
     * Takes a quoted text.
     *
     * @param stops where the text ends, on its line, when the quote is not closed
     * @return what is between the quotes, raw
     */
    String quoted(String stops) {
        int open = at;
        int close = closingQuote(open);
        int lineEnd = lineEnd(open);
        if (close >= 0 && (close < lineEnd || isFollowedBySeparator(close, stops))) {
            at = close + 1;
            isClosed = true;
            return text.substring(open + 1, close);
        }
        isClosed = false;
        errors.error(source.place(open), "this quote is not closed", "expected: " + text.charAt(open) + " at its end");
        at = open + 1;
        while (at < lineEnd && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(open + 1, at).trim();
    }

    /** Whether the last quoted text or array was closed; if not, that has been told. */
    boolean wasClosed() {
        return isClosed;
    }

    void setClosed(boolean closed) {
        isClosed = closed;
    }

    /** Where the quote that opens at an offset is closed; -1 if nowhere. */
    int closingQuote(int open) {
        char quote = text.charAt(open);
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Whether something comes that may follow a quoted text. A quote that spans lines is believed only then: else it is the
     * next one that closes a forgotten one.
     */
    private boolean isFollowedBySeparator(int close, String stops) {
        int next = close + 1;
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        if (next == text.length() || SEPARATORS.indexOf(text.charAt(next)) >= 0) {
            return true;
        }
        // Between the elements of an array white space is enough.
        return next > close + 1 && (stops.indexOf(',') >= 0 || text.charAt(next) == '#' || text.startsWith("/*", next));
    }

    /**
     * Takes an unquoted text up to what ends it, trimmed, without comments. Quoted pieces inside stay as they are.
     *
     * @param part what it is
     */
    String bare(Part part) {
        StringBuilder bare = new StringBuilder();
        int braces = 0;
        int brackets = 0;
        int escaped = -1;
        int solid = at;
        boolean isLineEmpty = true;
        while (!isAtEnd()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                bare.append(text, at, at + 2);
                at += 2;
                escaped = at;
            } else if (at != escaped && isComment()) {
                skipComment();
                isLineEmpty = false;
                continue;
            } else if (at != escaped && isQuote()) {
                quotedPiece(bare);
            } else if (isEndOf(part, c, braces, brackets)) {
                break;
            } else if (c == '\n' && !isLineEmpty && isItem(at)) {
                missingSemicolon(solid);
                break;
            } else {
                braces += c == '{' ? 1 : c == '}' ? -1 : 0;
                brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
                bare.append(c);
                at++;
            }
            solid = isBlank(c) ? solid : at;
            isLineEmpty = isBlank(c) && (isLineEmpty || c == '\n');
        }
        return bare.toString().trim();
    }

    private boolean isEndOf(Part part, char c, int braces, int brackets) {
        return switch (part) {
            case KEY -> c == '=' || c == ';' || (c == '}' && braces == 0) || (c == '{' && mayOpen());
            case VALUE -> c == ';' || (c == '}' && braces == 0);
            case ELEMENT ->
                isBlank(c) || c == ',' || c == ';' || (c == ']' && brackets == 0) || (c == '}' && braces == 0);
        };
    }

    /** A quoted piece of an unquoted text: on one line, kept with its quotes. */
    private void quotedPiece(StringBuilder bare) {
        int close = closingQuote(at);
        if (close < 0 || close > lineEnd(at)) {
            errors.error(
                    source.place(at),
                    "this quote is not closed",
                    "expected: " + text.charAt(at)
                            + " on the same line, or a backslash before a quote that is meant as such");
            close = at;
        }
        bare.append(text, at, close + 1);
        at = close + 1;
    }

    void missingSemicolon(int where) {
        errors.error(source.place(where), "a ; is missing here", "expected: name = value;");
    }

    /** Whether what follows a line's end begins a setting: then the text before it was meant to end with its line. */
    private boolean isItem(int lineEnd) {
        int next = lineEnd;
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        return isAssignment(next)
                || ScriptTag.at(text, next) != null
                || text.regionMatches(true, next, "include ", 0, 8);
    }

    /** Whether a line goes on like {@code name =}. */
    boolean isAssignment(int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                return i > from && !text.startsWith("==", i);
            }
            if (";{}[]\"'#$?&()\n".indexOf(c) >= 0) {
                return false;
            }
        }
        return false;
    }
}
