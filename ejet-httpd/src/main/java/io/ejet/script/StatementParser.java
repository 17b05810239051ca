package io.ejet.script;

import java.util.List;

/** Takes statements other than {@code if} out of a script, up to their {@code ;}. For one thread. */
final class StatementParser {
    /** How statements begin, but for {@code if} and assignments. */
    static final List<String> WORDS = List.of(
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

    private final ScriptKind kind;
    private final ScriptScanner scanner;
    private final ValueParser values;
    private final StatementFault fault;
    private final AssignmentParser assignments;
    private final DecisionParser decisions;
    private final EditParser edits;

    StatementParser(ScriptKind kind, ScriptScanner scanner, ValueParser values, LocalNames names) {
        this.kind = kind;
        this.scanner = scanner;
        this.values = values;
        this.fault = new StatementFault(scanner);
        this.assignments = new AssignmentParser(scanner, values, names, fault);
        this.decisions = new DecisionParser(scanner, values, fault);
        this.edits = new EditParser(scanner, values, fault);
    }

    /** Whether the last statement was wrong, which has been told. */
    boolean hasFailed() {
        return fault.isTold();
    }

    /** Takes a statement without its {@code ;}; null if it is wrong, or has no effect. */
    Statement simple() {
        fault.reset();
        int start = scanner.at();
        Statement statement = any(start);
        return statement == null || isAllowed(start, statement) ? statement : null;
    }

    private Statement any(int start) {
        if (scanner.peek() == '$') {
            return assignments.assignment();
        } else if (scanner.isQuote()) {
            return assignments.settingAssignment(start, STATEMENTS);
        }
        String word = scanner.word();
        return !WORDS.contains(word) && assignments.isNext()
                ? assignments.settingAssignment(start, STATEMENTS)
                : statement(start, word);
    }

    private Statement statement(int start, String word) {
        return switch (word) {
            case "set" -> assignments.set();
            case "return" -> new Statement.Return(values.rest());
            case "reply" -> decisions.reply();
            case "rewrite" -> decisions.rewrite();
            case "try_files" -> decisions.tryFiles();
            case "addReqHeader" -> edits.header(true, true);
            case "addResHeader" -> edits.header(false, true);
            case "delReqHeader" -> edits.header(true, false);
            case "delResHeader" -> edits.header(false, false);
            case "addResBody" -> edits.bodyText(true);
            case "appendResBody" -> edits.bodyText(false);
            case "addFile2ResBody" -> edits.bodyFile(true);
            case "appendFile2ResBody" -> edits.bodyFile(false);
            case "closecache" -> new Statement.CloseCache(false);
            case "removecache" -> new Statement.CloseCache(true);
            default ->
                fault.tell(
                        start, word.isEmpty() ? "this is not a statement" : word + " is not a statement", STATEMENTS);
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
            fault.tell(at, "this has no place in " + kind.title(), "expected: set, if, return");
            return false;
        } else if (decides && !kind.mayDecide()) {
            scanner.warning(at, "this has no effect in a " + kind.title(), "the request is answered already");
            return false;
        }
        return true;
    }
}
