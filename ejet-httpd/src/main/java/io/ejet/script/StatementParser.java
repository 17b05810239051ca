package io.ejet.script;

import io.ejet.http.HttpFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes statements other than {@code if} out of a script, up to their {@code ;}. For one thread. */
final class StatementParser {
    private static final List<String> WORDS = List.of(
            "set",
            "return",
            "reply",
            "rewrite",
            "try_files",
            "addReqHeader",
            "addResHeader",
            "delReqHeader",
            "delResHeader",
            "addResBody",
            "appendResBody",
            "addFile2ResBody",
            "appendFile2ResBody",
            "closecache",
            "removecache");

    private static final String STATEMENTS = "expected: if, $name = value, " + String.join(", ", WORDS);

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final List<String> FRAMING = List.of("content-length", "transfer-encoding", "connection");
    private static final int CLOSE_SILENTLY = 444;

    private final ScriptKind kind;
    private final ScriptScanner scanner;
    private final ValueParser values;
    private final ScriptCompiler compiler;
    private boolean failed;

    StatementParser(ScriptKind kind, ScriptScanner scanner, ValueParser values, ScriptCompiler compiler) {
        this.kind = kind;
        this.scanner = scanner;
        this.values = values;
        this.compiler = compiler;
    }

    /** Whether the last statement was wrong, which has been told. */
    boolean hasFailed() {
        return failed;
    }

    private Statement error(int at, String message, String expected) {
        if (!failed) {
            scanner.error(at, message, expected);
        }
        failed = true;
        return null;
    }

    /** Takes a statement without its {@code ;}; null if it is wrong, or has no effect. */
    Statement simple() {
        failed = false;
        int start = scanner.at();
        Statement statement = any(start);
        return statement == null || isAllowed(start, statement) ? statement : null;
    }

    private Statement any(int start) {
        if (scanner.peek() == '$') {
            return assignment();
        } else if (scanner.isQuote()) {
            return settingAssignment(start);
        }
        String word = scanner.word();
        return !WORDS.contains(word) && isAssignment() ? settingAssignment(start) : statement(start, word);
    }

    private Statement statement(int start, String word) {
        return switch (word) {
            case "set" -> set();
            case "return" -> new Statement.Return(values.rest());
            case "reply" -> reply();
            case "rewrite" -> rewrite();
            case "try_files" -> tryFiles();
            case "addReqHeader" -> header(true, true);
            case "addResHeader" -> header(false, true);
            case "delReqHeader" -> header(true, false);
            case "delResHeader" -> header(false, false);
            case "addResBody" -> bodyText(true);
            case "appendResBody" -> bodyText(false);
            case "addFile2ResBody" -> bodyFile(true);
            case "appendFile2ResBody" -> bodyFile(false);
            case "closecache" -> new Statement.CloseCache(false);
            case "removecache" -> new Statement.CloseCache(true);
            default ->
                error(start, word.isEmpty() ? "this is not a statement" : word + " is not a statement", STATEMENTS);
        };
    }

    /** A script that gives a value does nothing else, and one that comes too late to decide does not try to. */
    private boolean isAllowed(int at, Statement statement) {
        boolean decides =
                statement instanceof Statement.Reply || statement instanceof Rewrite || statement instanceof TryFiles;
        boolean acts = decides
                || statement instanceof Statement.Header
                || statement instanceof Statement.AddToBody
                || statement instanceof Statement.CloseCache
                || statement instanceof Statement.SetElement;
        if (acts && !kind.mayAct()) {
            error(at, "this has no place in " + kind.title(), "expected: set, if, return");
            return false;
        } else if (decides && !kind.mayDecide()) {
            scanner.warning(at, "this has no effect in a " + kind.title(), "the request is answered already");
            return false;
        }
        return true;
    }

    // -- assignments

    /** At the dollar sign of {@code $name = value}. */
    private Statement assignment() {
        Target target = target();
        scanner.skipBlank();
        if (target != null && (scanner.isNext("==") || !scanner.take("="))) {
            return error(scanner.at(), "an = is missing here", "expected: $name = value;");
        }
        return target == null ? null : assigned(target);
    }

    private Statement set() {
        scanner.skipBlank();
        if (scanner.peek() != '$') {
            return error(scanner.at(), "the name of a variable is missing here", "expected: set $name value;");
        }
        Target target = target();
        return target == null ? null : assigned(target);
    }

    /** What is assigned to. */
    private record Target(int at, String name, String index) {}

