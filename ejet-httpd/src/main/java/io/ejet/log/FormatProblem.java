package io.ejet.log;

/**
 * Something wrong with an access log format.
 *
 * @param index where in the format, a character from 0
 * @param message what is wrong, one line
 * @param unknown the name of a variable that an access log does not know, in lower case: then the format can be used all the same,
 *     and records have a {@code -} there; null for everything else, with which it cannot
 */
public record FormatProblem(int index, String message, String unknown) {
    FormatProblem(int index, String message) {
        this(index, message, null);
    }

    /**
     * Whether the format can be used all the same.
     *
     * @return true for an unknown variable
     */
    public boolean isWarning() {
        return unknown != null;
    }
}
