package io.ejet;

import io.ejet.conf.Limits;
import io.ejet.conf.ListenAddress;
import io.ejet.http.HttpFields;
import io.ejet.server.Explanation;
import io.ejet.server.Listen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A request to be explained. Immutable.
 *
 * @param method a token, such as GET
 * @param url {@code http://host:port/path?query}, or its part from the path on
 * @param fields {@code Name: value} each; one of the name Host takes the place of the URL's
 * @param client the address that it comes from: if that is a trusted proxy, a field may say for whom
 */
public record Question(String method, String url, List<String> fields, InetAddress client) {
    private static final String HTTP = "http://";
    private static final int HTTP_PORT = 80;
    private static final int SOME_PORT = 50_000;

    /**
     * Checks all parts.
     *
     * @throws IllegalArgumentException when one cannot be part of a request; its message says which, in one line
     */
    public Question {
        fields = List.copyOf(fields);
        if (method.isEmpty() || !method.chars().allMatch(HttpFields::isTokenChar)) {
            throw new IllegalArgumentException("'" + HttpFields.printable(method) + "' is not a method, such as GET");
        } else if (!url.startsWith("/") && !url.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
            throw new IllegalArgumentException(
                    "'" + HttpFields.printable(url) + "' is neither a URL, http://HOST:PORT/PATH, nor a path");
        } else if (url.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
            throw new IllegalArgumentException("'" + HttpFields.printable(url)
                    + "' has characters that a URL cannot have: spaces and others than ASCII are written as %20");
        }
        for (String field : fields) {
            int colon = field.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException("'" + HttpFields.printable(field) + "' is not a field, Name: value");
            }
            HttpFields.check(field.substring(0, colon), field.substring(colon + 1));
        }
    }

    private String authority() {
        if (url.startsWith("/")) {
            return "";
        }
        return url.substring(HTTP.length(), authorityEnd());
    }

    private int authorityEnd() {
        int end = HTTP.length();
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** What comes behind the authority, as a browser sends it: without fragment. */
    private String target() {
        String rest = url.startsWith("/") ? url : url.substring(authorityEnd());
        int fragment = rest.indexOf('#');
        String whole = fragment < 0 ? rest : rest.substring(0, fragment);
        return whole.startsWith("/") ? whole : "/" + whole;
    }

    private byte[] head() {
        StringBuilder head = new StringBuilder(method + " " + target() + " HTTP/1.1\r\n");
        boolean hasHost =
                fields.stream().anyMatch(field -> field.toLowerCase(Locale.ROOT).startsWith("host:"));
        if (!hasHost) {
            head.append("Host: ")
                    .append(authority().isEmpty() ? "localhost" : authority())
                    .append("\r\n");
        }
        fields.forEach(field -> head.append(field).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Which of these it comes to, and how that decides it. Blocks. */
    Explanation ask(List<Listen> listens, Limits limits) {
        int port = port();
        Listen found = listens.get(0);
        String why = port < 0 ? "the first one" : "the first one, for none is reached at port " + port;
        for (Listen listen : listens) {
            if (listen.address().getPort() == port && isReached(listen.address())) {
                found = listen;
                why = "it listens on port " + port;
                break;
            }
        }
        return found.explain(why, head(), new InetSocketAddress(client, SOME_PORT), limits);
    }

    /** -1 when the URL does not tell. */
    private int port() {
        String authority = authority();
        int colon = authority.lastIndexOf(':');
        if (authority.isEmpty()) {
            return -1;
        }
        String port = colon < authority.lastIndexOf(']') ? "" : authority.substring(colon + 1);
        boolean isNumber = colon >= 0
                && port.length() < 6
                && !port.isEmpty()
                && port.chars().allMatch(Character::isDigit);
        return isNumber ? Integer.parseInt(port) : HTTP_PORT;
    }

    /** A name may lead to any address; an address in numbers leads to no other one. */
    private boolean isReached(InetSocketAddress listening) {
        String asked = authority().replaceFirst(":\\d*$", "");
        InetAddress address = address(asked);
        return address == null
                || listening.getAddress().isAnyLocalAddress()
                || listening.getAddress().equals(address);
    }

    /** Null for a name. */
    private static InetAddress address(String host) {
        try {
            return ListenAddress.parse(host + ":0").getAddress();
        } catch (IllegalArgumentException name) {
            return null;
        }
    }
}
