package io.ejet.http;

/** Writes JSON (RFC 8259). Pure functions. */
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /**
     * Appends a string with its quotes (RFC 8259 section 7).
     *
     * @param text any text; what is no character becomes U+FFFD
     * @param to where to append
     */
    public static void string(String text, StringBuilder to) {
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
