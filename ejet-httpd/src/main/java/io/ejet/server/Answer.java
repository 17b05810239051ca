package io.ejet.server;

import io.ejet.http.HttpStatus;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Locale;

/**
 * One answer on its way into the connection: its head, its framing, its body, and what scripts change of these.
 *
 * <p>HEAD requests and the statuses 204 and 304 are answered in the same way: the body is left out here.
 *
 * <p>Threading: the owner. Lifecycle: {@link #start}ed with each request, {@link #clear}ed after it.
 */
final class Answer {
    final AnswerHead head = new AnswerHead();
    private ConnectionOutput output;
    private boolean isHead;
    private boolean isHttp11;

    /** Null unless scripts have changed something. */
    private AnswerEdits edits;

    private boolean isBegun;
    private boolean hasBody;
    private boolean isChunked;
    private boolean isDecorated;

    /** Bytes of the body that are still to come; negative when that is not known. */
    private long lengthLeft;

    // what was sent, for the log
    private boolean isHeadSent;
    private long toldLength;
    private boolean saysClose;
    private byte[] sentDateLine;
    private long bodyStart;

    /** Null unless the answer was made before. */
    private byte[] sentHead;

    /** Where it goes. */
    void start(ConnectionOutput connectionOutput) {
        output = connectionOutput;
    }

    /** What is known of the request. */
    void begin(boolean isHeadRequest, boolean isHttp11Request) {
        isHead = isHeadRequest;
        isHttp11 = isHttp11Request;
    }

    void clear() {
        output = null;
        edits = null;
        isBegun = false;
        isHeadSent = false;
        isChunked = false;
        letGo();
        head.clear();
    }

    /** Lets go of an answer that was made before, for a program may hold this object for long. */
    void letGo() {
        sentHead = null;
    }

    boolean isHttp11() {
        return isHttp11;
    }

    // -- what scripts change

    AnswerEdits edits() {
        if (edits == null) {
            edits = new AnswerEdits();
        }
        return edits;
    }

    void edits(AnswerEdits before) {
        edits = before;
    }

    boolean isEdited() {
        return edits != null;
    }

    /** Whether scripts add to the body: then it has other parts than the file that it is made of. */
    boolean hasAddition() {
        return edits != null && edits.changesBody();
    }

    /** A field as far as it is known; once the head is sent, also those that the server puts there. Null when there is none. */
    String field(String name) {
        if (isHeadSent) {
            return sentField(name);
        }
        return edits != null && edits.hasField(name) ? edits.field(name) : head.get(name);
    }

    private String sentField(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "connection" -> saysClose ? "close" : isHttp11 ? null : "keep-alive";
            case "date" -> SentFields.of(sentDateLine, name);
            case "server" -> "eJet";
            case "content-length" -> toldLength < 0 ? preparedField(name) : String.valueOf(toldLength);
            case "transfer-encoding" -> isChunked ? "chunked" : null;
            default -> sentHead == null ? head.get(name) : preparedField(name);
        };
    }

    private String preparedField(String name) {
        return sentHead == null ? null : SentFields.of(sentHead, name);
    }

    /** How much of what was put, up to some place, is its body with all that frames it. */
    long bodyBytes(long end) {
        return isHeadSent ? Math.max(0, end - bodyStart) : 0;
    }

    // -- sending

    /** Whether only the end of the connection tells where the body ends; to be asked before the head is put. */
    boolean needsClose(long lengthBytes) {
        return lengthBytes < 0 && !isHttp11 && !isHead && HttpStatus.mayHaveBody(head.status());
    }

    /**
     * Status line, fields and framing; from here on the status stands.
     *
     * @param lengthBytes that of the body; -1 when it is not known
     * @param dateLine the field with the time
     * @param closes whether the connection ends with this answer
     */
    void putHead(long lengthBytes, byte[] dateLine, boolean closes) {
        isBegun = true;
        isDecorated = edits != null && edits.apply(head);
        int status = head.status();
        hasBody = !isHead && HttpStatus.mayHaveBody(status);
        isChunked = lengthBytes < 0 && hasBody && isHttp11;
        lengthLeft = lengthBytes;
        toldLength = -1;
        head.putTo(output, dateLine);
        if (isChunked) {
            output.put("Transfer-Encoding: chunked\r\n");
        } else if (lengthBytes >= 0 && HttpStatus.mayTellLength(status) && status != 304) {
            toldLength = lengthBytes + (isDecorated ? edits.before().length + edits.after().length : 0);
            output.put("Content-Length: ");
            output.putNumber(toldLength);
            output.put("\r\n");
        }
        putConnectionField(dateLine, closes);
        putAddition(isDecorated ? edits.before() : null);
    }

    /** All of an answer that was made before. */
    void put(byte[] madeHead, byte[] madeBody, int status, byte[] dateLine, boolean closes) {
        sentHead = madeHead;
        toldLength = -1;
        output.put(madeHead);
        output.put(dateLine);
        putConnectionField(dateLine, closes);
        if (!isHead && HttpStatus.mayHaveBody(status)) {
            output.put(madeBody);
        }
    }

    /** The end of the head. */
    private void putConnectionField(byte[] dateLine, boolean closes) {
        if (closes) {
            output.put("Connection: close\r\n\r\n");
        } else {
            output.put(isHttp11 ? "\r\n" : "Connection: keep-alive\r\n\r\n");
        }
        isHeadSent = true;
        saysClose = closes;
        sentDateLine = dateLine;
        bodyStart = output.bytesPut();
    }

    /** Takes all of a piece of the body. */
    void put(ByteBuffer piece) {
        if (lengthLeft >= 0) {
            if (piece.remaining() > lengthLeft) {
                throw new IllegalStateException("piece=" + piece.remaining() + " bytes are more than the length told");
            }
            lengthLeft -= piece.remaining();
        }
        if (!hasBody || !piece.hasRemaining()) {
            piece.position(piece.limit());
        } else if (isChunked) {
            putChunk(piece);
        } else {
            output.put(piece);
        }
    }

    /** All of the body. */
    void put(FileChannel file, long position, long count, Closeable whenSent) {
        lengthLeft -= count;
        output.put(file, position, hasBody ? count : 0, whenSent);
    }

    private void putChunk(ByteBuffer piece) {
        output.putHex(piece.remaining());
        output.put("\r\n");
        output.put(piece);
        output.put("\r\n");
    }

    /** What scripts put before or after a body. */
    private void putAddition(byte[] addition) {
        if (addition == null || addition.length == 0 || !hasBody) {
            return;
        }
        if (isChunked) {
            putChunk(ByteBuffer.wrap(addition));
        } else {
            output.put(addition);
        }
    }

    /** Whether less was put than was told. */
    boolean isShort() {
        return lengthLeft > 0 && hasBody;
    }

    void putEnd() {
        putAddition(isDecorated ? edits.after() : null);
        if (isChunked) {
            output.put("0\r\n\r\n");
        }
    }

    /** Whether nothing but the end of the connection tells where it ends. */
    boolean endsByClose() {
        return isBegun && hasBody && !isChunked && lengthLeft < 0;
    }
}
