package io.ejet.script;

/** What a match has captured. For one request. */
@FunctionalInterface
public interface Captures {
    /** Nothing was matched. */
    Captures NONE = number -> null;

    /**
     * A part of what was matched.
     *
     * @param number 0 for all of it, from 1 for the groups
     * @return the text; null when there is no such group or it took no part
     */
    String group(int number);

    /**
     * How many groups the expression has that was matched.
     *
     * @return 0 also where no expression was
     */
    default int groups() {
        return 0;
    }
}
