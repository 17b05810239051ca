package io.ejet.http;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/**
 * Which bytes may stand where, and how far a run of them goes. All positions are absolute; no buffer is changed.
 *
 * <p>Field values and targets are the long runs, so eight bytes at a time are looked at there: any that may end the run sends
 * the scan back to single bytes.
 */
final class Octets {
    static final int TAB = '\t';
    static final int LF = '\n';
    static final int CR = '\r';
    static final int DEL = 0x7f;

    private static final int TOKEN = 1;
    private static final int VALUE = 2;
    private static final int TARGET = 4;
    private static final int HOST = 8;
    private static final int PATH = 16;

    private static final String UNRESERVED_MARKS = "-._~";
    private static final String SUB_DELIMITERS = "!$&'()*+,;=";
    private static final byte[] KINDS = kinds();

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Octets() {}

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int c = 0; c < 256; c++) {
            boolean unreserved = isAlphanumeric(c) || UNRESERVED_MARKS.indexOf(c) >= 0;
            boolean host = unreserved || SUB_DELIMITERS.indexOf(c) >= 0;
            kinds[c] = (byte) ((HttpFields.isTokenChar(c) ? TOKEN : 0)
                    | (HttpFields.isValueChar(c) ? VALUE : 0)
                    | (c > ' ' && c < DEL && c != '#' ? TARGET : 0)
                    | (host ? HOST : 0)
                    | (host || c == ':' || c == '@' || c == '/' ? PATH : 0));
        }
        return kinds;
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    /** RFC 9110 section 5.6.2. */
    static boolean isToken(int c) {
        return (KINDS[c & 0xff] & TOKEN) != 0;
    }

    /** RFC 9110 section 5.5. */
    static boolean isValue(int c) {
        return (KINDS[c & 0xff] & VALUE) != 0;
    }

    /** Visible ASCII without the number sign: more than RFC 3986 allows, since clients send it; nothing that could be misread. */
    static boolean isTarget(int c) {
        return (KINDS[c & 0xff] & TARGET) != 0;
    }

    /** A character of a registered name (RFC 3986 section 3.2.2), the percent sign left out. */
    static boolean isHost(int c) {
        return (KINDS[c & 0xff] & HOST) != 0;
    }

    /** A character that stands for itself in a path (RFC 3986 section 3.3), the slash included. */
    static boolean isPath(int c) {
        return (KINDS[c & 0xff] & PATH) != 0;
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == TAB;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** The value of a hexadecimal digit, -1 for anything else. */
    static int hex(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /** An ASCII letter in lower case; anything else as it is. */
    static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }

    /** The first byte from {@code at} on that is no token character; {@code stop} when there is none. */
    static int skipToken(ByteBuffer bytes, int at, int stop) {
        int i = at;
        while (i < stop && isToken(bytes.get(i))) {
            i++;
        }
        return i;
    }

    /** The first byte from {@code at} on that may not stand in a field's value; {@code stop} when there is none. */
    static int skipValue(ByteBuffer bytes, int at, int stop) {
        int i = at;
        while (i + Long.BYTES <= stop) {
            long eight = bytes.getLong(i);
            if ((anyBelow(eight, ' ') | anyEqual(eight, DEL)) != 0) {
                break;
            }
            i += Long.BYTES;
        }
        while (i < stop && isValue(bytes.get(i))) {
            i++;
        }
        return i;
    }

    /** The first byte from {@code at} on that may not stand in a target; {@code stop} when there is none. */
    static int skipTarget(ByteBuffer bytes, int at, int stop) {
        int i = at;
        while (i + Long.BYTES <= stop) {
            long eight = bytes.getLong(i);
            long any = (eight & HIGH_BITS) | anyBelow(eight, '!') | anyEqual(eight, '#') | anyEqual(eight, DEL);
            if (any != 0) {
                break;
            }
            i += Long.BYTES;
        }
        while (i < stop && isTarget(bytes.get(i))) {
            i++;
        }
        return i;
    }

    /** The first byte from {@code at} on that is neither space nor tab; {@code stop} when there is none. */
    static int skipBlanks(ByteBuffer bytes, int at, int stop) {
        int i = at;
        while (i < stop && isBlank(bytes.get(i))) {
            i++;
        }
        return i;
    }

    /** The end of what begins at {@code start}, spaces and tabs before {@code end} left out. */
    static int trimEnd(ByteBuffer bytes, int start, int end) {
        int i = end;
        while (i > start && isBlank(bytes.get(i - 1))) {
            i--;
        }
        return i;
    }

    /** The first {@code wanted} from {@code at} on; {@code stop} when there is none. */
    static int indexOf(ByteBuffer bytes, int wanted, int at, int stop) {
        int i = at;
        while (i < stop && bytes.get(i) != wanted) {
            i++;
        }
        return i;
    }

    /** Whether these bytes are that ASCII text, whatever the case of letters. */
    static boolean equalsIgnoreCase(ByteBuffer bytes, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(bytes.get(start + i)) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** These bytes as text. Allocates; from a heap buffer only the String. */
    static String string(ByteBuffer bytes, int start, int end, Charset charset) {
        if (bytes.hasArray()) {
            return new String(bytes.array(), bytes.arrayOffset() + start, end - start, charset);
        }
        byte[] copy = new byte[end - start];
        bytes.get(start, copy);
        return new String(copy, charset);
    }

    /** Not 0 when any of eight bytes is below {@code n}, for n up to 128. */
    private static long anyBelow(long eight, int n) {
        return (eight - n * ONES) & ~eight & HIGH_BITS;
    }

    /** Not 0 when any of eight bytes is {@code n}. */
    private static long anyEqual(long eight, int n) {
        return anyBelow(eight ^ (n * ONES), 1);
    }
}
