package io.ejet.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The path of a target: decoded once and normalised, so that what is matched against locations is also what names a file
 * (RFC 3986 sections 2.1, 5.2.4 and 6.2.2). A query, from the first question mark on, is left out.
 */
public final class UriPath {
    private static final String HEX = "0123456789ABCDEF";

    private UriPath() {}

    /**
     * Decodes and normalises. The percent signs are decoded first, once; then empty segments vanish and dot segments are
     * resolved. A backslash is an ordinary character. Allocates the String, and up to twice its bytes.
     *
     * @param bytes what was parsed
     * @param start where the path begins: {@link RequestHead#pathStart}
     * @param end where it ends, or a query behind it: {@link RequestHead#targetEnd}
     * @return a path that begins with a slash, {@code /} for an empty one; null, which means {@link RequestFault#BAD_PATH}, when it
     *     does not begin with a slash, leads above the root, or contains, decoded or not, control characters, malformed UTF-8, a
     *     percent sign without two hexadecimal digits, or a slash that was encoded
     */
    public static String normalize(ByteBuffer bytes, int start, int end) {
        int before = 0;
        for (int i = start; i < end; i++) {
            int c = bytes.get(i);
            if (c == '?') {
                return plain(bytes, start, i);
            }
            boolean dotOrEmptySegment = before == '/' && (c == '/' || c == '.');
            if (dotOrEmptySegment || c == '%' || !Octets.isTarget(c)) {
                return decoded(bytes, start, end);
            }
            before = c;
        }
        return plain(bytes, start, end);
    }

    private static String plain(ByteBuffer bytes, int start, int end) {
        if (start == end) {
            return "/";
        }
        return bytes.get(start) == '/' ? Octets.string(bytes, start, end, StandardCharsets.ISO_8859_1) : null;
    }

    private static String decoded(ByteBuffer bytes, int start, int end) {
        byte[] path = new byte[end - start];
        int length = decode(bytes, start, end, path);
        if (length < 0 || path[0] != '/' || !isText(path, length)) {
            return null;
        }
        length = removeDotSegments(path, length);
        return length < 0 ? null : new String(path, 0, length, StandardCharsets.UTF_8);
    }

    /** Returns how many bytes were written, -1 for a fault. */
    private static int decode(ByteBuffer bytes, int start, int end, byte[] path) {
        int length = 0;
        for (int i = start; i < end; i++) {
            int c = bytes.get(i);
            if (c == '?') {
                break;
            }
            if (!Octets.isTarget(c)) {
                return -1;
            }
            if (c == '%') {
                if (i + 2 >= end) {
                    return -1;
                }
                c = (Octets.hex(bytes.get(i + 1)) << 4) | Octets.hex(bytes.get(i + 2)); // negative when either is
                if (c < 0 || c == '/') {
                    return -1;
                }
                i += 2;
            }
            path[length++] = (byte) c;
        }
        return length;
    }

    /** Whether this is well-formed UTF-8 (RFC 3629 section 4) without control characters. */
    private static boolean isText(byte[] path, int length) {
        int i = 0;
        while (i < length) {
            int first = path[i] & 0xff;
            int more =
                    first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1;
            if (more < 0 || i + more >= length) {
                return false;
            }
            int codePoint = more == 0 ? first : first & (0x3f >> more);
            for (int k = 1; k <= more; k++) {
                if ((path[i + k] & 0xc0) != 0x80) {
                    return false;
                }
                codePoint = (codePoint << 6) | (path[i + k] & 0x3f);
            }
            boolean overlong = (more == 2 && codePoint < 0x800) || (more == 3 && codePoint < 0x10000);
            boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            if (overlong || surrogate || codePoint > Character.MAX_CODE_POINT || Character.isISOControl(codePoint)) {
                return false;
            }
            i += 1 + more;
        }
        return true;
    }

    /** In place. Returns the new length, -1 for a path that leads above the root. */
    private static int removeDotSegments(byte[] path, int length) {
        int kept = 0; // whole segments, each with the slash before it
        int slash = 0;
        while (slash < length) {
            int segment = slash + 1;
            int end = segment;
            while (end < length && path[end] != '/') {
                end++;
            }
            if (isDots(path, segment, end, 2)) {
                if (kept == 0) {
                    return -1;
                }
                do {
                    kept--;
                } while (path[kept] != '/');
            }
            boolean vanishes = end - segment <= 2 && isDots(path, segment, end, end - segment);
            if (!vanishes) {
                System.arraycopy(path, slash, path, kept, end - slash);
                kept += end - slash;
            } else if (end == length) {
                path[kept++] = '/'; // what is left is a folder
            }
            slash = end;
        }
        return kept;
    }

    private static boolean isDots(byte[] path, int start, int end, int count) {
        return end - start == count && (count < 1 || path[start] == '.') && (count < 2 || path[start + 1] == '.');
    }

    /**
     * Where the query begins.
     *
     * @param bytes what was parsed
     * @param start where the path begins: {@link RequestHead#pathStart}
     * @param end where the target ends: {@link RequestHead#targetEnd}
     * @return the index after the first question mark, -1 when there is none
     */
    public static int queryStart(ByteBuffer bytes, int start, int end) {
        int mark = Octets.indexOf(bytes, '?', start, end);
        return mark == end ? -1 : mark + 1;
    }

    /**
     * Encodes a path for a Location field or a link: as UTF-8, with percent signs for all that does not stand for itself in a
     * path. Allocates.
     *
     * @param path a decoded path
     * @return what {@link #normalize} turns into the same path, if that was normalised
     */
    public static String encode(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (Octets.isPath(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return encoded.toString();
    }
}
