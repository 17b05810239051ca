package io.ejet.script;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;

/**
 * A regular expression of the configuration. Its time is linear in the length of what it is matched with, whatever a client
 * chooses (RE2: no backtracking, so neither back references nor looking ahead or behind). Immutable; any thread.
 */
public final class Regex {
    /** Longer ones are refused: each character of a text costs time in proportion to it. */
    static final int MOST_CHARACTERS = 1000;

    private final Pattern pattern;

    /** Tells most texts that it is not found in without a search. */
    private final RegexEdges edges;

    /** What a search needs besides the text: each thread keeps its own, for the next search. */
    private final ThreadLocal<Matcher> matchers;

    private Regex(Pattern pattern, boolean anyCase) {
        this.pattern = pattern;
        this.edges = RegexEdges.of(pattern.pattern(), anyCase);
        this.matchers = ThreadLocal.withInitial(() -> pattern.matcher(""));
    }

    /**
     * Compiles an expression.
     *
     * @param text the expression, in the syntax of RE2
     * @param anyCase whether case counts for nothing
     * @return the expression
     * @throws RegexException with what is wrong, for people
     */
    public static Regex compile(String text, boolean anyCase) {
        if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
            throw new RegexException(
                    0,
                    text.isEmpty()
                            ? "this regular expression is empty"
                            : "this regular expression is longer than " + MOST_CHARACTERS + " characters");
        }
        try {
            return new Regex(Pattern.compile(text, anyCase ? Pattern.CASE_INSENSITIVE : 0), anyCase);
        } catch (PatternSyntaxException e) {
            // Of the expression it knows the piece that is wrong, not where that is.
            int index = e.getPattern() == null ? -1 : text.lastIndexOf(e.getPattern());
            throw new RegexException(
                    Math.max(0, index), "this regular expression is wrong: " + e.getDescription() + hint(text));
        }
    }

    /** What people who come from backtracking engines stumble over. */
    private static String hint(String text) {
        return text.contains("(?=") || text.contains("(?!") || text.contains("(?<=") || text.contains("(?<!")
                ? "; it cannot look ahead or behind, for its time must be linear"
                : "";
    }

    /**
     * Whether it occurs in a text.
     *
     * @param text where to search
     * @return true if so
     */
    public boolean isFoundIn(String text) {
        return edges.mayBeOf(text) && matchers.get().reset(text).find();
    }

    /**
     * Searches a text.
     *
     * @param text where
     * @return what was captured; null if it does not occur
     */
    public Captures find(String text) {
        if (!isFoundIn(text)) {
            return null;
        }
        Matcher matcher = pattern.matcher(text); // what is captured outlives the next search
        if (!matcher.find()) {
            throw new IllegalStateException("found once and not again: " + pattern);
        }
        return new Found(matcher);
    }

    /** A search that was successful. */
    private record Found(Matcher matcher) implements Captures {
        @Override
        public String group(int number) {
            return number <= matcher.groupCount() ? matcher.group(number) : null;
        }

        @Override
        public int groups() {
            return matcher.groupCount();
        }
    }

    /** How many groups it has. */
    int groups() {
        return pattern.groupCount();
    }

    /**
     * The number of a group that has a name, {@code (?<name>...)} or {@code (?P<name>...)}.
     *
     * @param name in any case
     * @return 0 when there is none
     */
    int group(String name) {
        for (Map.Entry<String, Integer> group : pattern.namedGroups().entrySet()) {
            if (group.getKey().equalsIgnoreCase(name)) {
                return group.getValue();
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
