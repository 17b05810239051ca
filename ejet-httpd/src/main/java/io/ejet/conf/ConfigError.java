package io.ejet.conf;

/**
 * Something wrong with a configuration, or something that its author should know.
 *
 * @param isWarning whether the configuration can be used all the same
 * @param place where
 * @param message what is wrong, one line
 * @param expected what would be right, one line; empty when the message says it already
 */
public record ConfigError(boolean isWarning, ConfigPlace place, String message, String expected) {
    private static final String INDENT = "    ";

    /**
     * Place and message on one line.
     *
     * @return {@code file:line:column: error: message}
     */
    public String headline() {
        return place + (isWarning ? ": warning: " : ": error: ") + message;
    }

    /** The headline, the line itself, a caret under the column, and what would be right; no final line end. */
    @Override
    public String toString() {
        String excerpt = place.excerpt(INDENT);
        return headline()
                + (excerpt.isEmpty() ? "" : "\n" + excerpt)
                + (expected.isEmpty() ? "" : "\n" + INDENT + expected);
    }
}
