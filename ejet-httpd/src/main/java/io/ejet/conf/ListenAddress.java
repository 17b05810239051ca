package io.ejet.conf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses to listen on, as people write them. Names are never looked up. */
public final class ListenAddress {
    private static final String EXPECTED =
            " is not ADDRESS:PORT with an address in numbers, such as 127.0.0.1:8080, [::1]:8080 or *:8080";

    private ListenAddress() {}

    /**
     * Reads {@code ADDRESS:PORT}.
     *
     * @param text an IPv4 address, an IPv6 address in brackets, or {@code *} for all addresses of both; a colon; 0 to 65535
     * @return the address; the wildcard address means IPv4 and IPv6
     * @throws IllegalArgumentException if the text is something else
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String ip = colon < 0 ? "" : text.substring(0, colon);
        long port = Quantity.count(text.substring(colon + 1));
        boolean isIp6 = ip.indexOf(':') >= 0;
        InetAddress address = isIp6 && !ip.startsWith("[") ? null : ip(ip);
        if (address == null || port < 0 || port > 65_535) {
            throw new IllegalArgumentException(Quoted.of(text) + EXPECTED);
        }
        return new InetSocketAddress(address, (int) port);
    }

    /**
     * Writes an address as {@link #parse} reads it, and as it stands in a URL.
     *
     * @param address any address
     * @return {@code *} for all addresses; a name where there is no address
     */
    public static String text(InetSocketAddress address) {
        if (address.getAddress() == null) {
            return address.getHostString() + ":" + address.getPort();
        } else if (address.getAddress().isAnyLocalAddress()) {
            return "*:" + address.getPort();
        }
        String ip = address.getAddress().getHostAddress();
        return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + address.getPort();
    }

    /** An address without port; the wildcard address for {@code *} and all spellings of it; null if the text is none. */
    static InetAddress ip(String text) {
        boolean isBracketed = text.startsWith("[") && text.endsWith("]");
        String ip = isBracketed ? text.substring(1, text.length() - 1) : text;
        boolean isIp6 = ip.indexOf(':') >= 0;
        if (text.equals("*")) {
            return wildcard();
        } else if (isIp6 ? ip.indexOf('[') >= 0 : isBracketed || !isIp4(ip)) {
            return null;
        }
        InetAddress address = literal(ip);
        return address != null && address.isAnyLocalAddress() ? wildcard() : address;
    }

    /** An IPv6 address in brackets, {@code [::]} as any other; null if the text is none. */
    static InetAddress ip6(String bracketed) {
        return ip(bracketed) == null ? null : literal(bracketed.substring(1, bracketed.length() - 1));
    }

    /** A literal, so nothing is looked up. */
    private static InetAddress literal(String ip) {
        try {
            return InetAddress.getByName(ip);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static InetAddress wildcard() {
        return new InetSocketAddress(0).getAddress();
    }

    /** Four numbers: what getByName takes for an address besides, like {@code 127.1}, nobody means. */
    private static boolean isIp4(String text) {
        String[] parts = text.split("\\.", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.startsWith("0")) || !isByte(part)) {
                return false;
            }
        }
        return parts.length == 4;
    }

    private static boolean isByte(String digits) {
        long number = Quantity.count(digits);
        return number >= 0 && number <= 255;
    }
}
