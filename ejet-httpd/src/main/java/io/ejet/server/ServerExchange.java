package io.ejet.server;

import io.ejet.HttpBodyReader;
import io.ejet.HttpExchange;
import io.ejet.HttpHandler;
import io.ejet.PreparedAnswer;
import io.ejet.access.LoginMemory;
import io.ejet.http.AddressText;
import io.ejet.log.AccessLog;
import io.ejet.log.LoggedExchange;
import io.ejet.script.ScriptRun;
import io.ejet.script.Worth;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
final class ServerExchange extends HeadedRequest implements HttpExchange, LoggedExchange, Rerouting {
    /** What is logged for an exchange that nobody was left to answer; as nginx does. */
    private static final int CLIENT_GONE = 499;

    /** What is logged when a script closes the connection without an answer; as nginx does. */
    private static final int DROPPED = ScriptAnswer.CLOSE_SILENTLY;

    private static final int NOT_MODIFIED = 304;

    private enum Phase {
        FRESH,
        OPEN,
        SENDING,
        ENDED
    }

    final Decoding decoding;
    private final Answer answer = new Answer();

    private RequestCycle cycle;
    private HttpConnection connection;
    private ConnectionOutput output;
    private Phase phase = Phase.FRESH;

    /** Null before it is known. */
    private Host host;

    /** Null if it is the connection's other end. */
    private InetSocketAddress client;

    /** Null unless the client has proved it. */
    private String remoteUser;

    /** Null unless scripts decide. */
    private Routing routing;

    /** Kept for the next request; null before the first that meets a script. */
    private Routing ownRouting;

    // the body of the request
    private HttpBodyReader reader;
    private boolean bodySuspended;

    // the answer
    /** Null unless a script that has a say in the answer waits for the disk. */
    private HeldAnswer held;

