package io.ejet.server;

import io.ejet.http.RequestHead;
import io.ejet.http.RequestParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A request for a host, as it comes. */
final class AskedHost {
    private static final int MOST_BYTES = 4000;

    private final ByteBuffer bytes;
    private final RequestParser parser = new RequestParser(MOST_BYTES, MOST_BYTES, 10);

    private AskedHost(String request) {
        bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
        if (parser.parse(bytes, bytes.limit()) != RequestParser.Result.DONE) {
            throw new AssertionError(request + " is refused: " + parser.fault());
        }
    }

    /** With this Host field. */
    static AskedHost of(String authority) {
        return new AskedHost("GET / HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
    }

    /** With this authority in its target, which goes before the field. */
    static AskedHost ofTarget(String authority) {
        return new AskedHost("GET http://" + authority + " HTTP/1.1\r\nHost: other.example:9\r\n\r\n");
    }

    /** Without Host field. */
    static AskedHost none() {
        return new AskedHost("GET / HTTP/1.0\r\n\r\n");
    }

    RequestHead head() {
        return parser.head();
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** The host of a site that answers; null when there is none. */
    Host in(Site site) {
        return site.find(head(), bytes);
    }
}
