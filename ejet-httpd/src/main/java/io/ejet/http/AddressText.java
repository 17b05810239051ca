package io.ejet.http;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * IP addresses as people write them, and as they are compared as texts: in scripts, in the keys of limits, by whoever reads logs.
 * Pure functions; any thread.
 */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /**
     * Writes an address: IPv4 as four numbers; IPv6 in the form of RFC 5952 section 4, without leading zeros, the longest run of two or
     * more zero groups as a double colon, the first of several, lower case.
     *
     * @param address any address
     * @return its text, without brackets and without zone
     */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address ? shortest(groups(address.getAddress())) : address.getHostAddress();
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
