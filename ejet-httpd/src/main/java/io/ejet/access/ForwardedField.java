package io.ejet.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

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
     * one, can take it in. A quote with a backslash before it belongs to the text of a proxy, who may quote what a client has sent.
     */
    private int commaBefore(String line, int end) {
        boolean isQuoted = false;
        int i = end - 1;
        while (i >= 0 && (isQuoted || line.charAt(i) != ',')) {
            boolean isQuote = this == FORWARDED && line.charAt(i) == '"';
            isQuoted ^= isQuote && !(isQuoted && isEscaped(line, i));
            i--;
        }
        return i;
    }

    /** Whether an odd number of backslashes comes before an index. */
    private static boolean isEscaped(String line, int index) {
        int i = index;
        while (i > 0 && line.charAt(i - 1) == '\\') {
            i--;
        }
        return (index - i) % 2 == 1;
    }

    private InetSocketAddress address(String element) {
        return node(this == FORWARDED ? forOf(element) : element);
    }

    /**
     * The value of {@code for} in an element of RFC 7239 section 4, without its quotes; empty if there is none, or several, or if the
     * element is not made as it should be. Semicolons within quotes part nothing: a host that a client has made up may hold some.
     */
    private static String forOf(String element) {
        String found = "";
        int start = 0;
        while (start < element.length()) {
            int end = pairEnd(element, start);
            String pair = element.substring(start, end).strip();
            if (pair.regionMatches(true, 0, FOR, 0, FOR.length())) {
                if (!found.isEmpty()) {
                    return ""; // a name may be there once only
                }
                found = unquoted(pair.substring(FOR.length()));
            }
            start = end + 1;
        }
        return found;
    }

    /** Where the next semicolon is that parts two pairs; the end if there is none. */
    private static int pairEnd(String element, int start) {
        boolean isQuoted = false;
        int i = start;
        while (i < element.length() && (isQuoted || element.charAt(i) != ';')) {
            char c = element.charAt(i);
            i += isQuoted && c == '\\' ? 2 : 1;
            isQuoted ^= c == '"';
        }
        return Math.min(i, element.length());
    }

    /** A token as it is; of a quoted text, what is in it (RFC 9110 section 5.6.4). */
    private static String unquoted(String value) {
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1).replace("\\", "") : value;
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
