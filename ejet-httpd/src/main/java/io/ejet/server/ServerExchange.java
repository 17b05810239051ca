package io.ejet.server;

import io.ejet.HttpBodyReader;
import io.ejet.HttpExchange;
import io.ejet.HttpHandler;
import io.ejet.PreparedAnswer;
import io.ejet.http.HttpStatus;
import io.ejet.http.RequestHead;
import io.ejet.http.RequestParser;
import io.ejet.http.UriPath;
import io.ejet.log.LoggedExchange;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The exchange as its connection sees it: the head where it was received, the answer as far as it was sent.
 *
 * <p>Threading: the owner, but for {@link #execute}.
 *
 * <p>Lifecycle: taken from the owner's pool when a request begins, and given back when it has ended, unless a program's handler
 * may still hold it: then it stays ended for good, and the next request gets another.
 *
 * <pre>
 *   FRESH ──begin──▶ OPEN ──head sent──▶ SENDING ──last byte──▶ ENDED
 *                      │ connection lost     │                    ▲
 *                      └─────────────────────┴────────────────────┘
 * </pre>
 */
final class ServerExchange implements HttpExchange, LoggedExchange, Rerouting {
    /** What is logged for an exchange that nobody was left to answer; as nginx does. */
    private static final int CLIENT_GONE = 499;

    /** What is logged when a script closes the connection without an answer; as nginx does. */
    private static final int DROPPED = 444;

    private enum Phase {
        FRESH,
        OPEN,
        SENDING,
        ENDED
    }

    final Decoding decoding;
    final RequestParser parser;
    final RequestHead head;
    private final AnswerHead answer = new AnswerHead();

    private RequestCycle cycle;
    private HttpConnection connection;
    private ConnectionOutput output;
    private Phase phase = Phase.FRESH;

    /** Where the head lies: in the connection's input, or in a copy once the handler has returned without an answer. */
    private ByteBuffer headBytes;

    private boolean headCopied;
    private boolean isHead;
    private boolean isHttp11;
    private String path;

    /** Null until it was asked for. */
    private String hostText;

    /** Null before it is known. */
    private Host host;

    /** Null unless scripts decide. */
    private Routing routing;

    /** Null unless a script has sent the request elsewhere. */
    private String newQuery;

    /** Null unless a script has changed something. */
    private RequestEdits requestEdits;

    private AnswerEdits edits;

    // the body of the request
    private HttpBodyReader reader;
    private boolean bodySuspended;

    // the answer
    private boolean hasBody;
    private boolean isChunked;
    private boolean isDecorated;
    private long lengthLeft;
    private int sentStatus;
    private Runnable onWritable;
    private Runnable onClosed;

    // for log and program
    private Object attachment;
    private long createdNs;
    private long createdMs;
    private long receivedBytes;
    private long outputStart;
    private long outputEnd;
    private long endedNs;

    ServerExchange(Decoding decoding) {
        this.decoding = decoding;
        this.parser = decoding.parser();
        this.head = parser.head();
    }

    // -- for the connection

    /** The first byte of a request is there. */
    void start(RequestCycle newCycle, HttpConnection newConnection, int position) {
        cycle = newCycle;
        connection = newConnection;
        output = newConnection.output();
        outputStart = output.bytesPut();
        createdNs = newConnection.clock().nowNs();
        createdMs = 0;
        parser.start(position);
    }

    /** The head is complete. */
    void begin(ByteBuffer bytes, int headLength) {
        headBytes = bytes;
        receivedBytes = headLength;
        isHead = head.isHead();
        isHttp11 = head.isHttp11();
        phase = Phase.OPEN;
    }

    /** A head that cannot be understood: an error is sent, and nothing of the head is looked at. */
    void beginRefused() {
        isHead = false;
        isHttp11 = true;
        phase = Phase.OPEN;
    }

    boolean hasBegun() {
        return phase != Phase.FRESH;
    }

    void path(String normalized) {
        path = normalized;
    }

    // -- for who answers

    void onHostFound(Host found) {
        host = found;
    }

    void onRouting(Routing begun) {
        routing = begun;
    }

    /** The error pages of its host. */
    StatusPages pages() {
        return host == null ? StatusPages.NONE : host.pages();
    }

    @Override
    public Predicate<String> elsewhere(HttpHandler handler) {
        Locations locations = host.locations();
        return other -> {
            Location found = locations.find(other);
            return found != null && found.handler() != handler;
        };
    }

    @Override
    public void rerouteToIndex(String indexPath) {
        checkUnanswered();
        cycle.onIndexElsewhere(host, routing, indexPath);
    }

    // -- for scripts

    void query(String rewritten) {
        newQuery = rewritten;
    }

    /** What scripts change in the answer. */
    AnswerEdits edits() {
        if (edits == null) {
            edits = new AnswerEdits();
        }
        return edits;
    }

    /** Another field of the request, or, if its value is null, none of that name. */
    void editRequest(String name, String value) {
        if (requestEdits == null) {
            requestEdits = new RequestEdits();
        }
        requestEdits.field(name, value);
    }

    /** The scripts are run anew. */
    void forgetEdits() {
        newQuery = null;
        edits = null;
        requestEdits = null;
    }

    /** A field of the answer as far as it is known; null when there is none. */
    String answerHeader(String name) {
        return answer.get(name);
    }

    /** A script has closed the connection without a word. */
    void drop() {
        sentStatus = DROPPED;
        connection.cut();
    }

    /** A script wants the request to be sent elsewhere. */
    void onForwarded(String url) {
        cycle.onForwarded(url);
    }

    /** Answers with a status and no text but that of its page. */
    void replyPage(int code) {
        if (code >= 300 && HttpStatus.mayHaveBody(code)) {
            ErrorPages.send(this, code);
        } else {
            status(code).send();
        }
    }

    /** Keeps the head for a handler that answers later: the input is needed for what comes next. */
    void keepHead() {
        if (headCopied || headBytes == null) {
            return;
        }
        int start = parser.end() - (int) receivedBytes;
        ByteBuffer copy = ByteBuffer.allocate((int) receivedBytes);
        copy.put(0, headBytes, start, copy.capacity());
        parser.moved(-start);
        headBytes = copy;
        headCopied = true;
    }

    /** Whether the handler has returned without an answer: then what was decoded is this exchange's for good. */
    boolean isHeadKept() {
        return headCopied;
    }

    /** Ready for another request: nobody holds this exchange any more. */
    void clear() {
        phase = Phase.FRESH;
        cycle = null;
        connection = null;
        output = null;
        headBytes = null;
        headCopied = false;
        path = null;
        host = null;
        hostText = null;
        routing = null;
        forgetEdits();
        reader = null;
        bodySuspended = false;
        onWritable = null;
        onClosed = null;
        attachment = null;
        receivedBytes = 0;
        sentStatus = 0;
        answer.clear();
    }

    boolean isUnanswered() {
        return phase == Phase.OPEN || phase == Phase.FRESH;
    }

    HttpBodyReader reader() {
        return reader;
    }

    boolean isBodySuspended() {
        return bodySuspended;
    }

    void onBodyReceived(long bytes) {
        receivedBytes += bytes;
    }

    boolean awaitsWritable() {
        return onWritable != null;
    }

    /** The client has taken enough: tells whoever waits for that. */
    void onOutputWritable() {
        Runnable callback = onWritable;
        if (callback != null) {
            onWritable = null;
            callback.run();
        }
    }

    /** The connection is lost before the answer was complete, or before all of it was sent. */
    void onLost() {
        if (sentStatus == 0) {
            sentStatus = CLIENT_GONE;
        }
        end();
        outputEnd = Math.max(outputStart, Math.min(outputEnd, output.bytesSent()));
    }

    /** The answer is complete, or will never be. */
    void end() {
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            outputEnd = output.bytesPut();
            onWritable = null;
        }
    }

    /** Log and program are told that it is over. */
    void onTold(long nowNs) {
        endedNs = nowNs;
    }

    /** What the handler has prepared is not sent: the server answers in its place. */
    void forgetAnswer() {
        answer.clear();
    }

    /** Whether the answer is being sent and nothing but the end of the connection tells where it ends. */
    boolean endsByClose() {
        return phase == Phase.SENDING && hasBody && !isChunked && lengthLeft < 0;
    }

    /** Lets go of what belongs to the connection, for a program may hold this object for long. */
    void letGo() {
        headBytes = null;
        reader = null;
    }

    /** Tells the program that it is over. */
    void fireClosed() {
        Runnable callback = onClosed;
        if (callback != null) {
            onClosed = null;
            callback.run();
        }
    }

    // -- request

    @Override
    public String method() {
        return headBytes == null ? null : head.method();
    }

    @Override
    public String target() {
        return headBytes == null ? null : head.target(headBytes);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        if (newQuery != null) {
            return newQuery.isEmpty() ? null : newQuery;
        } else if (headBytes == null) {
            return null;
        }
        int start = UriPath.queryStart(headBytes, head.pathStart(), head.targetEnd());
        return start < 0 ? null : text(start, head.targetEnd());
    }

    private String text(int start, int end) {
        byte[] bytes = new byte[end - start];
        headBytes.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean isHttp11() {
        return isHttp11;
    }

    @Override
    public String header(String name) {
        if (requestEdits != null && requestEdits.has(name)) {
            return requestEdits.value(name);
        } else if (headBytes == null || isRangeOfChanged(name)) {
            return null;
        }
        int found = head.find(headBytes, name, 0);
        return found < 0 ? null : head.value(headBytes, found);
    }

    /** A body that scripts add to has other parts than the file that it is made of. */
    private boolean isRangeOfChanged(String name) {
        return edits != null && edits.changesBody() && name.equalsIgnoreCase("Range");
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>(2);
        if (requestEdits != null && requestEdits.has(name)) {
            String value = requestEdits.value(name);
            return value == null ? values : List.of(value);
        }
        if (headBytes == null) {
            return values;
        }
        for (int i = head.find(headBytes, name, 0); i >= 0; i = head.find(headBytes, name, i + 1)) {
            values.add(head.value(headBytes, i));
        }
        return values;
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> visitor) {
        for (int i = 0; headBytes != null && i < head.fields(); i++) {
            String name = head.name(headBytes, i);
            if (requestEdits == null || !requestEdits.has(name)) {
                visitor.accept(name, head.value(headBytes, i));
            }
        }
        if (requestEdits != null) {
            requestEdits.forEach(visitor);
        }
    }

    @Override
    public String host() {
        if (hostText == null) {
            hostText = headBytes == null ? "" : head.host(headBytes);
        }
        return hostText;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return connection.localAddress();
    }

    @Override
    public long contentLength() {
        return head.contentLength();
    }

    @Override
    public void readBody(HttpBodyReader bodyReader) {
        if (reader != null) {
            throw new IllegalStateException("the body is being read already");
        }
        checkUnended();
        reader = bodyReader;
        cycle.onBodyWanted();
    }

    @Override
    public void suspendBody() {
        checkInEvent();
        bodySuspended = true;
    }

    @Override
    public void resumeBody() {
        checkInEvent();
        bodySuspended = false;
    }

    /** Also right after the end, in a callback that does not know of it yet. */
    private void checkInEvent() {
        HttpConnection current = connection;
        if (current != null) {
            current.checkInEvent();
        }
    }

    // -- answer

    @Override
    public int status() {
        return sentStatus != 0 ? sentStatus : answer.status();
    }

    @Override
    public HttpExchange status(int code) {
        checkUnanswered();
        answer.status(code);
        return this;
    }

    @Override
    public HttpExchange setHeader(String name, String value) {
        checkUnanswered();
        answer.set(name, value);
        return this;
    }

    @Override
    public HttpExchange addHeader(String name, String value) {
        checkUnanswered();
        answer.add(name, value);
        return this;
    }

    private void checkUnanswered() {
        if (!isUnanswered()) {
            throw new IllegalStateException(
                    phase == Phase.ENDED ? "the exchange has ended" : "the head of the answer is sent");
        }
        connection.checkInEvent();
    }

    private void checkUnended() {
        if (phase == Phase.ENDED) {
            throw new IllegalStateException("the exchange has ended");
        }
        connection.checkInEvent();
    }

    private void checkSending() {
        checkUnended();
        if (phase != Phase.SENDING) {
            throw new IllegalStateException("begin comes first");
        }
    }

    @Override
    public void send() {
        sendHead(0);
        endBody();
    }

    @Override
    public void send(String text) {
        if (!answer.has("Content-Type")) {
            answer.set("Content-Type", "text/plain; charset=utf-8");
        }
        send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void send(ByteBuffer body) {
        sendHead(body.remaining());
        if (hasBody) {
            output.put(body);
        }
        endBody();
    }

    @Override
    public void send(FileChannel file, long position, long count, Closeable whenSent) {
        sendHead(count);
        output.put(file, position, hasBody ? count : 0, whenSent);
        endBody();
    }

    @Override
    public void send(PreparedAnswer prepared) {
        checkUnanswered();
        if (edits != null) {
            answer.takeFrom(prepared);
            send(ByteBuffer.wrap(prepared.body()));
            return;
        }
        phase = Phase.SENDING;
        sentStatus = prepared.status();
        output.put(prepared.head());
        output.put(connection.dateLine());
        putConnectionField();
        if (!isHead && HttpStatus.mayHaveBody(sentStatus)) {
            output.put(prepared.body());
        }
        cycle.onAnswered();
    }

    @Override
    public void begin(long lengthBytes) {
        sendHead(lengthBytes);
    }

    /** Status line, fields and framing; from here on the status stands. */
    private void sendHead(long lengthBytes) {
        checkUnanswered();
        phase = Phase.SENDING;
        isDecorated = edits != null && edits.apply(answer);
        sentStatus = answer.status();
        hasBody = !isHead && HttpStatus.mayHaveBody(sentStatus);
        isChunked = false;
        lengthLeft = lengthBytes;
        if (lengthBytes < 0 && hasBody) {
            isChunked = isHttp11;
            if (!isChunked) {
                cycle.closeAfterAnswer();
            }
        }
        answer.putTo(output, connection.dateLine());
        if (isChunked) {
            output.put("Transfer-Encoding: chunked\r\n");
        } else if (lengthBytes >= 0 && HttpStatus.mayTellLength(sentStatus) && sentStatus != 304) {
            output.put("Content-Length: ");
            output.putNumber(lengthBytes + (isDecorated ? edits.before().length + edits.after().length : 0));
            output.put("\r\n");
        }
        putConnectionField();
        putAddition(isDecorated ? edits.before() : null);
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

    private void putChunk(ByteBuffer piece) {
        output.putHex(piece.remaining());
        output.put("\r\n");
        output.put(piece);
        output.put("\r\n");
    }

    private void endBody() {
        putAddition(isDecorated ? edits.after() : null);
        if (isChunked && hasBody) {
            output.put("0\r\n\r\n");
        }
        cycle.onAnswered();
    }

    private void putConnectionField() {
        if (cycle.closesAfterAnswer()) {
            output.put("Connection: close\r\n\r\n");
        } else {
            output.put(isHttp11 ? "\r\n" : "Connection: keep-alive\r\n\r\n");
        }
    }

    @Override
    public boolean write(ByteBuffer piece) {
        checkSending();
        if (lengthLeft >= 0) {
            if (piece.remaining() > lengthLeft) {
                throw new IllegalStateException("piece=" + piece.remaining() + " bytes are more than the length told");
            }
            lengthLeft -= piece.remaining();
        }
        if (!hasBody || !piece.hasRemaining()) {
            piece.position(piece.limit());
            return output.isWritable();
        }
        if (isChunked) {
            putChunk(piece);
        } else {
            output.put(piece);
        }
        return output.isWritable();
    }

    @Override
    public void end(boolean complete) {
        checkSending();
        if (!complete || (lengthLeft > 0 && hasBody)) {
            connection.cut();
            return;
        }
        endBody();
    }

    @Override
    public void onWritable(Runnable callback) {
        checkUnended();
        onWritable = callback;
    }

    @Override
    public void onClosed(Runnable callback) {
        checkUnended();
        onClosed = onClosed == null ? callback : both(onClosed, callback);
    }

    private static Runnable both(Runnable first, Runnable second) {
        return () -> {
            try {
                first.run();
            } finally {
                second.run();
            }
        };
    }

    @Override
    public boolean isClosed() {
        return phase == Phase.ENDED;
    }

    // -- for the program

    /** Reads the phase without order: the owner looks at it again before it runs the task. */
    @Override
    public boolean execute(Runnable task) {
        return phase != Phase.ENDED && connection.post(this, task);
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    @Override
    public void attach(Object newAttachment) {
        attachment = newAttachment;
    }

    // -- log

    @Override
    public String remoteIp() {
        return connection.remoteIp();
    }

    @Override
    public long createdMs() {
        if (createdMs == 0) {
            createdMs = System.currentTimeMillis() - (connection.clock().nowNs() - createdNs) / 1_000_000;
        }
        return createdMs;
    }

    @Override
    public long durationNs() {
        return endedNs - createdNs;
    }

    @Override
    public long bytesReceived() {
        return receivedBytes;
    }

    @Override
    public long bytesSent() {
        return outputEnd - outputStart;
    }
}
