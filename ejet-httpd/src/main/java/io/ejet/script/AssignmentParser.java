package io.ejet.script;

import java.util.Locale;

/** Takes assignments out of a script, in each of their forms. For one script, on one thread. */
final class AssignmentParser {
    private final ScriptScanner scanner;
    private final ValueParser values;
    private final LocalNames names;
    private final StatementFault fault;

    AssignmentParser(ScriptScanner scanner, ValueParser values, LocalNames names, StatementFault fault) {
        this.scanner = scanner;
        this.values = values;
        this.names = names;
        this.fault = fault;
    }

    /** At the dollar sign of {@code $name = value}. */
    Statement assignment() {
        Target target = target();
        scanner.skipBlank();
        if (target != null && (scanner.isNext("==") || !scanner.take("="))) {
            return fault.tell(scanner.at(), "an = is missing here", "expected: $name = value;");
        }
        return target == null ? null : assigned(target);
    }

    /** Behind {@code set}. */
    Statement set() {
        scanner.skipBlank();
        if (scanner.peek() != '$') {
            return fault.tell(scanner.at(), "the name of a variable is missing here", "expected: set $name value;");
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
            fault.tell(at, "this cannot be set", "expected: a name that begins with a letter");
            return null;
        }
        return new Target(at, name, index);
    }

    private Statement assigned(Target target) {
        Template value = values.rest();
        if (target.index == null) {
            return new Statement.Set(names.assignedSlot(target.name), value);
        }
        Variable variable = Variable.of(target.name);
        if (variable == null || !variable.isWritable() || target.index.isEmpty()) {
            return fault.tell(
                    target.at,
                    "no element of this can be set",
                    "expected: request_header, response_header, cookie or query with a name in brackets");
        }
        boolean isField = variable == Variable.REQUEST_HEADER || variable == Variable.RESPONSE_HEADER;
        String problem = isField ? EditParser.problem(variable == Variable.REQUEST_HEADER, target.index, value) : null;
        return problem == null
                ? new Statement.SetElement(variable, target.index, value)
                : fault.tell(target.at, problem, "");
    }

    /** Behind a word: whether it is, perhaps with others, the name of a setting that gets a value. */
    boolean isNext() {
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
    Statement settingAssignment(int start, String expected) {
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
            return fault.tell(start, "this is not a statement", expected);
        }
        String normal = name.trim().toLowerCase(Locale.ROOT).replaceAll("[ \\t-]+", "_");
        return new Statement.Set(names.assignedSlot(normal), values.rest());
    }
}
