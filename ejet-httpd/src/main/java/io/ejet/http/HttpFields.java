package io.ejet.http;

/** What names and values of header fields may be made of (RFC 9110 sections 5.1, 5.5 and 5.6.2). */
public final class HttpFields {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private HttpFields() {}

    /**
     * Whether a character may be part of a token: a method, a field name.
     *
     * @param c the character
     * @return true for letters, digits and fifteen marks
     */
    public static boolean isTokenChar(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c > ' ' && c < 0x7f && TOKEN_MARKS.indexOf(c) >= 0);
    }

    /**
     * Whether a character may be part of a field's value.
     *
     * @param c the character
     * @return true for what is visible, space, tab and anything from 0x80 to 0xff
     */
    public static boolean isValueChar(int c) {
        return (c >= ' ' && c <= 0xff && c != 0x7f) || c == '\t';
    }

    /**
     * Refuses what would not stay one field.
     *
     * @param name a field name
     * @param value its value
     * @throws IllegalArgumentException for an empty name, a name that is no token, a value with control characters or
     *     characters beyond ISO 8859-1
     */
    public static void check(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(HttpFields::isTokenChar)) {
            throw new IllegalArgumentException("name is not a token: " + printable(name));
        }
        if (!value.chars().allMatch(HttpFields::isValueChar)) {
            throw new IllegalArgumentException("value of " + name + " has forbidden characters: " + printable(value));
        }
    }

    /**
     * Makes text from elsewhere fit to be shown: what is not printable ASCII is written as an escape.
     *
     * @param text any text
     * @return printable ASCII
     */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '\\') {
                shown.append(c);
            } else {
                shown.append(String.format("\\u%04x", (int) c));
            }
        }
        return shown.toString();
    }
}
