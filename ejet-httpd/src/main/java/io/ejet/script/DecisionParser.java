package io.ejet.script;

import java.util.ArrayList;
import java.util.List;

/** Takes the statements out of a script that decide what becomes of a request. For one script, on one thread. */
final class DecisionParser {
    private static final int CLOSE_SILENTLY = 444;
    private static final String REWRITE = "expected: rewrite ^/old/(.*)$ /new/$1 last;";

    private final ScriptScanner scanner;
    private final ValueParser values;
    private final StatementFault fault;

    DecisionParser(ScriptScanner scanner, ValueParser values, StatementFault fault) {
        this.scanner = scanner;
        this.values = values;
        this.fault = fault;
    }

    /** Behind {@code reply}. */
    Statement reply() {
        scanner.skipSpace();
        int at = scanner.at();
        if (values.isStatementEnd()) {
            return fault.tell(at, "a status is missing here", "expected: reply 403; or reply 302 URL; or reply URL;");
        }
        String word = scanner.word();
        boolean isStatus = word.length() == 3 && word.chars().allMatch(Character::isDigit) && endsHere();
        if (!isStatus) {
            scanner.moveTo(at);
            char c = scanner.peek();
            boolean isUrl = c == '/' || c == '$' || scanner.isQuote() || scanner.isNext("http");
            return isUrl
                    ? new Statement.Reply(302, values.rest())
                    : fault.tell(at, "this is neither a status nor a URL", "expected: reply 403; or reply 302 URL;");
        }
        int status = Integer.parseInt(word);
        scanner.skipSpace();
        Template text = values.isStatementEnd() ? null : values.rest();
        if (status < 200 || status > 599) {
            return fault.tell(at, status + " is no status of an answer", "expected: 200 to 599");
        } else if (status >= 300 && status < 400 && status != 304 && text == null) {
            return fault.tell(at, "where to is missing here", "expected: reply " + status + " URL;");
        } else if (status == CLOSE_SILENTLY && text != null) {
            scanner.warning(at, "444 closes the connection without a word", "the text is not sent");
        }
        return new Statement.Reply(status, text);
    }

    private boolean endsHere() {
        return values.isStatementEnd() || ScriptScanner.isBlank(scanner.peek());
    }

    /** Behind {@code rewrite}. */
    Statement rewrite() {
        scanner.skipSpace();
        int at = scanner.at();
        Regex regex = regex();
        scanner.skipSpace();
        if (values.isStatementEnd() && !fault.isTold()) {
            return fault.tell(at, "a replacement is missing here", REWRITE);
        }
        Replacement replacement = Replacement.of(values.word());
        scanner.skipSpace();
        int flagAt = scanner.at();
        String word = scanner.word();
        Rewrite.Flag flag = word.isEmpty() ? Rewrite.Flag.NONE : Rewrite.Flag.of(word);
        if (flag == null) {
            return fault.tell(
                    flagAt, word + " is no flag", "expected: last, break, redirect, permanent, proxy or forward");
        }
        return fault.isTold()
                ? null
                : new Rewrite(regex, replacement.path(), replacement.query(), replacement.keepsQuery(), flag);
    }

    private Regex regex() {
        if (values.isStatementEnd()) {
            fault.tell(scanner.at(), "a regular expression is missing here", REWRITE);
            return null;
        }
        try {
            return values.regex(false, true);
        } catch (RegexException e) {
            fault.tell(e.index(), e.getMessage(), "expected: a regular expression, in quotes if it has blanks");
            return null;
        }
    }

    /** Behind {@code try_files}. */
    Statement tryFiles() {
        List<TryFiles.Item> items = new ArrayList<>();
        scanner.skipSpace();
        int start = scanner.at();
        while (!values.isStatementEnd() && !fault.isTold()) {
            items.add(item());
            scanner.skipSpace();
        }
        if (items.size() < 2) {
            return fault.tell(start, "try_files takes two or more", "expected: try_files $uri $uri/ =404;");
        }
        return fault.isTold() ? null : new TryFiles(items);
    }

    private TryFiles.Item item() {
        int at = scanner.at();
        if (scanner.peek() != '=' && scanner.peek() != '@') {
            Replacement replacement = Replacement.of(values.word());
            return new TryFiles.Item(0, null, replacement.path(), replacement.query());
        }
        String written = values.word().constant();
        if (written == null) {
            fault.tell(at, "this cannot depend on the request", "expected: =404 or the name of a location");
            return null;
        } else if (written.startsWith("@")) {
            return new TryFiles.Item(0, written, null, null);
        } else if (!written.matches("=[2-5]\\d\\d")) {
            fault.tell(at, "this is no status", "expected: as in =404");
            return null;
        }
        return new TryFiles.Item(Integer.parseInt(written.substring(1)), null, null, null);
    }
}
