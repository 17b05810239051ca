package io.ejet.log;

/**
 * Writes texts within the quotes of a JSON string (RFC 8259 section 7): quotes, backslashes and control characters are escaped,
 * and so is whatever is not ASCII, as {@code \}{@code uHHHH}, so that a record is safe on any terminal and in any encoding.
 *
 * <p>What a client has sent comes as one character for each byte: where such bytes are UTF-8 they are read as that, other bytes as
 * ISO 8859-1. Half of a surrogate pair becomes U+FFFD.
 *
 * <p>Bounds: a value takes {@value ClientText#LONGEST} characters; a longer one is cut and ends with {@code ...} after them.
 */
final class JsonText {
    /** Of one code point: two escapes. */
    private static final int WIDEST = 12;

    private static final char[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private JsonText() {}

    /** A text of the configuration, not cut. */
    static String of(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(c, escaped));
        return escaped.toString();
    }

    /** A part of a value; nothing for nothing. */
    static void append(String value, int from, int to, StringBuilder record) {
        int limit = record.length() + ClientText.LONGEST;
        int plainFrom = from;
        int at = from;
        while (at < to) {
            char c = value.charAt(at);
            if (isPlain(c) && record.length() + at - plainFrom < limit) {
                at++;
                continue;
            }
            record.append(value, plainFrom, at);
            if (record.length() + WIDEST > limit) {
                record.append(ClientText.CUT);
                return;
            }
            int count = count(value, at, to);
            append(codePoint(value, at, count), record);
            at += count;
            plainFrom = at;
        }
        if (plainFrom < to) {
            record.append(value, plainFrom, to);
        }
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }

    /** How many characters make the code point at an index: a surrogate pair, bytes that are UTF-8 (RFC 3629 section 4), or one. */
    private static int count(String value, int at, int to) {
        char c = value.charAt(at);
        if (c > 0xFF) {
            boolean isPair =
                    Character.isHighSurrogate(c) && at + 1 < to && Character.isLowSurrogate(value.charAt(at + 1));
            return isPair ? 2 : 1;
        }
        int count = c < 0xC2 || c > 0xF4 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (at + count > to) {
            return 1;
        }
        for (int i = 1; i < count; i++) {
            if (value.charAt(at + i) < 0x80 || value.charAt(at + i) > 0xBF) {
                return 1;
            }
        }
        int least = count < 3 ? 0 : count == 3 ? 0x800 : 0x10000; // what is written longer than need be is not UTF-8
        int codePoint = count == 1 ? c : decoded(value, at, count);
        return codePoint < least || codePoint > Character.MAX_CODE_POINT || isSurrogate(codePoint) ? 1 : count;
    }

    private static int codePoint(String value, int at, int count) {
        return count == 1 || value.charAt(at) > 0xFF ? value.codePointAt(at) : decoded(value, at, count);
    }

    private static int decoded(String value, int at, int count) {
        int codePoint = value.charAt(at) & (0x7F >> count);
        for (int i = 1; i < count; i++) {
            codePoint = (codePoint << 6) | (value.charAt(at + i) & 0x3F);
        }
        return codePoint;
    }

    private static void append(int codePoint, StringBuilder record) {
        if (codePoint < 0x80 && isPlain((char) codePoint)) {
            record.append((char) codePoint);
            return;
        }
        switch (codePoint) {
            case '"', '\\' -> record.append('\\').append((char) codePoint);
            case '\n' -> record.append("\\n");
            case '\r' -> record.append("\\r");
            case '\t' -> record.append("\\t");
            default -> {
                if (Character.isSupplementaryCodePoint(codePoint)) {
                    appendUnit(Character.highSurrogate(codePoint), record);
                    appendUnit(Character.lowSurrogate(codePoint), record);
                } else {
                    appendUnit(isSurrogate(codePoint) ? 0xFFFD : codePoint, record);
                }
            }
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static void appendUnit(int unit, StringBuilder record) {
        record.append('\\').append('u').append(HEX[unit >> 12 & 0xF]).append(HEX[unit >> 8 & 0xF]);
        record.append(HEX[unit >> 4 & 0xF]).append(HEX[unit & 0xF]);
    }
}
