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
     * Makes an answer.
     *
     * @param status 200 to 599
     * @param fields the header fields in their order; Content-Length, Date, Server and Connection are the server's own
     * @param body the body, not copied, not to be changed any more; left out for 204 and 304
     * @return the answer
     */
    public static PreparedAnswer of(int status, Map<String, String> fields, byte[] body) {
        return of(status, fields, body, body.length);
    }

    /**
     * Makes an answer that tells another length than its body's, as the 304 of a file or the answer to a HEAD may.
     *
     * @param status 200 to 599
     * @param fields the header fields in their order
     * @param body the body, not copied
     * @param lengthBytes the Content-Length to tell; -1 for none
     * @return the answer
     */
    public static PreparedAnswer of(int status, Map<String, String> fields, byte[] body, long lengthBytes) {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(HttpStatus.reason(status))
                .append("\r\n");
        head.append("Server: eJet\r\n");
        fields.forEach((name, value) -> {
            HttpFields.check(name, value);
            head.append(name).append(": ").append(value).append("\r\n");
        });
        if (lengthBytes >= 0 && HttpStatus.mayTellLength(status)) {
            head.append("Content-Length: ").append(lengthBytes).append("\r\n");
        }
        return new PreparedAnswer(status, head.toString().getBytes(StandardCharsets.ISO_8859_1), body);
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
