package io.ejet.script;

/** A regular expression that cannot be used. */
public final class RegexException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int index;

    RegexException(int index, String message) {
        super(message);
        this.index = index;
    }

    /**
     * Where it is wrong.
     *
     * @return in characters from its beginning
     */
    public int index() {
        return index;
    }
}
