package io.ejet.server;

import io.ejet.http.RequestHead;
import io.ejet.http.RequestParser;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The head of a request where it was received, and what scripts have put in the place of parts of it. Nothing is made of a part
 * before it is asked for.
 *
 * <p>Threading: the owner. Lifecycle: begun with each request, {@link #clear}ed after it.
 */
final class ReceivedRequest {
    final RequestParser parser;
    final RequestHead head;

    /** Where the head lies: in the connection's input, or in a copy once the handler has returned without an answer. */
    private ByteBuffer bytes;

    private int headLength;
    private boolean isKept;

    /** Normalised; null before it is known. */
    private String path;

    /** Null until it was asked for. */
    private String host;

    /** Null unless a script has sent the request elsewhere; empty for none. */
    private String newQuery;

    /** Null unless a script has changed something. */
    private RequestEdits edits;

    ReceivedRequest(RequestParser parser) {
        this.parser = parser;
        this.head = parser.head();
    }

    /** The head is complete. */
    void begin(ByteBuffer input, int length) {
        bytes = input;
        headLength = length;
    }

    /** The head as it came. */
    byte[] headBytes() {
        byte[] copy = new byte[headLength];
        bytes.get(parser.end() - headLength, copy);
        return copy;
    }

    /** Keeps the head for a handler that answers later: the input is needed for what comes next. */
    void keep() {
        if (isKept || bytes == null) {
            return;
        }
        int start = parser.end() - headLength;
        ByteBuffer copy = ByteBuffer.allocate(headLength);
        copy.put(0, bytes, start, headLength);
        parser.moved(-start);
        bytes = copy;
        isKept = true;
    }

    /** Whether the handler has returned without an answer: then what was decoded is its exchange's for good. */
    boolean isKept() {
        return isKept;
    }

    /** Lets go of what belongs to the connection. */
    void letGo() {
        bytes = null;
    }

    void clear() {
        letGo();
        isKept = false;
        path = null;
        host = null;
        forgetEdits();
    }

    // -- what scripts change

    void path(String normalized) {
        path = normalized;
    }

    void query(String rewritten) {
        newQuery = rewritten;
    }

    /** Another field, or, if its value is null, none of that name. */
    void edit(String name, String value) {
        if (edits == null) {
            edits = new RequestEdits();
        }
        edits.field(name, value);
    }

    void forgetEdits() {
        newQuery = null;
        edits = null;
    }

    // -- what it says; of a head that could not be understood, nothing

    String method() {
        return bytes == null ? null : head.method();
    }

    String target() {
        return bytes == null ? null : head.target(bytes);
    }

    String path() {
        return path;
    }

    String host() {
        if (host == null) {
            host = bytes == null ? "" : head.host(bytes);
        }
        return host;
    }

    String query() {
        if (newQuery != null) {
            return newQuery.isEmpty() ? null : newQuery;
        } else if (bytes == null) {
            return null;
        }
        return head.query(bytes);
    }

    String header(String name) {
        if (edits != null && edits.has(name)) {
            return edits.value(name);
        } else if (bytes == null) {
            return null;
        }
        int found = head.find(bytes, name, 0);
        return found < 0 ? null : head.value(bytes, found);
    }

    List<String> headers(String name) {
        if (edits != null && edits.has(name)) {
            String value = edits.value(name);
            return value == null ? List.of() : List.of(value);
        }
        List<String> values = new ArrayList<>(2);
        for (int i = bytes == null ? -1 : head.find(bytes, name, 0); i >= 0; i = head.find(bytes, name, i + 1)) {
            values.add(head.value(bytes, i));
        }
        return values;
    }

    void forEachHeader(BiConsumer<String, String> visitor) {
        for (int i = 0; bytes != null && i < head.fields(); i++) {
            String name = head.name(bytes, i);
            if (edits == null || !edits.has(name)) {
                visitor.accept(name, head.value(bytes, i));
            }
        }
        if (edits != null) {
            edits.forEach(visitor);
        }
    }
}
