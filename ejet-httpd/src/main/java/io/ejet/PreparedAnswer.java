package io.ejet;

import io.ejet.http.HttpFields;
import io.ejet.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer made once and sent often: its head is ready but for Date and Connection, its body in memory. Immutable; any
 * thread.
 *
 * @see HttpExchange#send(PreparedAnswer)
 */
public final class PreparedAnswer {
    private final int status;
    private final byte[] head;
    private final byte[] body;

    private PreparedAnswer(int status, byte[] head, byte[] body) {
        this.status = status;
        this.head = head;
        this.body = body;
    }

    /**
     * Makes an answer. Its body's length is told, to HEAD also, which it is sent to without its body.
     *
     * @param status 200 to 599
     * @param fields the header fields in their order; not those that are the server's own
     * @param body the body, not copied, not to be changed any more; left out for 204 and 304 (which tells the length of what it
     *     stands for, or none for an empty body)
     * @return the answer
     * @throws IllegalArgumentException for another status, for a field that is none, and for one of Content-Length,
     *     Transfer-Encoding, Connection, Keep-Alive, Date and Server
     */
    public static PreparedAnswer of(int status, Map<String, String> fields, byte[] body) {
        boolean isNone = body.length == 0 && !HttpStatus.mayHaveBody(status);
        return of(status, fields, body, isNone ? -1 : body.length);
    }

    /**
     * Makes an answer that may tell another length than its body's if its status has no body: a 304 tells that of the answer it
     * stands for, or none (RFC 9110 section 8.6).
     *
     * @param status 200 to 599
     * @param fields as above
     * @param body as above
     * @param lengthBytes the Content-Length to tell; -1 for none
     * @return the answer
     * @throws IllegalArgumentException as above, and for a length that would make the client wait for more than it gets, or take
     *     the rest of the body for the next answer
     */
    public static PreparedAnswer of(int status, Map<String, String> fields, byte[] body, long lengthBytes) {
        HttpStatus.checkFinal(status);
        checkLength(status, body.length, lengthBytes);
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(HttpStatus.reason(status))
                .append("\r\n");
        head.append("Server: eJet\r\n");
        fields.forEach((name, value) -> {
            HttpFields.checkOfAnswer(name, value);
            head.append(name).append(": ").append(value).append("\r\n");
        });
        if (lengthBytes >= 0 && HttpStatus.mayTellLength(status)) {
            head.append("Content-Length: ").append(lengthBytes).append("\r\n");
        }
        return new PreparedAnswer(status, head.toString().getBytes(StandardCharsets.ISO_8859_1), body);
    }

    private static void checkLength(int status, int bodyBytes, long lengthBytes) {
        if (lengthBytes < -1 || (HttpStatus.mayHaveBody(status) && lengthBytes != bodyBytes)) {
            throw new IllegalArgumentException(
                    "lengthBytes=" + lengthBytes + " is not that of the body, " + bodyBytes + ", of status=" + status);
        }
    }

    /**
     * Its status.
     *
     * @return 200 to 599
     */
    public int status() {
        return status;
    }

    /**
     * The head without Date, Connection and the empty line.
     *
     * @return not to be changed
     */
    public byte[] head() {
        return head;
    }

    /**
     * The body.
     *
     * @return not to be changed
     */
    public byte[] body() {
        return body;
    }
}
