package io.ejet.server;

import io.ejet.access.LoginMemory;
import java.net.InetSocketAddress;

/**
 * A request on its way to who answers it: what locations and scripts see of it, and what scripts put in the place of parts of
 * it. For one owner.
 */
interface RoutedRequest {
    // -- as it came, with the changes made so far

    String method();

    /** The target as it came, whatever became of path and query. */
    String target();

    /** The host asked for, without port, in lower case. */
    String host();

    /** The path, decoded and normalised; null when it could not be made out. */
    String path();

    /** Null when there is none. */
    String query();

    /** The first field of that name; null when there is none. */
    String header(String name);

    boolean isHttp11();

    /** The client's address in its numeric form. */
    String remoteIp();

    /** Null when the connection is lost. */
    InetSocketAddress remoteAddress();

    /** Null when the connection is lost. */
    InetSocketAddress localAddress();

    /** Who the client has proved to be; null for nobody. */
    String remoteUser();

    /** The client has proved to be this user. */
    void remoteUser(String proved);

    /** Who has proved that here a moment ago. */
    LoginMemory logins();

    /** The time now, of the monotonic clock. */
    long nowNs();

    /** When its first byte came, since 1970. */
    long createdMs();

    long bytesReceived();

    // -- its answer so far

    int status();

    /** A field of the answer as far as it is known; null when there is none. */
    String answerHeader(String name);

    // -- what scripts change

    void path(String normalized);

    /** Empty for none. */
    void query(String rewritten);

    /** Another field in the place of those of that name, or, if the value is null, none. */
    void editRequest(String name, String value);

    /** The changes of the answer, to be added to. */
    AnswerEdits edits();

    /** The changes of the answer as they were at some time before; null for none. */
    void edits(AnswerEdits before);

    /** Takes back all changes but that of the path. */
    void forgetEdits();
}
