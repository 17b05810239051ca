package io.ejet.conf;

import java.net.Inet6Address;
import java.net.InetAddress;

/** IPv6 addresses as names of hosts: clients send them in their short form, whatever a person has written. */
final class Ip6Text {
    private static final int GROUPS = 8;

    private Ip6Text() {}

    /**
     * An address in the form of RFC 5952 section 4: no leading zeros, the longest run of two or more zero groups as a double colon,
     * the first of several, lower case.
     *
     * @param text an address in brackets
     * @return in brackets; one with an IPv4 address inside stays as it is, in lower case; null if the text is none
     */
    static String normal(String text) {
        boolean hasZone = text.indexOf('%') >= 0; // no request can name one (RFC 3986 section 3.2.2)
        boolean isBracketed = text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0;
        InetAddress address = isBracketed && !hasZone ? ListenAddress.ip6(text) : null;
        if (address == null || text.indexOf('.') >= 0 || !(address instanceof Inet6Address)) {
            return address == null ? null : text;
        }
        return "[" + shortest(groups(address.getAddress())) + "]";
    }

    private static int[] groups(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        return groups;
    }

    private static String shortest(int[] groups) {
        int longestAt = GROUPS;
        int longest = 1; // a single zero group stays
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                longestAt = i;
                longest = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < GROUPS) {
            if (i == longestAt) {
                text.append("::");
                i += longest;
            } else {
                boolean isFirst = text.length() == 0 || text.charAt(text.length() - 1) == ':';
                text.append(isFirst ? "" : ":").append(Integer.toHexString(groups[i]));
                i++;
            }
        }
        return text.toString();
    }
}
