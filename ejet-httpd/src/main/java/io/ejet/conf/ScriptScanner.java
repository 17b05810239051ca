package io.ejet.conf;

import io.ejet.conf.ConfigNode.Script;

/**
 * Takes scripts from a configuration file without understanding them: it only finds their ends, past quotes and comments.
 *
 * <p>For one thread; shares its position with the scanner of the file.
 */
final class ScriptScanner {
    private static final String UNCLOSED = "this script is not closed";

    private final ConfigSource source;
    private final ConfigErrors errors;
    private final ConfigScanner scanner;
    private final String text;

    ScriptScanner(ConfigSource source, ConfigErrors errors, ConfigScanner scanner) {
        this.source = source;
        this.errors = errors;
        this.scanner = scanner;
        this.text = source.text();
    }

    /** Takes {@code <script>...</script>}; as in the original a closing tag counts in a comment too. */
    Script tagged(ScriptTag tag) {
        int open = scanner.at();
        int start = open + tag.open().length();
        scanner.moveTo(start);
        while (!scanner.isAtEnd() && !scanner.isNext(tag.close())) {
            if (!skipQuoted()) {
                scanner.moveTo(scanner.at() + 1);
            }
        }
        int end = scanner.at();
        if (scanner.isAtEnd()) {
            errors.error(source.place(open), UNCLOSED, "expected: " + tag.close() + " at its end");
        } else {
            scanner.moveTo(end + tag.close().length());
            scanner.separate();
        }
        return new Script(source.place(start), text.substring(start, end));
    }

    /** Takes <code>{ ... }</code>. */
    Script braced() {
        int open = scanner.at();
        if (!skipBlock()) {
            errors.error(source.place(open), UNCLOSED, "expected: } at its end");
            return new Script(source.place(open + 1), text.substring(open + 1));
        }
        return new Script(source.place(open + 1), text.substring(open + 1, scanner.at() - 1));
    }

    /** Takes {@code if (...) statement else statement}, each statement up to its {@code ;} or a block. */
    Script conditional() {
        int open = scanner.at();
        int end;
        do {
            skipStatement();
            end = scanner.at();
            scanner.skipBlank();
        } while (isWord("else"));
        scanner.moveTo(end);
        return new Script(source.place(open), text.substring(open, end));
    }

    boolean isConditional() {
        return isWord("if");
    }

    private boolean isWord(String word) {
        int behind = scanner.at() + word.length();
        return scanner.isNext(word)
                && (behind == text.length() || !Character.isJavaIdentifierPart(text.charAt(behind)));
    }

    /** Passes everything up to and with the next {@code ;} or block outside parentheses. */
    private void skipStatement() {
        int parentheses = 0;
        while (!scanner.isAtEnd()) {
            char c = scanner.peek();
            if (c == '{') {
                boolean isName = text.charAt(scanner.at() - 1) == '$';
                skipBlock();
                if (parentheses <= 0 && !isName) {
                    return;
                }
            } else if (c == '}') {
                return;
            } else if (!skipSpecial()) {
                parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
                scanner.moveTo(scanner.at() + 1);
                if (c == ';' && parentheses <= 0) {
                    return;
                }
            }
        }
    }

    /** At a brace: passes everything up to and with the one that closes it. */
    private boolean skipBlock() {
        int braces = 0;
        while (!scanner.isAtEnd()) {
            if (!skipSpecial()) {
                char c = scanner.peek();
                scanner.moveTo(scanner.at() + 1);
                braces += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (braces == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Passes a comment, a quoted text or an escaped character, if one is next. */
    private boolean skipSpecial() {
        if (scanner.peek() == '\\') {
            scanner.moveTo(Math.min(scanner.at() + 2, text.length()));
            return true;
        }
        if (scanner.isComment()) {
            scanner.skipComment();
            return true;
        }
        return skipQuoted();
    }

    /** Passes a quoted text, if one is next. A quote that is not closed on its line is taken for an apostrophe. */
    private boolean skipQuoted() {
        if (!isQuote()) {
            return false;
        }
        int close = scanner.closingQuote(scanner.at());
        if (close < 0 || close > scanner.lineEnd(scanner.at())) {
            return false;
        }
        scanner.moveTo(close + 1);
        return true;
    }

    /** In scripts quotes open after operators too. */
    private boolean isQuote() {
        char c = scanner.peek();
        return scanner.isQuote() || ((c == '"' || c == '\'') && "(!~|&".indexOf(text.charAt(scanner.at() - 1)) >= 0);
    }
}
