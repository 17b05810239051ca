package io.ejet.script;

import io.ejet.http.HttpFields;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes the statements out of a script that change fields and bodies. For one script, on one thread. */
final class EditParser {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final List<String> FRAMING = List.of("content-length", "transfer-encoding", "connection");

    private final ScriptScanner scanner;
    private final ValueParser values;
    private final StatementFault fault;

    EditParser(ScriptScanner scanner, ValueParser values, StatementFault fault) {
        this.scanner = scanner;
        this.values = values;
        this.fault = fault;
    }

    /** Behind {@code addReqHeader} and its kin. */
    Statement header(boolean isOfRequest, boolean isAdded) {
        scanner.skipSpace();
        int at = scanner.at();
        String name = values.word().constant();
        if (name == null || !TOKEN.matcher(name).matches()) {
            return fault.tell(at, "the name of a header field is missing here", "expected: such as X-Served-By");
        }
        scanner.skipSpace();
        if (isAdded && values.isStatementEnd()) {
            return fault.tell(at, "the value of " + name + " is missing here", "expected: a name and a value");
        }
        Template value = isAdded ? values.rest() : null;
        String problem = problem(isOfRequest, name, value);
        return problem == null ? new Statement.Header(isOfRequest, name, value) : fault.tell(at, problem, "");
    }

    /** What is wrong with a field as far as it does not depend on the request; null if nothing. */
    static String problem(boolean isOfRequest, String name, Template value) {
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

    /** Behind {@code addResBody} or {@code appendResBody}. */
    Statement bodyText(boolean isBefore) {
        scanner.skipSpace();
        int at = scanner.at();
        String text = values.literal();
        if (text == null) {
            Template bare = values.rest();
            text = bare.constant();
        }
        return text == null || text.isEmpty()
                ? fault.tell(
                        at, "a text is missing here", "expected: a text in quotes, in which variables do not count")
                : new Statement.AddToBody(Template.literal(text), false, isBefore);
    }

    /** Behind {@code addFile2ResBody} or {@code appendFile2ResBody}. */
    Statement bodyFile(boolean isBefore) {
        scanner.skipSpace();
        if (values.isStatementEnd()) {
            return fault.tell(scanner.at(), "the path of a file is missing here", "expected: a path below the root");
        }
        return new Statement.AddToBody(values.rest(), true, isBefore);
    }
}