    /** Whether those scripts could not be run: they have no say in what is answered then. */
    private boolean isPastReplyScripts;

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
        super(new ReceivedRequest(decoding.parser()));
        this.decoding = decoding;
    }

    // -- for the connection

    /** The first byte of a request is there. */
    void start(RequestCycle newCycle, HttpConnection newConnection, int position) {
        cycle = newCycle;
        connection = newConnection;
        output = newConnection.output();
        answer.start(output);
        outputStart = output.bytesPut();
        createdNs = newConnection.clock().nowNs();
        createdMs = 0;
        request.parser.start(position);
    }

    /** The head is complete. */
    void begin(ByteBuffer bytes, int headLength) {
        request.begin(bytes, headLength);
        receivedBytes = headLength;
        answer.begin(request.head.isHead(), request.head.isHttp11());
        phase = Phase.OPEN;
    }

    /** A head that cannot be understood: an error is sent, and nothing of the head is looked at. */
    void beginRefused() {
        answer.begin(false, true);
        phase = Phase.OPEN;
    }

    boolean hasBegun() {
        return phase != Phase.FRESH;
    }

    // -- for who answers

    void onHostFound(Host found) {
        host = found;
    }

    /** Scripts may decide. */
    Routing beginRouting(boolean mayBlock) {
        if (ownRouting == null) {
            ownRouting = new Routing(this);
        }
        ownRouting.begin(host, mayBlock);
        routing = ownRouting;
        return routing;
    }

    void forgetRouting() {
        if (routing != null) {
            routing.clear();
            routing = null;
        }
    }

    /** The error pages of its host. */
    StatusPages pages() {
        return host == null ? StatusPages.NONE : host.pages();
    }

    @Override
    public Predicate<String> elsewhere(HttpHandler handler) {
        return host.locations().elsewhere(handler);
    }

    @Override
    public void rerouteToIndex(String indexPath) {
        checkUnanswered();
        cycle.onIndexElsewhere(host, routing, indexPath);
    }

    // -- who asks

    /** The connection's other end, whomever it asks for; null when it is lost. */
    InetSocketAddress peerAddress() {
        return connection.remoteAddress();
    }

    /** Whom the request is from, whoever has brought it. */
    void client(InetSocketAddress found) {
        client = found;
    }

    @Override
    public String remoteUser() {
        return remoteUser;
    }

    @Override
    public void remoteUser(String proved) {
        remoteUser = proved;
    }

    @Override
    public LoginMemory logins() {
        return connection.logins();
    }

    @Override
    public long nowNs() {
        return connection.clock().nowNs();
    }

    // -- for scripts

    @Override
    public AnswerEdits edits() {
        return answer.edits();
    }

    @Override
    public void edits(AnswerEdits before) {
        answer.edits(before);
    }

    @Override
    public String answerHeader(String name) {
        return answer.field(name);
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

    /** Keeps the head for a handler that answers later: the input is needed for what comes next. */
    void keepHead() {
        request.keep();
    }

    /** Whether the handler has returned without an answer: then what was decoded is this exchange's for good. */
    boolean isHeadKept() {
        return request.isKept();
    }

    /** Ready for another request: nobody holds this exchange any more. */
    void clear() {
        phase = Phase.FRESH;
        cycle = null;
        connection = null;
        output = null;
        host = null;
        client = null;
        remoteUser = null;
        isPastReplyScripts = false;
        forgetRouting();
        request.clear();
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

    /** Whether nothing of an answer is sent, though the handler may have begun with one: then another can be in its place. */
    boolean isUnsent() {
        return isUnanswered() || held != null;
    }

    /** Whether all of an answer is held: what the handler does after it does not change that. */
    boolean isHeldWhole() {
        return held != null && held.isComplete();
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
        return onWritable != null && held == null;
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
            disposeOfHeld();
        }
    }

    /** Log and program are told that it is over. */
    void onTold(long nowNs) {
        endedNs = nowNs;
        if (routing != null) {
            routing.leave();
        }
    }

    /**
     * What the handler has prepared is not sent: the server answers in its place. If it is held because scripts wait for the disk,
     * they have no say in that answer either.
     */
    void forgetAnswer() {
        if (held != null) {
            takeBackAnswer();
        } else {
            answer.head.clear();
        }
    }

    /** Whether the answer is being sent and nothing but the end of the connection tells where it ends. */
    boolean endsByClose() {
        return phase == Phase.SENDING && answer.endsByClose();
    }

    /** Lets go of what belongs to the connection, for a program may hold this object for long. */
    void letGo() {
        request.letGo();
        answer.letGo();
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
    public boolean isHttp11() {
        return answer.isHttp11();
    }

    @Override
    public String header(String name) {
        return isRangeOfChanged(name) ? null : super.header(name);
    }

    /** A body that scripts add to has other parts than the file that it is made of. */
    private boolean isRangeOfChanged(String name) {
        return name.equalsIgnoreCase("Range") && mayAddToBody();
    }

    private boolean mayAddToBody() {
        return answer.hasAddition() || (routing != null && routing.mayAddToBody());
    }

    @Override
    public List<String> headers(String name) {
        return request.headers(name);
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> visitor) {
        request.forEachHeader(visitor);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return client == null ? connection.remoteAddress() : client;
    }

    @Override
    public InetSocketAddress localAddress() {
        return connection.localAddress();
    }

    @Override
    public long contentLength() {
        return request.head.contentLength();
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
        return sentStatus != 0 ? sentStatus : answer.head.status();
    }

    @Override
    public HttpExchange status(int code) {
        checkUnanswered();
        answer.head.status(code);
        return this;
    }

    @Override
    public HttpExchange setHeader(String name, String value) {
        checkUnanswered();
        answer.head.set(name, value);
        return this;
    }

    @Override
    public HttpExchange addHeader(String name, String value) {
        checkUnanswered();
        answer.head.add(name, value);
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
        beginAnswer(0);
        endAnswer();
    }

    @Override
    public void send(String text) {
        checkUnanswered();
        if (!answer.head.has("Content-Type")) {
            answer.head.set("Content-Type", "text/plain; charset=utf-8");
        }
        send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void send(ByteBuffer body) {
        beginAnswer(body.remaining());
        put(body);
        endAnswer();
    }

    @Override
    public void send(FileChannel file, long position, long count, Closeable whenSent) {
        beginAnswer(count);
        if (held != null) {
            held.add(file, position, count, whenSent);
        } else if (phase == Phase.SENDING) {
            answer.put(file, position, count, whenSent);
        } else {
            HeldAnswer.close(whenSent);
        }
        endAnswer();
    }

    @Override
    public void send(PreparedAnswer prepared) {
        checkUnanswered();
        if (answer.isEdited() || hasReplyScripts()) {
            answer.head.takeFrom(prepared);
            send(ByteBuffer.wrap(prepared.body()));
            return;
        }
        phase = Phase.SENDING;
        sentStatus = prepared.status();
        answer.put(prepared.head(), prepared.body(), sentStatus, connection.dateLine(), cycle.closesAfterAnswer());
        cycle.onAnswered();
    }

    @Override
    public void begin(long lengthBytes) {
        beginAnswer(lengthBytes);
    }

    @Override
    public boolean write(ByteBuffer piece) {
        checkSending();
        put(piece);
        return held == null && output.isWritable();
    }

    @Override
    public void end(boolean complete) {
        checkSending();
        if (!complete || (held == null && answer.isShort())) {
            connection.cut();
        } else {
            endAnswer();
        }
    }

    /** From here on status and fields stand; they are sent when the scripts that have a say in them are through. */
    private void beginAnswer(long lengthBytes) {
        checkUnanswered();
        phase = Phase.SENDING;
        if (!hasReplyScripts()) {
            putHead(lengthBytes);
            return;
        }
        held = new HeldAnswer(lengthBytes);
        cycle.runReplyScripts(routing);
    }

    private boolean hasReplyScripts() {
        if (isPastReplyScripts) {
            return false;
        }
        if (routing == null && host != null && !host.scripts().onReply().isEmpty()) { // refused before it came to that
            cycle.routeRefused();
        }
        return routing != null && routing.hasReplyScripts();
    }

    private void putHead(long lengthBytes) {
        sentStatus = answer.head.status();
        if (sentStatus == NOT_MODIFIED && mayAddToBody()) { // its tag is that of the 200 (RFC 9110 section 15.4.5)
            AnswerEdits.weaken(answer.head);
        }
        if (answer.needsClose(lengthBytes)) {
            cycle.closeAfterAnswer();
        }
        answer.putHead(lengthBytes, connection.dateLine(), cycle.closesAfterAnswer());
    }

    private void put(ByteBuffer piece) {
        if (held != null) {
            held.add(piece);
        } else if (phase == Phase.SENDING) { // else an error was answered in its place
            answer.put(piece);
        }
    }

    private void endAnswer() {
        if (held != null) {
            held.complete();
        } else if (phase == Phase.SENDING) {
            answer.putEnd();
            cycle.onAnswered();
        }
    }

    /** The scripts that have a say in the answer are through: sends what was held of it. */
    void onReplyScriptsRun() {
        HeldAnswer kept = held;
        held = null;
        putHead(kept.lengthBytes());
        kept.putTo(answer);
        if (kept.isComplete() && answer.isShort()) {
            connection.cut();
        } else if (kept.isComplete()) {
            endAnswer();
        }
    }

    /** They cannot be run: what the handler sends is not to be seen, and another answer is to go out without them. */
    void takeBackAnswer() {
        disposeOfHeld();
        isPastReplyScripts = true;
        forgetEdits();
        answer.head.clear();
        phase = Phase.OPEN;
    }

    private void disposeOfHeld() {
        if (held != null) {
            held.dispose();
            held = null;
        }
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
        return client == null ? connection.remoteIp() : AddressText.of(client.getAddress());
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

    @Override
    public long bodyBytesSent() {
        return answer.bodyBytes(outputEnd);
    }

    @Override
    public boolean isScripted() {
        return routing != null;
    }

    @Override
    public Worth local(int slot) {
        return routing == null ? null : routing.run().local(slot);
    }

    @Override
    public ScriptRun variables() {
        if (routing != null) {
            return new EndedRun(this, routing.endedRun());
        }
        Locations places = host == null ? null : host.locations();
        ScriptedRequest seen = new ScriptedRequest(this);
        seen.begin(places, false);
        if (places != null && path() != null) {
            seen.findLocation();
        }
        return new EndedRun(this, seen);
    }

    /** Who takes its record. */
    AccessLog accessLog(AccessLog ofServer) {
        return host == null ? ofServer : host.accessLog(this, ofServer);
    }

    /** Where it came to; null when nowhere. */
    Location location() {
        if (routing != null) {
            return routing.location();
        }
        return path() == null ? null : host.locations().find(path());
    }
}
