package io.epump.dns;

import java.net.UnknownHostException;

/** A name whose addresses were not found, and why. */
public final class NameException extends UnknownHostException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN_CHARS = 256;

    private final NameStatus status;

    NameException(String name, NameStatus status) {
        super("name=" + shown(name) + " status=" + status);
        this.status = status;
    }

    /** A name may be anything: no line breaks into a log, and no book either. */
    private static String shown(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().limit(SHOWN_CHARS).forEach(sign -> text.append(sign > ' ' && sign < 0x7f ? (char) sign : '?'));
        return text.append(name.length() > SHOWN_CHARS ? "..." : "").toString();
    }

    /**
     * Why it was not found.
     *
     * @return never OK
     */
    public NameStatus status() {
        return status;
    }
}
