package io.ejet.log;

import io.ejet.script.ScriptRun;
import io.ejet.script.Worth;

/**
 * What the access log may tell of an exchange. Asked on the owner, when the exchange has ended.
 *
 * <p>A request that could not be understood has no method and no target: these are null then.
 */
public interface LoggedExchange {
    /**
     * The client's address.
     *
     * @return in its numeric form, without port
     */
    String remoteIp();

    /**
     * Who the client has proved to be.
     *
     * @return a name as the client has sent it, or null for nobody
     */
    default String remoteUser() {
        return null;
    }

    /**
     * When the request's first byte came.
     *
     * @return milliseconds since 1970
     */
    long createdMs();

    /**
     * How long it took from the request's first byte to the last byte of its answer.
     *
     * @return nanoseconds
     */
    long durationNs();

    /**
     * The method, as it came.
     *
     * @return the method, or null
     */
    String method();

    /**
     * The target, as it came.
     *
     * @return the target, or null
     */
    String target();

    /**
     * The path that was served: scripts may have made another one of it.
     *
     * @return decoded and normalised, or null when it did not come to that
     */
    default String path() {
        return null;
    }

    /**
     * Whether scripts had a part in it: then the query may be another than that of the target, and there may be local variables.
     *
     * @return true if so
     */
    default boolean isScripted() {
        return false;
    }

    /**
     * A local variable that its scripts have set.
     *
     * @param slot its place
     * @return null when it was not set
     */
    default Worth local(int slot) {
        return null;
    }

    /**
     * What variables are worth that need no method of their own here.
     *
     * @return they do not ask the disk, and nothing can be set; null when there are none
     */
    default ScriptRun variables() {
        return null;
    }

    /**
     * The protocol version.
     *
     * @return true for 1.1 and any later minor version
     */
    boolean isHttp11();

    /**
     * The first request field of that name.
     *
     * @param name a field name, in any case
     * @return its value, or null
     */
    String header(String name);

    /**
     * The status that was sent.
     *
     * @return 100 to 599
     */
    int status();

    /**
     * What the request took on the wire.
     *
     * @return bytes, head and body
     */
    long bytesReceived();

    /**
     * What the answer took on the wire.
     *
     * @return bytes, head and body
     */
    long bytesSent();

    /**
     * What of the answer's body took on the wire, its framing included.
     *
     * @return bytes
     */
    default long bodyBytesSent() {
        return 0;
    }
}
