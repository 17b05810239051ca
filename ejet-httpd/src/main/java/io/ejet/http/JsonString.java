package io.ejet.http;

/** Strings of JSON (RFC 8259 section 7). Pure functions. */
public final class JsonString {
    private static final String HEX = "0123456789abcdef";

    private JsonString() {}

    /**
     * Appends a string with its quotes.
     *
     * @param text any text; what is no character becomes U+FFFD
     * @param to where to append
     */
    public static void append(String text, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (c < ' ') {
                to.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                to.append(c);
            }
        }
        to.append('"');
    }
}
