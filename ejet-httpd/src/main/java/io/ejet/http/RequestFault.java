package io.ejet.http;

/**
 * Why a request cannot be understood or is not taken, and the status that says so. Where the next request begins is then not
 * known: after each of them the connection closes.
 */
public enum RequestFault {
    // -- request line
    /** More than a few empty lines in front of the request line (RFC 9112 section 2.2). */
    EMPTY_LINES(400, "too many empty lines before the request"),
    /** A carriage return or a line feed alone, anywhere in the head (RFC 9112 section 2.2). */
    BAD_LINE_BREAK(400, "line break is not CR LF"),
    /** White space around or doubled, or a part of the line is missing (RFC 9112 section 3). */
    BAD_REQUEST_LINE(400, "request line is not method, target, version"),
    /** The method is not a token. */
    BAD_METHOD(400, "method is not a token"),
    /** Longer than any method there is (RFC 9112 section 3). */
    METHOD_TOO_LONG(501, "method too long"),
    /** A control character, a number sign or a byte beyond ASCII in the target. */
    BAD_TARGET(400, "forbidden character in the target"),
    /** None of the four forms, or one that does not go with the method (RFC 9112 section 3.2). */
    BAD_TARGET_FORM(400, "target form does not fit"),
    /** The target's path cannot be decoded or leads above the root. */
    BAD_PATH(400, "path cannot be decoded or leads above the root"),
    /** The last part of the line is not a protocol version (RFC 9112 section 2.3). */
    BAD_VERSION(400, "not a protocol version"),
    /** A version other than HTTP/1.x. */
    UNSUPPORTED_VERSION(505, "protocol version other than 1.x"),
    /** The request line is longer than allowed. */
    REQUEST_LINE_TOO_LONG(414, "request line too long"),

    // -- header fields
    /** The head is longer than allowed. */
    HEAD_TOO_LARGE(431, "head too large"),
    /** There are more fields than allowed. */
    TOO_MANY_FIELDS(431, "too many header fields"),
    /** A field name is empty, is not a token or has no colon. */
    BAD_FIELD_NAME(400, "field name is not a token and a colon"),
    /** White space between name and colon (RFC 9112 section 5.1). */
    SPACE_BEFORE_COLON(400, "white space before the colon"),
    /** A line that begins with white space (RFC 9112 sections 2.2 and 5.2). */
    FOLDED_FIELD(400, "field continued on a second line"),
    /** A control character in a field's value. */
    BAD_FIELD_VALUE(400, "control character in a field value"),

    // -- what the fields say
    /** HTTP/1.1 without Host (RFC 9112 section 3.2). */
    MISSING_HOST(400, "no Host"),
    /** Host more than once. */
    SEVERAL_HOSTS(400, "several Host fields"),
    /** Host is no host name or address with perhaps a port. */
    BAD_HOST(400, "Host is not a host and port"),
    /** Content-Length is not one decimal number below 2^63 (RFC 9112 section 6.3). */
    BAD_CONTENT_LENGTH(400, "Content-Length is not a number"),
    /** Content-Length more than once, equal or not. */
    SEVERAL_CONTENT_LENGTHS(400, "several Content-Length fields"),
    /** Content-Length beside Transfer-Encoding (RFC 9112 section 6.1). */
    LENGTH_AND_CODING(400, "both Content-Length and Transfer-Encoding"),
    /** Transfer-Encoding is no list of codings, or chunked is not the last of them, once (RFC 9112 section 6.3). */
    BAD_TRANSFER_CODING(400, "the last transfer coding is not chunked"),
    /** Transfer-Encoding in HTTP/1.0 (RFC 9112 section 6.1). */
    TRANSFER_CODING_IN_HTTP10(400, "Transfer-Encoding in HTTP/1.0"),
    /** A coding beside chunked (RFC 9112 section 6.1). */
    UNKNOWN_TRANSFER_CODING(501, "unknown transfer coding"),

    // -- body
    /** The body is longer than allowed. */
    CONTENT_TOO_LARGE(413, "body too large"),
    /** A chunk does not begin with a hexadecimal number, or not one below 2^60 (RFC 9112 section 7.1). */
    BAD_CHUNK_SIZE(400, "not a chunk size"),
    /** A chunk extension with anything but tokens, or a chunk with the wrong line break. */
    BAD_CHUNK(400, "malformed chunk"),
    /** A chunk's first line is longer than allowed, or the extensions outweigh the data. */
    CHUNK_LINE_TOO_LONG(400, "chunk extensions too long"),
    /** A malformed field after the last chunk. */
    BAD_TRAILER(400, "malformed trailer field"),
    /** The fields after the last chunk are longer than allowed. */
    TRAILER_TOO_LARGE(431, "trailer too large");

    private final int status;
    private final String reason;

    RequestFault(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    /**
     * What the client is told.
     *
     * @return a status code
     */
    public int status() {
        return status;
    }

    /**
     * What the operator is told.
     *
     * @return a few words, without anything of the request
     */
    public String reason() {
        return reason;
    }
}
