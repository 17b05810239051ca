package io.ejet.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The header that a load balancer puts before the first byte of a connection, to say whose connection it is: version 1, a line, or
 * version 2, binary (haproxy, "The PROXY protocol", sections 2.1 and 2.2). Strict; what is behind the header is never looked at.
 *
 * <p>Pure functions; any thread. Bounds: {@value #MOST_V1_BYTES} bytes in version 1, {@value #MOST_V2_BYTES} in version 2, the
 * extensions included, which are skipped.
 */
public final class ProxyHeader {
    /** Section 2.1: the longest line of version 1, with its end. */
    static final int MOST_V1_BYTES = 107;

    /** A bound of our own; a buffer of input holds as much. */
    static final int MOST_V2_BYTES = 4096;

    private static final byte[] V1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] V2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int V2_FIXED_BYTES = 16;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;

    private static final Result MORE = new Result(State.MORE, 0, null);
    private static final Result FAILED = new Result(State.FAILED, 0, null);

    /** How far it has come. */
    public enum State {
        /** More bytes are needed. */
        MORE,
        /** The header is complete. */
        DONE,
        /** There is no header. */
        FAILED
    }

    /**
     * What was found.
     *
     * @param state how far it has come
     * @param lengthBytes how long the header is, when it is complete
     * @param client whose connection it is; null if that is not told, so that it is whose it seems
     */
    public record Result(State state, int lengthBytes, InetSocketAddress client) {}

    private ProxyHeader() {}

    /**
     * Looks for a header. Asked again with more bytes, it begins anew.
     *
     * @param bytes from its position to its limit: all that was received; neither is changed
     * @return what was found
     */
    public static Result parse(ByteBuffer bytes) {
        int start = bytes.position();
        int count = bytes.remaining();
        if (isBeginning(bytes, start, count, V1)) {
            return count < V1.length ? MORE : version1(bytes, start, count);
        } else if (isBeginning(bytes, start, count, V2)) {
            return count < V2_FIXED_BYTES ? MORE : version2(bytes, start, count);
        }
        return FAILED;
    }

    private static boolean isBeginning(ByteBuffer bytes, int start, int count, byte[] signature) {
        for (int i = 0; i < count && i < signature.length; i++) {
            if (bytes.get(start + i) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    // -- version 1

    private static Result version1(ByteBuffer bytes, int start, int count) {
        int most = Math.min(count, MOST_V1_BYTES);
        int end = V1.length;
        while (end < most && bytes.get(start + end) != '\r') {
            end++;
        }
        if (end + 1 >= most) {
            return most == MOST_V1_BYTES ? FAILED : MORE;
        } else if (bytes.get(start + end + 1) != '\n') {
            return FAILED;
        }
        byte[] line = new byte[end - V1.length];
        bytes.get(start + V1.length, line);
        return line(new String(line, StandardCharsets.ISO_8859_1), end + 2);
    }

    private static Result line(String line, int lengthBytes) {
        if (line.equals("UNKNOWN") || line.startsWith("UNKNOWN ")) {
            return new Result(State.DONE, lengthBytes, null);
        }
        String[] words = line.split(" ", -1);
        boolean isIp6 = words[0].equals("TCP6");
        if (words.length != 5 || !(isIp6 || words[0].equals("TCP4"))) {
            return FAILED;
        }
        InetAddress source = ip(words[1], isIp6);
        InetAddress destination = ip(words[2], isIp6);
        int sourcePort = port(words[3]);
        boolean isGood = source != null && destination != null && sourcePort >= 0 && port(words[4]) >= 0;
        return isGood ? new Result(State.DONE, lengthBytes, new InetSocketAddress(source, sourcePort)) : FAILED;
    }

    /** An address of the kind that was announced. */
    private static InetAddress ip(String text, boolean isIp6) {
        return text.indexOf(':') >= 0 == isIp6 ? IpAddress.parse(text) : null;
    }

    private static int port(String text) {
        boolean isNumber = !text.isEmpty()
                && text.length() <= 5
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        int number = isNumber ? Integer.parseInt(text) : -1;
        return number > 65_535 ? -1 : number;
    }

    // -- version 2

    private static Result version2(ByteBuffer bytes, int start, int count) {
        int command = bytes.get(start + 12) & 0xff;
        int family = bytes.get(start + 13) & 0xff;
        int length = V2_FIXED_BYTES + ((bytes.get(start + 14) & 0xff) << 8 | (bytes.get(start + 15) & 0xff));
        int addressBytes = addressBytes(family);
        // a LOCAL connection may say anything of family and addresses: nobody looks at them
        boolean isKnown = command == LOCAL
                || (command == PROXY && addressBytes >= 0 && length - V2_FIXED_BYTES >= 2 * addressBytes);
        if (!isKnown || length > MOST_V2_BYTES) {
            return FAILED;
        } else if (count < length) {
            return MORE;
        }
        boolean isTcp = family == 0x11 || family == 0x21;
        return new Result(State.DONE, length, command == PROXY && isTcp ? source(bytes, start, addressBytes) : null);
    }

    /** What an address takes, without its port; -1 for a family or protocol that there is not. */
    private static int addressBytes(int family) {
        return switch (family) {
            case 0x00 -> 0;
            case 0x11, 0x12 -> 6;
            case 0x21, 0x22 -> 18;
            case 0x31, 0x32 -> 108;
            default -> -1;
        };
    }

    /** The addresses come first, then the ports, the source's before the destination's. */
    private static InetSocketAddress source(ByteBuffer bytes, int start, int withPortBytes) {
        byte[] ip = new byte[withPortBytes - 2];
        bytes.get(start + V2_FIXED_BYTES, ip);
        int port = start + V2_FIXED_BYTES + 2 * ip.length;
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(ip), (bytes.get(port) & 0xff) << 8 | (bytes.get(port + 1) & 0xff));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes are an address
        }
    }
}
