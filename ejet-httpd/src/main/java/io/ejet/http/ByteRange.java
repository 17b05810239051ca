package io.ejet.http;

/**
 * The part of a file that a Range field asks for (RFC 9110 section 14.1.2 and 14.2). Only one range is served; what is not one
 * range of bytes is as if the field were not there, which the standard allows.
 *
 * <p>Threading: one owner. Reused; allocates nothing.
 */
public final class ByteRange {
    /** What is to be sent. */
    public enum Kind {
        /** Everything, as without a Range field. */
        WHOLE,
        /** From {@link ByteRange#first} to {@link ByteRange#last}, with 206. */
        PART,
        /** Nothing: the range begins behind the end, which is answered with 416. */
        UNSATISFIABLE
    }

    private static final String UNIT = "bytes=";
    private static final long NOT_A_NUMBER = -1;

    private long first;
    private long last;

    /** Nothing parsed yet. */
    public ByteRange() {}

    /**
     * Reads a Range field.
     *
     * @param value the field's value, without white space around
     * @param length how many bytes there are, 0 or more
     * @return what is to be sent
     */
    public Kind parse(String value, long length) {
        int dash = value.indexOf('-');
        if (dash < 0 || !value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return Kind.WHOLE;
        }
        boolean hasFirst = dash > UNIT.length();
        boolean hasLast = dash + 1 < value.length();
        long from = number(value, UNIT.length(), dash);
        long to = number(value, dash + 1, value.length());
        boolean malformed = (hasFirst && from == NOT_A_NUMBER) || (hasLast && to == NOT_A_NUMBER);
        if (malformed || (!hasFirst && !hasLast)) {
            return Kind.WHOLE;
        }
        if (!hasFirst) {
            return suffix(to, length);
        }
        if (hasLast && to < from) {
            return Kind.WHOLE;
        }
        first = from;
        last = hasLast ? Math.min(to, length - 1) : length - 1;
        return from < length ? Kind.PART : Kind.UNSATISFIABLE;
    }

    /** The last bytes of nothing are nothing, and no 206 can say so. */
    private Kind suffix(long count, long length) {
        if (count == 0) {
            return Kind.UNSATISFIABLE;
        }
        first = Math.max(0, length - count);
        last = length - 1;
        return length == 0 ? Kind.WHOLE : Kind.PART;
    }

    /** A number too large for a long is the largest long, which is behind the end of everything. */
    private static long number(String text, int start, int end) {
        if (start == end) {
            return NOT_A_NUMBER;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NOT_A_NUMBER;
            }
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return number;
    }

    /**
     * Where the part begins.
     *
     * @return index of its first byte; true after PART
     */
    public long first() {
        return first;
    }

    /**
     * Where the part ends.
     *
     * @return index of its last byte, as Content-Range tells it; true after PART
     */
    public long last() {
        return last;
    }

    /**
     * How long the part is.
     *
     * @return bytes, at least 1; true after PART
     */
    public long count() {
        return last - first + 1;
    }
}