    private Target target() {
        int at = scanner.at();
        scanner.skipReference();
        String written = scanner.between(at + 1, scanner.at()).trim();
        String inside = written.startsWith("{")
                ? written.substring(1, Math.max(1, written.length() - 1)).trim()
                : written;
        int bracket = inside.indexOf('[');
        String name = (bracket < 0 ? inside : inside.substring(0, bracket)).trim();
        String index = bracket < 0
                ? null
                : inside.substring(bracket + 1).replace("]", "").trim();
        if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
            error(at, "this cannot be set", "expected: a name that begins with a letter");
            return null;
        }
        return new Target(at, name, index);
    }

    private Statement assigned(Target target) {
        Template value = values.rest();
        if (target.index == null) {
            return new Statement.Set(compiler.names().assignedSlot(target.name), value);
        }
        Variable variable = Variable.of(target.name);
        if (variable == null || !variable.isWritable() || target.index.isEmpty()) {
            return error(
                    target.at,
                    "no element of this can be set",
                    "expected: request_header, response_header, cookie or query with a name in brackets");
        }
        boolean isField = variable == Variable.REQUEST_HEADER || variable == Variable.RESPONSE_HEADER;
        String problem = isField ? problem(variable == Variable.REQUEST_HEADER, target.index, value) : null;
        return problem == null
                ? new Statement.SetElement(variable, target.index, value)
                : error(target.at, problem, "");
    }

    /** Behind a word: whether it is, perhaps with others, the name of a setting that gets a value. */
    private boolean isAssignment() {
        for (int i = 0; ; i++) {
            char c = scanner.peek(i);
            if (c == '=') {
                return scanner.peek(i + 1) != '=';
            } else if (c != ' ' && c != '\t' && c != '-' && !TemplateParser.isNameCharacter(c)) {
                return false;
            }
        }
    }

    /** {@code name of a setting = value}: for this request; spaces and underscores are the same. */
    private Statement settingAssignment(int start) {
        scanner.moveTo(start);
        String name;
        if (scanner.isQuote()) {
            name = values.literal();
        } else {
            while (scanner.peek() != '=') {
                scanner.moveTo(scanner.at() + 1);
            }
            name = scanner.between(start, scanner.at());
        }
        scanner.skipBlank();
        if (name == null || name.isBlank() || !scanner.take("=")) {
            return error(start, "this is not a statement", STATEMENTS);
        }
        String normal = name.trim().toLowerCase(Locale.ROOT).replaceAll("[ \\t-]+", "_");
        return new Statement.Set(compiler.names().assignedSlot(normal), values.rest());
    }

    // -- answers

    private Statement reply() {
        scanner.skipSpace();
        int at = scanner.at();
        if (values.isStatementEnd()) {
            return error(at, "a status is missing here", "expected: reply 403; or reply 302 URL; or reply URL;");
        }
        String word = scanner.word();
        boolean isStatus = word.length() == 3 && word.chars().allMatch(Character::isDigit) && endsHere();
        if (!isStatus) {
            scanner.moveTo(at);
            char c = scanner.peek();
            boolean isUrl = c == '/' || c == '$' || scanner.isQuote() || scanner.isNext("http");
            return isUrl
                    ? new Statement.Reply(302, values.rest())
                    : error(at, "this is neither a status nor a URL", "expected: reply 403; or reply 302 URL;");
        }
        int status = Integer.parseInt(word);
        scanner.skipSpace();
        Template text = values.isStatementEnd() ? null : values.rest();
        if (status < 200 || status > 599) {
            return error(at, status + " is no status of an answer", "expected: 200 to 599");
        } else if (status >= 300 && status < 400 && status != 304 && text == null) {
            return error(at, "where to is missing here", "expected: reply " + status + " URL;");
        } else if (status == CLOSE_SILENTLY && text != null) {
            scanner.warning(at, "444 closes the connection without a word", "the text is not sent");
        }
        return new Statement.Reply(status, text);
    }

    private boolean endsHere() {
        return values.isStatementEnd() || ScriptScanner.isBlank(scanner.peek());
    }

    private Statement rewrite() {
        scanner.skipSpace();
        int at = scanner.at();
        Regex regex = regex();
        scanner.skipSpace();
        if (values.isStatementEnd() && !failed) {
            return error(at, "a replacement is missing here", "expected: rewrite ^/old/(.*)$ /new/$1 last;");
        }
        Split replacement = split();
        scanner.skipSpace();
        int flagAt = scanner.at();
        String word = scanner.word();
        Rewrite.Flag flag = word.isEmpty() ? Rewrite.Flag.NONE : Rewrite.Flag.of(word);
        if (flag == null) {
            return error(flagAt, word + " is no flag", "expected: last, break, redirect, permanent, proxy or forward");
        }
        return failed ? null : new Rewrite(regex, replacement.path, replacement.query, replacement.keepsQuery, flag);
    }

    private Regex regex() {
        int at = scanner.at();
        try {
            return Regex.compile(values.regex(false), true);
        } catch (RegexException e) {
            error(at + e.index(), e.getMessage(), "expected: a regular expression, in quotes if it has blanks");
            return null;
        }
    }

    /** A replacement, parted where it is written so. */
    private record Split(Template path, Template query, boolean keepsQuery) {}

    private Split split() {
        Template whole = values.word();
        List<Template.Part> path = new ArrayList<>();
        List<Template.Part> query = null;
        boolean keepsQuery = true;
        for (Template.Part part : whole.parts()) {
            if (query != null) {
                query.add(part);
            } else if (part instanceof Template.Literal literal
                    && literal.text().indexOf('?') >= 0) {
                int mark = literal.text().indexOf('?');
                path.add(new Template.Literal(literal.text().substring(0, mark)));
                query = new ArrayList<>();
                query.add(new Template.Literal(literal.text().substring(mark + 1)));
            } else {
                path.add(part);
            }
        }
        if (query != null && endsWithMark(query)) {
            keepsQuery = false;
        }
        return new Split(new Template(path), query == null ? null : new Template(query), keepsQuery);
    }

    /** Takes the question mark away that says: no other query follows. */
    private static boolean endsWithMark(List<Template.Part> query) {
        Template.Part last = query.get(query.size() - 1);
        if (query.size() == 1
                && last instanceof Template.Literal literal
                && literal.text().isEmpty()) {
            return true; // the one that parts the replacement is at its end
        }
        if (last instanceof Template.Literal literal && literal.text().endsWith("?")) {
            String text = literal.text();
            query.set(query.size() - 1, new Template.Literal(text.substring(0, text.length() - 1)));
            return true;
        }
        return false;
    }

    private Statement tryFiles() {
        List<TryFiles.Item> items = new ArrayList<>();
        scanner.skipSpace();
        int start = scanner.at();
        while (!values.isStatementEnd() && !failed) {
            items.add(item());
            scanner.skipSpace();
        }
        if (items.size() < 2) {
            return error(start, "try_files takes two or more", "expected: try_files $uri $uri/ =404;");
        }
        return failed ? null : new TryFiles(items);
    }

    private TryFiles.Item item() {
        int at = scanner.at();
        if (scanner.peek() != '=' && scanner.peek() != '@') {
            Split split = split();
            return new TryFiles.Item(0, null, split.path, split.query);
        }
        String written = values.word().constant();
        if (written == null) {
            error(at, "this cannot depend on the request", "expected: =404 or the name of a location");
            return null;
        } else if (written.startsWith("@")) {
            return new TryFiles.Item(0, written, null, null);
        } else if (!written.matches("=[2-5]\\d\\d")) {
            error(at, "this is no status", "expected: as in =404");
            return null;
        }
        return new TryFiles.Item(Integer.parseInt(written.substring(1)), null, null, null);
    }

    // -- fields and bodies

    private Statement header(boolean isOfRequest, boolean isAdded) {
        scanner.skipSpace();
        int at = scanner.at();
        String name = values.word().constant();
        if (name == null || !TOKEN.matcher(name).matches()) {
            return error(at, "the name of a header field is missing here", "expected: such as X-Served-By");
        }
        scanner.skipSpace();
        if (isAdded && values.isStatementEnd()) {
            return error(at, "the value of " + name + " is missing here", "expected: a name and a value");
        }
        Template value = isAdded ? values.rest() : null;
        String problem = problem(isOfRequest, name, value);
        return problem == null ? new Statement.Header(isOfRequest, name, value) : error(at, problem, "");
    }

    /** What is wrong with a field as far as it does not depend on the request; null if nothing. */
    private static String problem(boolean isOfRequest, String name, Template value) {
        String constant = value == null ? "" : value.constant();
        String text = constant == null ? "" : Encoding.FIELD.literal(constant);
        try {
            if (!isOfRequest) {
                HttpFields.checkOfAnswer(name, text);
            } else if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                return name + " tells how the request is framed, which is over";
            } else {
                HttpFields.check(name, text);
            }
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private Statement bodyText(boolean isBefore) {
        scanner.skipSpace();
        int at = scanner.at();
        String text = values.literal();
        if (text == null) {
            Template bare = values.rest();
            text = bare.constant();
        }
        return text == null || text.isEmpty()
                ? error(at, "a text is missing here", "expected: a text in quotes, in which variables do not count")
                : new Statement.AddToBody(Template.literal(text), false, isBefore);
    }

    private Statement bodyFile(boolean isBefore) {
        scanner.skipSpace();
        if (values.isStatementEnd()) {
            return error(scanner.at(), "the path of a file is missing here", "expected: a path below the root");
        }
        return new Statement.AddToBody(values.rest(), true, isBefore);
    }
}
