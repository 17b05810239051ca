package io.ejet.script;

import io.ejet.script.Statement.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes a tree of a script. Goes on after an error, so that all of them are found. For one script, on one thread.
 *
 * <pre>
 * script    := statement*
 * statement := 'if' '(' condition ')' block { 'else' 'if' '(' condition ')' block } [ 'else' block ]
 *            | '$' name '=' value ';' | name '=' value ';' | word arguments ';' | ';'
 * block     := statement | '{' statement* '}'
 * </pre>
 *
 * <p>The {@code ;} may be missing at the end of the script and before a closing brace. Blocks nest 32 deep; an {@code else if} is no
 * deeper than its {@code if}, and there are up to {@value #MOST_BRANCHES} of them.
 */
final class ScriptParser {
    private static final int DEEPEST = 32;
    private static final int MOST_BRANCHES = 200;
    private static final Statement NOTHING = new Statement.Block(List.of());
    private static final int NOWHERE = -1;

    private final ScriptKind kind;
    private final ScriptCompiler compiler;
    private final ScriptOrigin origin;
    private final ScriptScanner scanner;
    private final ConditionParser conditions;
    private final StatementParser statements;
    private int depth;

    /** How many {@code else if} there are around what is being taken; each is a call within the one before. */
    private int branches;

    /** Where the condition of the last {@code if} ends. */
    private int conditionEnd;

    ScriptParser(ScriptKind kind, ScriptOrigin origin, ScriptCompiler compiler, Consumer<ScriptProblem> problems) {
        this.kind = kind;
        this.compiler = compiler;
        this.origin = origin;
        this.scanner = new ScriptScanner(origin.text(), problems);
        ValueParser values = new ValueParser(scanner, compiler, problems);
        this.conditions = new ConditionParser(scanner, values, compiler.names());
        this.statements = new StatementParser(kind, scanner, values, compiler.names());
    }

    Script parse() {
        List<Step> all = new ArrayList<>();
        scanner.skipBlank();
        while (!scanner.isAtEnd()) {
            if (scanner.peek() == '}') {
                scanner.error(scanner.at(), "this } closes nothing", "expected: as many } as {");
                scanner.take("}");
            } else {
                all.add(step());
            }
            scanner.skipBlank();
        }
        return new Script(kind, new Statement.Block(all), origin);
    }

    private Step step() {
        scanner.skipBlank();
        int start = scanner.at();
        conditionEnd = NOWHERE;
        Statement statement = statement();
        return new Step(start, conditionEnd == NOWHERE ? scanner.at() : conditionEnd, statement);
    }

    private Statement statement() {
        scanner.skipBlank();
        if (scanner.take(";")) {
            return NOTHING;
        } else if (scanner.isWord("if")) {
            scanner.take("if");
            return conditional();
        } else if (scanner.isWord("else")) {
            scanner.error(scanner.at(), "there is no if before this else", "expected: if (...) { ... } else { ... }");
            scanner.take("else");
            return NOTHING;
        }
        int start = scanner.at();
        Statement statement = statements.simple();
        end(start);
        return statement == null ? NOTHING : statement;
    }

    /** Takes the end of a statement; after an error all up to it. */
    private void end(int start) {
        scanner.skipBlank();
        if (scanner.take(";") || scanner.isAtEnd() || scanner.peek() == '}') {
            return;
        }
        if (!statements.hasFailed()) {
            scanner.error(scanner.at(), "a ; is missing before this", "expected: one statement up to each ;");
        }
        while (!scanner.isAtEnd() && scanner.peek() != ';' && scanner.peek() != '}') {
            scanner.moveTo(scanner.at() + 1);
        }
        scanner.take(";");
        if (scanner.at() == start) { // so that it always ends
            scanner.moveTo(start + 1);
        }
    }

    private Statement conditional() {
        Condition condition = conditions.parenthesised();
        int ownEnd = scanner.at();
        if (condition == null) {
            skipToBlock();
        }
        List<SearchGroups> searches = conditions.searches();
        compiler.enter(searches);
        Statement met = block();
        compiler.leave(searches);
        int end = scanner.at();
        scanner.skipBlank();
        Statement otherwise = NOTHING;
        if (scanner.isWord("else")) {
            scanner.take("else");
            otherwise = otherwise();
        } else {
            scanner.moveTo(end);
        }
        conditionEnd = ownEnd;
        return condition == null ? NOTHING : new Statement.If(condition, met, otherwise);
    }

    private Statement otherwise() {
        scanner.skipBlank();
        if (!scanner.isWord("if")) {
            return block();
        }
        if (++branches > MOST_BRANCHES) {
            if (branches == MOST_BRANCHES + 1) {
                scanner.error(
                        scanner.at(),
                        "more than " + MOST_BRANCHES + " else if follow each other",
                        "expected: locations of their own");
            }
            scanner.moveTo(Integer.MAX_VALUE);
            return NOTHING;
        }
        Statement branch = new Statement.Block(List.of(step()));
        branches--;
        return branch;
    }

    /** A condition is wrong: what it decides is looked at all the same. */
    private void skipToBlock() {
        while (!scanner.isAtEnd() && scanner.peek() != '{' && scanner.peek() != ';' && scanner.peek() != '}') {
            scanner.moveTo(scanner.at() + 1);
        }
    }

    private Statement block() {
        scanner.skipBlank();
        int open = scanner.at();
        if (scanner.isAtEnd() || scanner.peek() == '}') {
            scanner.error(open, "a statement is missing here", "expected: a statement, or several in braces");
            return NOTHING;
        }
        if (++depth > DEEPEST) {
            if (depth == DEEPEST + 1) {
                scanner.error(open, "blocks nest deeper than " + DEEPEST, "");
            }
            scanner.moveTo(Integer.MAX_VALUE);
            return NOTHING;
        }
        Statement block = scanner.take("{") ? braced(open) : new Statement.Block(List.of(step()));
        depth--;
        return block;
    }

    private Statement braced(int open) {
        List<Step> all = new ArrayList<>();
        scanner.skipBlank();
        while (!scanner.take("}")) {
            if (scanner.isAtEnd()) {
                scanner.error(open, "this { is not closed", "expected: } at its end");
                break;
            }
            all.add(step());
            scanner.skipBlank();
        }
        return new Statement.Block(all);
    }
}
