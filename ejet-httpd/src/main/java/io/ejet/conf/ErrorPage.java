package io.ejet.conf;

/** A page of a host's own for a status, in memory. Immutable; any thread. */
public final class ErrorPage {
    /** The longest there may be: each answer with it takes as much of the output. */
    public static final int MOST_BYTES = 256 * 1024;

    private final String fileName;
    private final byte[] body;

    /**
     * A page.
     *
     * @param fileName the file's name, whose extension tells its media type
     * @param body what is in it, not copied, not to be changed any more; at most {@link #MOST_BYTES}
     */
    public ErrorPage(String fileName, byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new IllegalArgumentException("body=" + body.length + " bytes are more than " + MOST_BYTES);
        }
        this.fileName = fileName;
        this.body = body;
    }

    /**
     * The name of the file it was read from.
     *
     * @return without folder
     */
    public String fileName() {
        return fileName;
    }

    /**
     * What is in it.
     *
     * @return not to be changed
     */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return fileName + " (" + body.length + " bytes)";
    }
}
