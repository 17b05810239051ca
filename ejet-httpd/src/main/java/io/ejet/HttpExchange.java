package io.ejet;

import java.io.Closeable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One request and its answer.
 *
 * <p>Threading: the owner only, that is, in {@link HttpHandler#handle}, in the callbacks set here, and in tasks given to
 * {@link #execute}; only {@link #execute} itself is safe from any thread.
 *
 * <p>Lifecycle: from the complete head of the request until its answer is complete or the connection is lost. A handler that
 * has not answered when it returns answers later. What is left of the body unread then is drained, within bounds. After
 * the end every call that sends throws {@link IllegalStateException}, and {@link #execute} answers false.
 *
 * <p>An answer is sent whole by one of the {@code send} methods, or in pieces: {@link #begin}, {@link #write}, {@link #end}.
 * HEAD requests and the statuses 204 and 304 are answered in the same way: the server leaves the body out.
 */
public interface HttpExchange {
    // -- request

    /**
     * The method, as it came: methods are case-sensitive (RFC 9110 section 9.1).
     *
     * @return for example {@code GET}
     */
    String method();

    /**
     * The request target as it came.
     *
     * @return origin form, or absolute form, or {@code *}
     */
    String target();

    /**
     * The target's path, percent-decoded once and normalised: no dot segments, no empty segments, no control characters. Begins
     * with a slash.
     *
     * @return the path
     */
    String path();

    /**
     * What follows the first question mark of the target, as it came.
     *
     * @return the query, null when there is no question mark
     */
    String query();

    /**
     * Whether the client speaks HTTP/1.1 and not HTTP/1.0.
     *
     * @return true for 1.1 and any later minor version
     */
    boolean isHttp11();

    /**
     * The first field of that name.
     *
     * @param name a field name, in any case
     * @return its value without white space around, null when there is none
     */
    String header(String name);

    /**
     * All fields of that name, in their order.
     *
     * @param name a field name, in any case
     * @return the values, perhaps none
     */
    List<String> headers(String name);

    /**
     * All fields, in their order.
     *
     * @param visitor called with the name as it came, and the value
     */
    void forEachHeader(BiConsumer<String, String> visitor);

    /**
     * The host that is asked for, without port, in lower case: the authority of an absolute target, else the Host field.
     *
     * @return the name or address, empty when the request names none
     */
    String host();

    /**
     * The address of the client: if it is known to come by way of a trusted proxy, not that of the proxy.
     *
     * @return the address, null when the connection is lost
     */
    InetSocketAddress remoteAddress();

    /**
     * The address the client has reached.
     *
     * @return the address, null when the connection is lost
     */
    InetSocketAddress localAddress();

    /**
     * The length of the request's body.
     *
     * @return bytes; 0 when there is no body, -1 when it is chunked
     */
    long contentLength();

    /**
     * Reads the body as it comes. Once per exchange. A client that waits for 100 Continue is told to go on.
     *
     * @param reader takes the pieces; when there is no body, one empty last piece, at once
     */
    void readBody(HttpBodyReader reader);

    /** Makes the pieces of the body wait, and so in time the client, until {@link #resumeBody}. */
    void suspendBody();

    /** Goes on with the body. */
    void resumeBody();

    // -- answer

    /**
     * The status that will be or was sent.
     *
     * @return 200 unless set
     */
    int status();

    /**
     * Sets the status.
     *
     * @param code 200 to 599
     * @return this
     */
    HttpExchange status(int code);

    /**
     * Sets a field of the answer in place of those of that name. Date, Server, Connection, Content-Length and
     * Transfer-Encoding are the server's own.
     *
     * @param name a token (RFC 9110 section 5.6.2)
     * @param value without control characters
     * @return this
     */
    HttpExchange setHeader(String name, String value);

    /**
     * Adds a field to the answer, for those that may occur several times.
     *
     * @param name a token (RFC 9110 section 5.6.2)
     * @param value without control characters
     * @return this
     */
    HttpExchange addHeader(String name, String value);

    /** Sends an answer without a body. */
    void send();

    /**
     * Sends a whole answer.
     *
     * @param text sent in UTF-8; Content-Type is {@code text/plain; charset=utf-8} unless set
     */
    void send(String text);

    /**
     * Sends a whole answer.
     *
     * @param body what remains of it is sent; the caller's again when this returns, if it is a heap buffer
     */
    void send(ByteBuffer body);

    /**
     * Sends a part of a file as a whole answer, by the kernel where it can.
     *
     * @param file an open file
     * @param position where the part begins, in bytes
     * @param count its length in bytes
     * @param whenSent closed when the part is sent or given up: the file itself, who shares it, or null for nothing
     */
    void send(FileChannel file, long position, long count, Closeable whenSent);

    /**
     * Sends an answer that was made before. Status and fields set here are left out.
     *
     * @param answer what to send
     */
    void send(PreparedAnswer answer);

    /**
     * Sends the head of an answer whose body follows in pieces.
     *
     * @param lengthBytes the body's length; -1 when it is not known: then it is sent chunked, or to an HTTP/1.0 client until
     *     the end of the connection
     */
    void begin(long lengthBytes);

    /**
     * Sends a piece of the body.
     *
     * @param piece what remains of it is sent; the caller's again when this returns, if it is a heap buffer
     * @return false when so much waits to be sent that the caller should wait for {@link #onWritable}
     */
    boolean write(ByteBuffer piece);

    /**
     * Ends a body that was sent in pieces.
     *
     * @param complete false when the rest cannot be had: then the connection is cut, so that the client cannot take the part
     *     for the whole; also when less was sent than {@link #begin} has told
     */
    void end(boolean complete);

    /**
     * What to do when the client has taken enough for the caller to go on. Once, after {@link #write} has answered false.
     *
     * @param callback runs on the owner
     */
    void onWritable(Runnable callback);

    /**
     * What to do when the exchange ends, in whatever way. What was set before is done too, and first.
     *
     * @param callback runs on the owner, once
     */
    void onClosed(Runnable callback);

    /**
     * Whether the answer is complete or the connection lost.
     *
     * @return true when nothing can be sent any more
     */
    boolean isClosed();

    // -- for the program

    /**
     * Runs a task on the owner of this exchange. Safe from any thread.
     *
     * @param task what to run; it finds the exchange open, or is not run
     * @return false when the exchange has ended, or too much is under way: the task will not run
     */
    boolean execute(Runnable task);

    /**
     * What the program has attached.
     *
     * @return the attachment, null when there is none
     */
    Object attachment();

    /**
     * Attaches something for the time of this exchange.
     *
     * @param attachment for the program
     */
    void attach(Object attachment);
}
