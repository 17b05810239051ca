package io.ejet.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IP address as a number of 128 bits, to be compared without regard to its kind: an IPv4 address is the IPv6 address that maps
 * it (RFC 4291 section 2.5.5.2), as a socket that listens on both shows it.
 *
 * @param high the first 64 bits, unsigned
 * @param low the last 64 bits, unsigned
 */
record IpAddress(long high, long low) implements Comparable<IpAddress> {
    static final IpAddress FIRST = new IpAddress(0, 0);
    static final IpAddress LAST = new IpAddress(-1, -1);

    /** How many bits of a mapped address come before those of the IPv4 address. */
    static final int MAPPED_BITS = 96;

    private static final int IP4_BYTES = 4;
    private static final long MAPPED = 0xffffL << 32;
    private static final int LONGEST_TEXT = 45;

    /** An address that a socket or a header has. */
    static IpAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IP4_BYTES
                ? new IpAddress(0, MAPPED | number(bytes, 0, IP4_BYTES))
                : new IpAddress(number(bytes, 0, 8), number(bytes, 8, 16));
    }

    private static long number(byte[] bytes, int start, int end) {
        long number = 0;
        for (int i = start; i < end; i++) {
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    /**
     * Reads an address in numbers: four decimal ones without leading zeros, or an IPv6 address without brackets and zone.
     *
     * @param text any text
     * @return null if it is none; no name is ever looked up
     */
    static InetAddress parse(String text) {
        boolean isIp6 = text.indexOf(':') >= 0;
        if (text.isEmpty() || text.length() > LONGEST_TEXT || !(isIp6 ? isIp6Text(text) : isIp4(text))) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** What begins otherwise or has other characters, Java would look up as a name. */
    private static boolean isIp6Text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 'f' || (Character.digit(c, 16) < 0 && c != ':' && c != '.')) {
                return false;
            }
        }
        return text.charAt(0) != '.';
    }

    private static boolean isIp4(String text) {
        int parts = 0;
        int start = 0;
        while (start <= text.length()) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            if (!isByte(text, start, end)) {
                return false;
            }
            parts++;
            start = end + 1;
        }
        return parts == IP4_BYTES;
    }

    private static boolean isByte(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || i - start > 2) {
                return false;
            }
            number = number * 10 + c - '0';
        }
        return end > start && number <= 255 && (end - start == 1 || text.charAt(start) != '0');
    }

    /** The first address of the network of so many bits that this one is in. */
    IpAddress first(int bits) {
        return new IpAddress(high & mask(bits), low & mask(bits - 64));
    }

    /** The last address of that network. */
    IpAddress last(int bits) {
        return new IpAddress(high | ~mask(bits), low | ~mask(bits - 64));
    }

    /** So many ones from the left. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
    }

    /** The address behind this one; not for the last. */
    IpAddress next() {
        return new IpAddress(low == -1 ? high + 1 : high, low + 1);
    }

    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
}
