package io.epump.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses in their written form. Asks nobody, ever. */
public final class Literal {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int LONGEST_CHARS = 100;

    private Literal() {}

    /**
     * Reads an address: IPv4 with four decimal numbers, IPv6 (RFC 4291 section 2.2) with or without brackets and scope.
     *
     * @param text what may be an address
     * @return the address, or null when it is none
     */
    public static InetAddress parse(String text) {
        if (text.length() > LONGEST_CHARS) {
            return null;
        }
        return text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text);
    }

    private static InetAddress ipv4(String text) {
        var matcher = IPV4.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < bytes.length; i++) {
            int part = Integer.parseInt(matcher.group(i + 1));
            // 010 is eight for some and ten for others: for us it is nothing.
            if (part > 255 || (part > 0 && matcher.group(i + 1).startsWith("0"))) {
                return null;
            }
            bytes[i] = (byte) part;
        }
        return of(bytes);
    }

    /** In brackets the JDK takes a text for an address or refuses it; it never looks for a name. */
    private static InetAddress ipv6(String text) {
        boolean hasBrackets = text.startsWith("[");
        if (hasBrackets != text.endsWith("]") || text.startsWith("[[")) {
            return null;
        }
        try {
            return InetAddress.getByName(hasBrackets ? text : "[" + text + "]");
        } catch (UnknownHostException none) { // it is no address: that is the answer
            return null;
        }
    }

    static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("bytes=" + bytes.length, e);
        }
    }
}
