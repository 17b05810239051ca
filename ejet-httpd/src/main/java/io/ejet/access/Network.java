package io.ejet.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;

/**
 * Addresses with the same beginning, or all of them.
 *
 * @param text as it was written
 * @param first the first address
 * @param last the last address
 * @param isExact false if bits are set behind those that count
 */
public record Network(String text, IpAddress first, IpAddress last, boolean isExact) {
    private static final String ALL = "all";
    private static final int IP6_BITS = 128;

    /**
     * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, an address alone, or {@code all}.
     *
     * @param text any text
     * @return null if it is none of these
     */
    public static Network parse(String text) {
        if (text.toLowerCase(Locale.ROOT).equals(ALL)) {
            return new Network(ALL, IpAddress.FIRST, IpAddress.LAST, true);
        }
        int slash = text.indexOf('/');
        InetAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        // one that is written as a mapped IPv4 address counts its bits as IPv6 does
        boolean isIp4 = address instanceof Inet4Address && text.indexOf(':') < 0;
        int offset = isIp4 ? IpAddress.MAPPED_BITS : 0;
        int most = IP6_BITS - offset;
        int bits = slash < 0 ? most : bits(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            return null;
        }
        IpAddress number = IpAddress.of(address);
        IpAddress first = number.first(bits + offset);
        return new Network(text, first, number.last(bits + offset), first.equals(number));
    }

    /** A number of up to three digits; -1 for anything else. */
    private static int bits(String text) {
        boolean isNumber = !text.isEmpty()
                && text.length() <= 3
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        return isNumber ? Integer.parseInt(text) : -1;
    }
}
