package io.ejet.log;

/** An access log format cannot be used: where, and why. */
public final class AccessLogFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int index;

    AccessLogFormatException(int index, String reason) {
        super(reason);
        this.index = index;
    }

    /**
     * Where in the format it went wrong.
     *
     * @return the index of a character, from 0
     */
    public int index() {
        return index;
    }
}
