package io.ejet.conf;

/** What becomes of a request for a host that an address does not have, when it has no default host either. */
public enum UnknownHost {
    /** {@code 404}: nothing is found. */
    NOT_FOUND,
    /** {@code 421}: this server is not the one to be asked (RFC 9110 section 15.5.20). */
    MISDIRECTED,
    /** {@code close}: the connection is closed without an answer. */
    CLOSE;

    /** What a word of the configuration means. */
    static UnknownHost of(String word) {
        return switch (word) {
            case "421" -> MISDIRECTED;
            case "close" -> CLOSE;
            default -> NOT_FOUND;
        };
    }
}
