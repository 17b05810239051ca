package io.ejet.http;

/** The four forms of a request target (RFC 9112 section 3.2). */
public enum TargetForm {
    /** A path and perhaps a query: {@code /a?b}. */
    ORIGIN,
    /** A whole http or https URI. */
    ABSOLUTE,
    /** {@code host:port}, with CONNECT. */
    AUTHORITY,
    /** {@code *}, with OPTIONS: the server as a whole. */
    ASTERISK
}
