package io.ejet.script;

import java.util.ArrayList;
import java.util.List;

/**
 * How every text begins or ends that a regular expression is found in, as far as it says so in plain letters: {@code ^/old/},
 * {@code \\.php$}, {@code \\.(gif|png)$}. To compare that costs next to nothing, and most texts are told by it without a search.
 *
 * <p>Says too little rather than too much: of an expression that is written otherwise it knows nothing. Immutable; any thread.
 */
final class RegexEdges {
    /** Ends the characters that stand for themselves. */
    private static final String SPECIAL = ".[](){}*+?|^$\\";

    private final boolean anyCase;

    /** Empty when nothing is known. */
    private final String beginning;

    /** One of these; none when nothing is known. */
    private final List<String> ends;

    private RegexEdges(boolean anyCase, String beginning, List<String> ends) {
        this.anyCase = anyCase;
        this.beginning = beginning;
        this.ends = List.copyOf(ends);
    }

    static RegexEdges of(String expression, boolean anyCase) {
        // Flags may change what letters mean; and read from its end, a backslash behind another one escapes nothing.
        boolean isUnknown = expression.contains("(?") || expression.contains("\\\\");
        return isUnknown
                ? new RegexEdges(anyCase, "", List.of())
                : new RegexEdges(anyCase, beginning(expression), ends(expression));
    }

    /** Whether the expression may be found in a text; if not, it is not. */
    boolean mayBeOf(String text) {
        return text.regionMatches(anyCase, 0, beginning, 0, beginning.length())
                && (ends.isEmpty() || endsRightly(text));
    }

    private boolean endsRightly(String text) {
        for (int i = 0; i < ends.size(); i++) {
            String end = ends.get(i);
            if (text.regionMatches(anyCase, text.length() - end.length(), end, 0, end.length())) {
                return true;
            }
        }
        return false;
    }

    /** What stands behind {@code ^} up to the first character that does not stand for itself. */
    private static String beginning(String expression) {
        StringBuilder plain = new StringBuilder();
        boolean isAnchored = expression.startsWith("^") && expression.indexOf('|') < 0;
        int at = 1;
        while (isAnchored && at < expression.length()) {
            boolean isEscaped = isEscape(expression, at);
            char c = expression.charAt(isEscaped ? at + 1 : at);
            int next = at + (isEscaped ? 2 : 1);
            boolean isOptional = next < expression.length() && "*?{".indexOf(expression.charAt(next)) >= 0;
            if ((!isEscaped && !isPlain(c)) || isOptional) {
                break;
            }
            plain.append(c);
            at = next;
        }
        return plain.toString();
    }

    /** What stands before {@code $}: characters that stand for themselves, or a group of alternatives made of such. */
    private static List<String> ends(String expression) {
        int dollar = expression.length() - 1;
        if (dollar < 1 || expression.charAt(dollar) != '$' || expression.charAt(dollar - 1) == '\\') {
            return List.of();
        }
        int open = expression.lastIndexOf('(');
        boolean isGroup = expression.charAt(dollar - 1) == ')' && open >= 0;
        String before = expression.substring(0, isGroup ? open : dollar);
        if (before.indexOf('|') >= 0 || before.endsWith("\\")) {
            return List.of();
        }
        return isGroup ? alternatives(expression.substring(open + 1, dollar - 1)) : end(before);
    }

    private static List<String> alternatives(String group) {
        List<String> ends = new ArrayList<>();
        for (String end : group.split("\\|", -1)) {
            if (end.isEmpty() || !end.chars().allMatch(c -> isPlain((char) c))) {
                return List.of();
            }
            ends.add(end);
        }
        return ends;
    }

    private static List<String> end(String before) {
        int start = before.length();
        StringBuilder plain = new StringBuilder();
        while (start > 0) {
            char c = before.charAt(start - 1);
            boolean isEscaped = start > 1 && isEscape(before, start - 2);
            if (!isEscaped && (!isPlain(c) || (start > 1 && before.charAt(start - 2) == '\\'))) {
                break;
            }
            plain.append(c);
            start -= isEscaped ? 2 : 1;
        }
        return plain.length() == 0 ? List.of() : List.of(plain.reverse().toString());
    }

    /** A backslash before a sign, which stands for itself then; before a letter or digit it has a meaning. */
    private static boolean isEscape(String expression, int at) {
        char next = at + 1 < expression.length() ? expression.charAt(at + 1) : ' ';
        return expression.charAt(at) == '\\' && next > ' ' && next < 0x7F && !Character.isLetterOrDigit(next);
    }

    private static boolean isPlain(char c) {
        return c < 0x80 && SPECIAL.indexOf(c) < 0;
    }
}
