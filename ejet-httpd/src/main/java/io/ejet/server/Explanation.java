package io.ejet.server;

import io.ejet.http.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a request is decided, step by step, for people and for programs. For one thread at a time.
 *
 * <p>As text each step is a line. As JSON it is an object with {@code step}, the kind of step, and what that kind has; {@code text} says
 * the same as the line. What a client has sent is printed without control characters.
 *
 * <p>Bounds: {@value #MOST_STEPS} steps with {@value #MOST_CHARS} characters in all; what comes after them is left out, and said to be.
 */
public final class Explanation {
    private static final int MOST_STEPS = 10_000;
    private static final int MOST_CHARS = 1_000_000;
    private static final int WIDTH = 10;

    /** Control characters, those of a terminal's second set too; what sets the direction of writing; line separators. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final List<Step> steps = new ArrayList<>();
    private int charsLeft = MOST_CHARS;
    private boolean isCut;
    private int status;

    /** One step; what is within a script is indented. */
    private record Step(String kind, int depth, String text, Map<String, Object> facts) {
        int chars() {
            int chars = text.length();
            for (Object fact : facts.values()) {
                chars += fact instanceof String string ? string.length() : 0;
            }
            return chars;
        }
    }

    Explanation() {}

    /** Adds a step; facts are names and values in turn. */
    void add(String kind, int depth, String text, Object... facts) {
        if (isCut) {
            return;
        }
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            named.put((String) facts[i], facts[i + 1]);
        }
        Step step = new Step(kind, depth, printable(text), named);
        isCut = steps.size() == MOST_STEPS || step.chars() > charsLeft;
        Step told = isCut ? new Step("cut", 0, "and more than can be told", Map.of()) : step;
        charsLeft -= told.chars();
        steps.add(told);
    }

    /** What comes from a client must not move the reader's cursor, nor turn what is read around. */
    private static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }

    /** How it ends. */
    void end(int finalStatus) {
        status = finalStatus;
    }

    /**
     * The status that a plain GET would be answered with.
     *
     * @return 0 when a program's own handler decides that, or the connection is closed without an answer
     */
    public int status() {
        return status;
    }

    /**
     * For people.
     *
     * @return lines, the last one too with its end
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            String label = step.depth == 0 ? step.kind : "";
            text.append(label)
                    .append(" ".repeat(Math.max(1, WIDTH - label.length())))
                    .append("  ".repeat(step.depth))
                    .append(step.text)
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * For programs.
     *
     * @return one object in JSON (RFC 8259), with a line end
     */
    public String json() {
        StringBuilder json = new StringBuilder("{ \"status\": ").append(status).append(", \"steps\": [");
        String before = "\n";
        for (Step step : steps) {
            json.append(before).append("  { \"step\": ");
            JsonString.append(step.kind, json);
            json.append(", \"depth\": ").append(step.depth).append(", \"text\": ");
            JsonString.append(step.text, json);
            step.facts.forEach((name, value) -> member(name, value, json));
            json.append(" }");
            before = ",\n";
        }
        return json.append("\n] }\n").toString();
    }

    private static void member(String name, Object value, StringBuilder json) {
        json.append(", ");
        JsonString.append(name, json);
        json.append(": ");
        if (value instanceof Number || value instanceof Boolean || value == null) {
            json.append(value);
        } else {
            JsonString.append(value.toString(), json);
        }
    }
}
