package io.ejet.http;

import java.util.List;

/**
 * What names and values of header fields may be made of (RFC 9110 sections 5.1, 5.5 and 5.6.2), and which fields of an answer
 * are not for handlers to set.
 */
public final class HttpFields {
    private static final List<String> OF_THE_SERVER =
            List.of("date", "server", "connection", "content-length", "transfer-encoding", "keep-alive");

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
     * Refuses what a handler must not put into the head of an answer: besides {@link #check}, the fields that the server itself
     * puts there. A second length or coding would let the client see another end of the answer than the server does (RFC 9112
     * section 6.3).
     *
     * @param name a field name
     * @param value its value
     * @throws IllegalArgumentException for what {@link #check} refuses, and for a field that is the server's own
     */
    public static void checkOfAnswer(String name, String value) {
        check(name, value);
        for (String own : OF_THE_SERVER) {
            if (own.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException("field=" + name + " is the server's own");
            }
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
