package io.ejet.server;

import io.ejet.conf.Limits;
import io.ejet.http.RequestHead;
import io.ejet.http.UriPath;
import java.nio.ByteBuffer;

/** What every request must be, whoever answers it. */
final class Admission {
    private Admission() {}

    /**
     * Admits a request and gives it its path, or says why not.
     *
     * @param request its head is complete
     * @param bytes where the head lies
     * @param limits the bounds
     * @return a status, and the connection is to be closed with it; 0 when the request may be answered
     */
    static int refusal(ReceivedRequest request, ByteBuffer bytes, Limits limits) {
        RequestHead head = request.head;
        if (head.expectsOther()) {
            return 417;
        }
        if (head.contentLength() > limits.maxBodyBytes()) {
            return 413;
        }
        if (head.method().equals("CONNECT")) {
            return 501; // 405 would have to say what is allowed instead
        }
        String path = UriPath.normalize(bytes, head.pathStart(), head.targetEnd());
        if (path == null) {
            return 400;
        }
        request.path(path);
        return 0;
    }
}
