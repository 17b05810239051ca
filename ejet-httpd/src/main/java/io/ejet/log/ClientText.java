package io.ejet.log;

/**
 * Writes what a client has sent so that it stays harmless: a quote, a backslash, a control character and whatever is not ASCII
 * become {@code \xHH}, one for each byte (of UTF-8, beyond U+00FF). Nothing becomes {@code -}.
 *
 * <p>Bounds: a value takes {@value #LONGEST} characters; a longer one is cut and ends with {@code ...} after them. So a ring of
 * records is bounded in bytes whatever clients send.
 */
final class ClientText {
    static final int LONGEST = 2048;
    static final String CUT = "...";

    private static final char[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private ClientText() {}

    /** A part of the value, or {@code -} for nothing. */
    static void append(String value, int from, int to, StringBuilder record) {
        if (from >= to) {
            record.append('-');
            return;
        }
        int limit = record.length() + LONGEST;
        int plainFrom = from;
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (isPlain(c) && record.length() + i - plainFrom < limit) {
                continue;
            }
            record.append(value, plainFrom, i);
            plainFrom = i + 1;
            if (record.length() + widest(c) > limit) {
                record.append(CUT);
                return;
            }
            if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(value.charAt(i + 1))) {
                appendUtf8(Character.toCodePoint(c, value.charAt(++i)), record);
                plainFrom = i + 1;
            } else {
                appendEscaped(c, record);
            }
        }
        record.append(value, plainFrom, to);
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }

    /** How many characters at most one character becomes. */
    private static int widest(char c) {
        return c <= 0xFF ? 4 : 16;
    }

    private static void appendEscaped(char c, StringBuilder record) {
        if (c <= 0xFF) {
            appendByte(c, record);
        } else {
            appendUtf8(Character.isSurrogate(c) ? 0xFFFD : c, record);
        }
    }

    /** RFC 3629 section 3. */
    private static void appendUtf8(int codePoint, StringBuilder record) {
        if (codePoint < 0x800) {
            appendByte(0xC0 | (codePoint >> 6), record);
        } else if (codePoint < 0x10000) {
            appendByte(0xE0 | (codePoint >> 12), record);
            appendByte(0x80 | ((codePoint >> 6) & 0x3F), record);
        } else {
            appendByte(0xF0 | (codePoint >> 18), record);
            appendByte(0x80 | ((codePoint >> 12) & 0x3F), record);
            appendByte(0x80 | ((codePoint >> 6) & 0x3F), record);
        }
        appendByte(0x80 | (codePoint & 0x3F), record);
    }

    private static void appendByte(int value, StringBuilder record) {
        record.append('\\').append('x').append(HEX[value >> 4 & 0xF]).append(HEX[value & 0xF]);
    }
}
