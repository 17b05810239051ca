package io.ejet.http;

import java.nio.ByteBuffer;

/**
 * The authority of a target and the value of a Host field: {@code uri-host [ ":" port ]} (RFC 9110 section 7.2).
 *
 * <p>Stricter than the grammar where a looser reading has done harm: no user information, no empty name, no empty label within
 * a name, since names become parts of paths; no address format of the future.
 */
final class Authority {
    private static final int MAX_PORT = 65_535;
    private static final int GROUPS = 8;

    private Authority() {}

    /**
     * Where the host ends: before the port, and before the dot that may end a complete name.
     *
     * @return an index, -1 when this is no authority
     */
    static int hostEnd(ByteBuffer bytes, int start, int end) {
        if (start == end) {
            return -1;
        }
        if (bytes.get(start) == '[') {
            int bracket = Octets.indexOf(bytes, ']', start, end);
            boolean ok = bracket < end && isIpv6(bytes, start + 1, bracket) && isPort(bytes, bracket + 1, end);
            return ok ? bracket + 1 : -1;
        }
        int colon = Octets.indexOf(bytes, ':', start, end);
        if (!isName(bytes, start, colon) || !isPort(bytes, colon, end)) {
            return -1;
        }
        return bytes.get(colon - 1) == '.' ? colon - 1 : colon;
    }

    /** Whether an authority, whose host ends there, names a port. */
    static boolean hasPort(ByteBuffer bytes, int hostEnd, int end) {
        return hostEnd < end && Octets.isDigit(bytes.get(end - 1));
    }

    private static boolean isName(ByteBuffer bytes, int start, int end) {
        if (start == end) {
            return false;
        }
        int before = '.';
        for (int i = start; i < end; i++) {
            int c = bytes.get(i);
            if (c == '.' && before == '.') {
                return false;
            }
            if (c == '%') {
                if (i + 2 >= end || Octets.hex(bytes.get(i + 1)) < 0 || Octets.hex(bytes.get(i + 2)) < 0) {
                    return false;
                }
            } else if (!Octets.isHost(c)) {
                return false;
            }
            before = c;
        }
        return true;
    }

    /** Nothing, or a colon and perhaps a number. */
    private static boolean isPort(ByteBuffer bytes, int start, int end) {
        if (start == end) {
            return true;
        }
        if (bytes.get(start) != ':') {
            return false;
        }
        int port = 0;
        for (int i = start + 1; i < end; i++) {
            int c = bytes.get(i);
            if (!Octets.isDigit(c)) {
                return false;
            }
            port = port * 10 + c - '0';
            if (port > MAX_PORT) {
                return false;
            }
        }
        return true;
    }

    /** Groups of up to four hexadecimal digits, once {@code ::} for one or more zero ones, at the end perhaps an IPv4 address. */
    private static boolean isIpv6(ByteBuffer bytes, int start, int end) {
        int groups = 0;
        boolean compressed = false;
        int at = start;
        while (at < end) {
            if (bytes.get(at) == ':') {
                if (compressed || at + 1 >= end || bytes.get(at + 1) != ':') {
                    return false;
                }
                compressed = true;
                at += 2;
                continue;
            }
            int groupEnd = at;
            while (groupEnd < end && groupEnd < at + 4 && Octets.hex(bytes.get(groupEnd)) >= 0) {
                groupEnd++;
            }
            if (groupEnd < end && bytes.get(groupEnd) == '.') {
                return isIpv4(bytes, at, end) && fits(groups + 2, compressed);
            }
            groups++;
            if (groupEnd == at || groups > GROUPS) {
                return false;
            }
            at = groupEnd;
            boolean last = at == end;
            boolean single = !last && (at + 1 >= end || bytes.get(at + 1) != ':');
            if ((!last && bytes.get(at) != ':') || (single && at + 1 >= end)) {
                return false;
            }
            at += single ? 1 : 0; // a double colon is for the next round
        }
        return fits(groups, compressed);
    }

    private static boolean fits(int groups, boolean compressed) {
        return compressed ? groups < GROUPS : groups == GROUPS;
    }

    /** Four decimal numbers below 256, without leading zeros (RFC 3986 section 3.2.2). */
    private static boolean isIpv4(ByteBuffer bytes, int start, int end) {
        int numbers = 0;
        int at = start;
        while (numbers < 4) {
            int first = at;
            int number = 0;
            while (at < end && at < first + 3 && Octets.isDigit(bytes.get(at))) {
                number = number * 10 + bytes.get(at) - '0';
                at++;
            }
            boolean leadingZero = at > first + 1 && bytes.get(first) == '0';
            if (at == first || number > 255 || leadingZero) {
                return false;
            }
            numbers++;
            if (numbers < 4 && (at >= end || bytes.get(at++) != '.')) {
                return false;
            }
        }
        return at == end;
    }
}
