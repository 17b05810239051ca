package io.ejet.log;

/** Tells whether a text is a number of JSON without exponent (RFC 8259 section 6): {@code 12}, {@code 0.250}, but not {@code 007}. */
final class JsonNumber {
    private JsonNumber() {}

    /** Whether all from an index to the end is one. */
    static boolean isAt(CharSequence text, int start) {
        int at = start < text.length() && text.charAt(start) == '-' ? start + 1 : start;
        int pointAt = digitsEnd(text, at);
        if (pointAt == at || (text.charAt(at) == '0' && pointAt > at + 1)) {
            return false;
        } else if (pointAt == text.length()) {
            return true;
        }
        int end = digitsEnd(text, pointAt + 1);
        return text.charAt(pointAt) == '.' && end > pointAt + 1 && end == text.length();
    }

    private static int digitsEnd(CharSequence text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
