package io.ejet.http;

/** Status codes: their reason phrases, and what each says about the answer's body. */
public final class HttpStatus {
    private static final String[] REASONS = new String[600];

    static {
        put(100, "Continue", "Switching Protocols", "Processing", "Early Hints");
        put(200, "OK", "Created", "Accepted", "Non-Authoritative Information", "No Content", "Reset Content");
        put(206, "Partial Content", "Multi-Status", "Already Reported");
        put(300, "Multiple Choices", "Moved Permanently", "Found", "See Other", "Not Modified", "Use Proxy");
        put(307, "Temporary Redirect", "Permanent Redirect");
        put(400, "Bad Request", "Unauthorized", "Payment Required", "Forbidden", "Not Found", "Method Not Allowed");
        put(406, "Not Acceptable", "Proxy Authentication Required", "Request Timeout", "Conflict", "Gone");
        put(411, "Length Required", "Precondition Failed", "Content Too Large", "URI Too Long");
        put(415, "Unsupported Media Type", "Range Not Satisfiable", "Expectation Failed");
        put(421, "Misdirected Request", "Unprocessable Content", "Locked", "Failed Dependency", "Too Early");
        put(426, "Upgrade Required");
        put(428, "Precondition Required", "Too Many Requests");
        put(431, "Request Header Fields Too Large");
        put(451, "Unavailable For Legal Reasons");
        put(500, "Internal Server Error", "Not Implemented", "Bad Gateway", "Service Unavailable", "Gateway Timeout");
        put(505, "HTTP Version Not Supported", "Variant Also Negotiates", "Insufficient Storage", "Loop Detected");
        put(511, "Network Authentication Required");
    }

    private HttpStatus() {}

    private static void put(int first, String... reasons) {
        System.arraycopy(reasons, 0, REASONS, first, reasons.length);
    }

    /**
     * The reason phrase (RFC 9110 section 15).
     *
     * @param status 100 to 599
     * @return the phrase, empty when the code has none
     */
    public static String reason(int status) {
        String reason = status >= 0 && status < REASONS.length ? REASONS[status] : null;
        return reason == null ? "" : reason;
    }

    /**
     * Refuses what cannot be the status of an answer.
     *
     * @param status a code
     * @throws IllegalArgumentException unless it is 200 to 599
     */
    public static void checkFinal(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status=" + status + " is not between 200 and 599");
        }
    }

    /**
     * Whether an answer with this status may have a body (RFC 9110 section 6.4.1).
     *
     * @param status 100 to 599
     * @return false for 1xx, 204 and 304
     */
    public static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    /**
     * Whether an answer with this status may carry Content-Length (RFC 9110 section 8.6).
     *
     * @param status 100 to 599
     * @return false for 1xx and 204
     */
    public static boolean mayTellLength(int status) {
        return status >= 200 && status != 204;
    }
}
