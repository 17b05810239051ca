package io.ejet.conf;

/**
 * One of the names that a host answers for. Case counts for nothing, nor does a dot that ends a name.
 *
 * @param match how it is compared
 * @param text in lower case without final dot: a name, or an IPv6 address in brackets and in its short form (RFC 5952); of a
 *     wildcard what stands beside {@code *.} or {@code .*}; a regular expression as it is written; empty for the default host
 * @param port 1 to 65535 when the request must name that port, too; {@link #ANY_PORT} when that does not matter
 */
public record HostName(HostMatch match, String text, int port) {
    /** The port of a name that any will do for. */
    public static final int ANY_PORT = 0;

    /** What answers for every name that no other host has. */
    public static final HostName DEFAULT = new HostName(HostMatch.DEFAULT, "", ANY_PORT);

    /**
     * A whole name.
     *
     * @param text in lower case without final dot; empty for the default host
     * @return the name, for any port
     */
    public static HostName exact(String text) {
        return text.isEmpty() ? DEFAULT : new HostName(HostMatch.EXACT, text, ANY_PORT);
    }

    /** The same for one port only. */
    HostName withPort(int other) {
        return new HostName(match, text, other);
    }

    /**
     * The name as a configuration has it.
     *
     * @return with its asterisk or tilde, and its port
     */
    public String written() {
        String name = switch (match) {
            case EXACT -> text;
            case LEADING_WILDCARD -> "*." + text;
            case TRAILING_WILDCARD -> text + ".*";
            case REGEX -> "~" + text;
            case DEFAULT -> "*";
        };
        return port == ANY_PORT ? name : name + ":" + port;
    }
}
