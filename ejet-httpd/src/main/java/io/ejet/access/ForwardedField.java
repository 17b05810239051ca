package io.ejet.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/**
 * The field in which a proxy says for whom it asks. Each proxy adds one element at the right end of the list, so the list is
 * walked from there: past the proxies that are trusted, to the first address that is not. What is left of that the client may
 * have made up.
 *
 * <p>Pure functions; any thread. Bounds: {@value #MOST_ELEMENTS} elements are looked at.
 */
public enum ForwardedField {
    /** What nearly every proxy sends: addresses, some with a port. */
    X_FORWARDED_FOR("X-Forwarded-For"),
    /** RFC 7239. */
    FORWARDED("Forwarded");

    private static final int MOST_ELEMENTS = 64;
    private static final String FOR = "for=";

    private final String fieldName;

    ForwardedField(String fieldName) {
        this.fieldName = fieldName;
    }

    /**
     * The name of the field.
     *
     * @return as it is usually written
     */
    public String fieldName() {
        return fieldName;
    }

    /**
     * Who asks. Where an element says no address ({@code unknown}, a made-up name, anything that is wrong), it is the proxy
     * that has written it.
     *
     * @param peer who is at the other end of the connection
     * @param lines the field's lines in their order
     * @param trusted those whose word counts
     * @return the peer itself when it is not trusted; port 0 where none is told
     */
    public InetSocketAddress client(InetSocketAddress peer, List<String> lines, AddressRules trusted) {
        InetSocketAddress client = peer;
        int elements = 0;
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            int end = line.length();
            while (end >= 0) {
                if (!trusted.permits(client.getAddress()) || ++elements > MOST_ELEMENTS) {
                    return client;
                }
                int comma = commaBefore(line, end);
                InetSocketAddress before =
                        address(line.substring(comma + 1, end).strip());
                if (before == null) {
                    return client;
                }
                client = before;
                end = comma;
            }
        }
        return client;
    }

    /**
     * Where an element begins, seen from its end, so that nothing that a client has put before it, a quote that is never closed for
     * one, can take it in.
     */
    private int commaBefore(String line, int end) {
        boolean isQuoted = false;
        int i = end - 1;
        while (i >= 0 && (isQuoted || line.charAt(i) != ',')) {
            isQuoted ^= this == FORWARDED && line.charAt(i) == '"';
            i--;
        }
        return i;
    }

    private InetSocketAddress address(String element) {
        return node(this == FORWARDED ? forOf(element) : element);
    }

    /** What stands behind {@code for=} in an element of RFC 7239 section 4, without its quotes; empty if there is nothing. */
    private static String forOf(String element) {
        String found = "";
        for (String pair : element.split(";", -1)) {
            String trimmed = pair.strip();
            if (trimmed.toLowerCase(Locale.ROOT).startsWith(FOR)) {
                if (!found.isEmpty()) {
                    return ""; // a name may be there once only
                }
                found = trimmed.substring(FOR.length());
            }
        }
        boolean isQuoted = found.length() > 2 && found.startsWith("\"") && found.endsWith("\"");
        return isQuoted ? found.substring(1, found.length() - 1) : found;
    }

    /** An address, perhaps with a port: {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code [2001:db8::1]:80}. */
    private static InetSocketAddress node(String text) {
        int firstColon = text.indexOf(':');
        int lastColon = text.lastIndexOf(':');
        String ip = text;
        String port = null;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            boolean hasPort = close >= 0 && lastColon == close + 1;
            if (firstColon < 0 || firstColon > close || !(hasPort || close + 1 == text.length())) {
                return null;
            }
            ip = text.substring(1, close);
            port = hasPort ? text.substring(close + 2) : null;
        } else if (lastColon > 0 && firstColon == lastColon) {
            ip = text.substring(0, lastColon);
            port = text.substring(lastColon + 1);
        }
        InetAddress address = IpAddress.parse(ip);
        int number = port == null ? 0 : port(port);
        return address == null || number < 0 ? null : new InetSocketAddress(address, number);
    }

    /** -1 if it is none; a port that a proxy hides (RFC 7239 section 6.3) is 0. */
    private static int port(String text) {
        if (text.startsWith("_")) {
            return 0;
        }
        boolean isNumber = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = isNumber ? Integer.parseInt(text) : -1;
        return number > 65_535 ? -1 : number;
    }
}
