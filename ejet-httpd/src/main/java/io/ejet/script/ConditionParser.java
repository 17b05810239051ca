package io.ejet.script;

import io.ejet.script.Condition.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes conditions out of a script: {@code !} before {@code &&} before {@code ||}. For one thread.
 *
 * <pre>
 * condition  := all { ('||' | 'or') all }
 * all        := one { ('&amp;&amp;' | 'and') one }
 * one        := '!' one | '(' condition ')' | '-f' path | text [ operator text ]
 * </pre>
 */
final class ConditionParser {
    private static final int DEEPEST = 32;

    /** What is asked one after the other is a chain, as deep as it is long. */
    private static final int MOST_TESTS = 1000;

    private static final String EXPECTED_OPERATOR = "expected: == != > >= < <= ^~ ~ ~* && || or )";

    /** Longer signs before their beginnings. */
    private static final Operator[] OPERATORS = {
        Operator.EQUAL,
        Operator.UNEQUAL,
        Operator.AT_LEAST,
        Operator.AT_MOST,
        Operator.BEGINS_WITH,
        Operator.GREATER,
        Operator.LESS
    };

    private final ScriptScanner scanner;
    private final ValueParser values;
    private final LocalNames names;

    /** Of the condition that is being taken. */
    private List<SearchGroups> searches = new ArrayList<>();

    private int depth;
    private int tests;

    ConditionParser(ScriptScanner scanner, ValueParser values, LocalNames names) {
        this.scanner = scanner;
        this.values = values;
        this.names = names;
    }

    /** Takes a condition with its parentheses; null if there is none, which has been told. */
    Condition parenthesised() {
        scanner.skipBlank();
        int open = scanner.at();
        if (!scanner.take("(")) {
            scanner.error(open, "a condition in parentheses is missing here", "expected: if ($name == value) ...");
            return null;
        }
        tests = depth == 0 ? 0 : tests;
        if (++depth > DEEPEST) {
            scanner.error(open, "parentheses nest deeper than " + DEEPEST, "");
            return null;
        }
        Condition condition = any();
        depth--;
        scanner.skipBlank();
        if (condition != null && !scanner.take(")")) {
            scanner.error(
                    scanner.isAtEnd() ? open : scanner.at(),
                    scanner.isAtEnd() ? "this ( is not closed" : "this does not belong to a condition",
                    scanner.isAtEnd() ? "expected: )" : EXPECTED_OPERATOR);
            return null;
        }
        return condition;
    }

    /** The searches of what was taken since the last call, in their order. */
    List<SearchGroups> searches() {
        List<SearchGroups> taken = searches;
        searches = new ArrayList<>();
        return taken;
    }

    private Condition any() {
        Condition condition = all();
        while (condition != null && isTaken("||", "or", "OR")) {
            Condition next = all();
            condition = next == null ? null : new Condition.Or(condition, next);
        }
        return condition;
    }

    private Condition all() {
        Condition condition = one();
        while (condition != null && isTaken("&&", "and", "AND")) {
            Condition next = one();
            condition = next == null ? null : new Condition.And(condition, next);
        }
        return condition;
    }

    private boolean isTaken(String sign, String word, String otherWord) {
        scanner.skipBlank();
        return scanner.take(sign)
                || (scanner.isWord(word) && scanner.take(word))
                || (scanner.isWord(otherWord) && scanner.take(otherWord));
    }

    private Condition one() {
        scanner.skipBlank();
        if (++tests > MOST_TESTS) {
            scanner.error(scanner.at(), "more than " + MOST_TESTS + " tests in one condition", "expected: ~ (a|b|c)");
            return null;
        }
        if (scanner.peek() == '!' && scanner.peek(1) != '=') {
            return not();
        } else if (scanner.peek() == '(') {
            return parenthesised();
        } else if (isFileTest()) {
            FileTest test = FileTest.of(scanner.peek(1));
            scanner.moveTo(scanner.at() + 2);
            Template path = operand("the path of a file");
            return path == null ? null : new Condition.OfDisk(test, path);
        }
        Template left = operand("a value");
        return left == null ? null : comparison(left);
    }

    private Condition not() {
        int at = scanner.at();
        scanner.take("!");
        if (++depth > DEEPEST) {
            scanner.error(at, "conditions nest deeper than " + DEEPEST, "");
            return null;
        }
        Condition condition = one();
        depth--;
        return condition == null ? null : new Condition.Not(condition);
    }

    private boolean isFileTest() {
        return scanner.peek() == '-'
                && FileTest.of(scanner.peek(1)) != null
                && (ScriptScanner.isBlank(scanner.peek(2)) || scanner.peek(2) == '$' || scanner.peek(2) == '"');
    }

    private Template operand(String what) {
        scanner.skipBlank();
        int start = scanner.at();
        Template operand = values.operand();
        if (scanner.at() == start) {
            scanner.error(start, what + " is missing here", "expected: a name with $, a word or a text in quotes");
            return null;
        }
        return operand;
    }

    private Condition comparison(Template left) {
        scanner.skipBlank();
        for (Operator operator : OPERATORS) {
            if (scanner.take(operator.sign())) {
                Template right = operand("a value");
                return right == null ? null : new Condition.Comparison(operator, left, right);
            }
        }
        if (scanner.take("~")) {
            return search(left);
        } else if (scanner.peek() == '=') {
            scanner.error(scanner.at(), "= does not compare", "expected: ==");
            return null;
        }
        return new Condition.Truth(left);
    }

    private Condition search(Template text) {
        boolean isAnyCase = scanner.take("*");
        scanner.skipBlank();
        try {
            SearchGroups groups = new SearchGroups(names, values.regex(true, isAnyCase));
            searches.add(groups);
            return new Condition.Search(text, groups);
        } catch (RegexException e) {
            scanner.error(e.index(), e.getMessage(), "expected: a regular expression, in quotes if it has blanks");
            return null;
        }
    }
}
