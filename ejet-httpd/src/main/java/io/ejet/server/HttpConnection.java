package io.ejet.server;

import io.ejet.HttpBodyReader;
import io.ejet.HttpHandler;
import io.ejet.conf.Limits;
import io.ejet.http.BodyDecoder;
import io.ejet.http.RequestFault;
import io.ejet.http.RequestParser;
import io.ejet.http.UriPath;
import io.epump.IOEventType;
import io.epump.TcpDevice;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One connection of a client: reads requests, has them answered one after the other, and keeps to the limits.
 *
 * <pre>
 *          ┌──────────────────────────── answered, stays open ───────────────────────────┐
 *          ▼                                                                             │
 *   READING_HEAD ──head complete──▶ handler ──answers later──▶ HANDLING ──────────────▶ answered
 *          │                           │ wants the body            ▲                     │
 *          │                           ▼                           │ body ended          │ closes
 *          │                     READING_BODY ─────────────────────┘                     ▼
 *          └──not a request──▶ error answered ──────────────────────▶ LINGERING or CLOSING ──▶ CLOSED
 * </pre>
 *
 * <p>In READING_BODY the body goes to the handler's reader; after an answer that came early it is thrown away, within bounds.
 * LINGERING reads and throws away what the client still sends after the last answer, which a close at once would make the
 * kernel take back (RFC 9112 section 9.6).
 *
 * <p>Threading: the owner, but for {@link #post}.
 *
 * <p>Bounds: those of {@link Limits}; one buffer of input; output as far as the device's watermarks allow.
 */
final class HttpConnection {
    private static final int EXECUTE = 10_000;
    private static final long MAX_DRAINED_BYTES = 256 * 1024;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum Phase {
        READING_HEAD,
        READING_BODY,
        HANDLING,
        LINGERING,
        CLOSING,
        CLOSED
    }

    /** What another thread wants done. */
    record Task(ServerExchange exchange, Runnable runnable) {}

    private final Server server;
    private final Site site;
    private final TcpDevice device;
    private final ConnectionInput input;
    private final ConnectionOutput output;
    private final ConnectionTimer timer;

    private Phase phase = Phase.READING_HEAD;
    private OwnerState ownerState;
    private ServerExchange exchange;
    private HttpHandler handler;
    private int requests;
    private boolean closeAfterAnswer;
    private boolean bodyEnded;
    private boolean continueWanted;
    private boolean inputEnded;
    private boolean readingPaused;
    private boolean inEvent;
    private boolean answered;
    private boolean shutDown;
    private boolean busy;
    private long drainedBytes;

    // times of the monotonic clock
    private long nowNs;
    private long activeNs;
    private long phaseStartedNs;
    private String remoteIp;

    HttpConnection(Server server, Site site, TcpDevice device) {
        this.server = server;
        this.site = site;
        this.device = device;
        input = new ConnectionInput(device);
        output = new ConnectionOutput(device);
        timer = new ConnectionTimer(device, ConnectionEvents.INSTANCE);
    }

    /** The device was accepted, and is not handed to its pump yet. */
    void onAccepted() {
        nowNs = server.nowNs();
        activeNs = nowNs;
        if (server.isStopping()) {
            setBusy(true);
        }
        timer.fireBy(deadlineNs(), nowNs);
    }

    // -- events

    void onReadable() {
        beginEvent();
        activeNs = nowNs;
        int count;
        do {
            count = input.fill(phase == Phase.READING_HEAD && exchange != null ? exchange.parser : null);
            if (count > 0) {
                proceed();
            }
        } while (count > 0 && wantsInput());
        if (count == ConnectionInput.ENDED) {
            onInputEnded();
        }
        endEvent();
    }

    void onWritable() {
        beginEvent();
        activeNs = nowNs;
        proceed();
        endEvent();
    }

    void onTask(Task task) {
        beginEvent();
        if (task.exchange == exchange && !exchange.isClosed()) {
            activeNs = nowNs;
            call(task.runnable::run);
            proceed();
        }
        endEvent();
    }

    void onTimeout() {
        beginEvent();
        if (nowNs - deadlineNs() >= 0) {
            onDeadline();
        }
        endEvent();
    }

    /** The pump gives the device up: the connection is broken, or the system stops. */
    void onLost() {
        beginEvent();
        close();
    }

    private void beginEvent() {
        nowNs = server.nowNs();
        inEvent = true;
        if (ownerState == null) {
            ownerState = server.ownerState();
        }
    }

    /** Sends what was put, lets who waits for that go on, and says what is waited for now. */
    private void endEvent() {
        output.flush();
        while (phase != Phase.CLOSED && exchange != null && exchange.awaitsWritable() && output.isWritable()) {
            call(exchange::onOutputWritable);
            proceed();
            output.flush();
        }
        inEvent = false;
        if (phase == Phase.CLOSED) {
            return;
        }
        if (phase == Phase.LINGERING || phase == Phase.CLOSING) {
            finishOutput();
        }
        if (phase == Phase.CLOSED) {
            return;
        }
        input.releaseIfEmpty();
        boolean wants = wantsInput();
        if (wants == readingPaused) {
            readingPaused = !wants;
            if (wants) {
                device.addNotify(IOEventType.READ);
            } else {
                device.delNotify(IOEventType.READ);
            }
        }
        setBusy(phase != Phase.READING_HEAD || output.isPending());
        timer.fireBy(deadlineNs(), nowNs);
    }

    /** A connection that is busy when the server stops is waited for. */
    private void setBusy(boolean now) {
        if (busy != now) {
            busy = now;
            server.onBusy(now ? 1 : -1);
        }
    }

    private boolean wantsInput() {
        return switch (phase) {
            case READING_HEAD -> output.isWritable() && !inputEnded && !input.isFull();
            case READING_BODY -> !exchange.isBodySuspended() && output.isWritable() && !inputEnded;
            case HANDLING -> !inputEnded && input.isEmpty(); // to learn that the client has gone
            case LINGERING -> !inputEnded;
            case CLOSING, CLOSED -> false;
        };
    }

    // -- requests

    /** Goes on with what was received, until more of it is needed, or an answer, or room to send. */
    private void proceed() {
        boolean goesOn = true;
        while (goesOn) {
            if (answered) {
                answered = false;
                onExchangeEnded();
            }
            goesOn = switch (phase) {
                case READING_HEAD -> output.isWritable() && readHead();
                case READING_BODY -> output.isWritable() && readBody();
                case LINGERING -> throwAway();
                case HANDLING -> answered;
                case CLOSING, CLOSED -> false;
            };
        }
    }

    private boolean readHead() {
        if (input.isEmpty()) {
            return false;
        }
        ByteBuffer bytes = input.bytes();
        if (exchange == null) {
            exchange = ownerState.exchanges().take();
            exchange.start(this, bytes.position());
            phaseStartedNs = nowNs;
        }
        RequestParser parser = exchange.parser;
        return switch (parser.parse(bytes, bytes.limit())) {
            case MORE -> false;
            case FAILED -> {
                refuse(parser.fault());
                yield true;
            }
            case DONE -> {
                int start = bytes.position();
                bytes.position(parser.end());
                exchange.begin(bytes, parser.end() - start);
                answer();
                yield true;
            }
        };
    }

    /** The head is complete: finds who answers, and has it answered. */
    private void answer() {
        requests++;
        bodyEnded = exchange.head.contentLength() == 0;
        continueWanted = exchange.head.expectsContinue() && !bodyEnded;
        closeAfterAnswer = !exchange.head.isPersistent() || requests >= limits().maxRequests() || server.isStopping();
        startBody();
        phase = Phase.HANDLING;
        handler = find();
        if (handler != null) {
            callHandler();
        }
    }

    private void startBody() {
        BodyDecoder decoder = exchange.decoding.decoder();
        if (exchange.head.isChunked()) {
            decoder.startChunked(limits().maxBodyBytes(), limits().maxHeaderBytes(), limits().maxRequestLineBytes());
        } else {
            decoder.startLength(Math.max(0, exchange.head.contentLength()));
        }
    }

    /** Who answers; null when what is wrong with the request was answered already. */
    private HttpHandler find() {
        if (exchange.head.expectsOther()) {
            return refused(417);
        }
        if (exchange.head.contentLength() > limits().maxBodyBytes()) {
            return refused(413);
        }
        if (exchange.head.method().equals("CONNECT")) {
            return refused(405);
        }
        String path = UriPath.normalize(input.bytes(), exchange.head.pathStart(), exchange.head.targetEnd());
        if (path == null) {
            return refused(400);
        }
        exchange.path(path);
        Host host = site.find(exchange.head, input.bytes(), exchange);
        HttpHandler found = host == null ? null : host.locations().find(path);
        if (found == null) {
            ErrorPages.send(exchange, 404);
        }
        return found;
    }

    private HttpHandler refused(int status) {
        closeAfterAnswer = true;
        ErrorPages.send(exchange, status);
        return null;
    }

    private void callHandler() {
        ServerExchange called = exchange;
        try {
            handler.handle(called);
        } catch (Throwable failure) {
            onFailure(failure);
        }
        if (!answered && phase != Phase.CLOSED) {
            called.keepHead();
        }
    }

    /** What a program may do. */
    private interface Callback {
        void run() throws Exception;
    }

    /** Runs the program's code: what it throws becomes a 500, or the end of an answer that was begun. */
    private void call(Callback callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            onFailure(failure);
        }
    }

    private void onFailure(Throwable failure) {
        server.onFailure(failure);
        if (phase == Phase.CLOSED || exchange == null || exchange.isClosed()) {
            return;
        }
        if (exchange.isUnanswered()) {
            closeAfterAnswer = true;
            ErrorPages.send(exchange, 500);
        } else {
            abort();
        }
    }

    /** The bytes are not a request: says so, and closes. */
    private void refuse(RequestFault fault) {
        exchange.beginRefused();
        closeAfterAnswer = true;
        bodyEnded = false;
        phase = Phase.HANDLING;
        server.onRefused(fault);
        ErrorPages.send(exchange, fault.status());
    }

    // -- bodies

    /** The handler wants the body. */
    void onBodyWanted() {
        if (continueWanted) {
            continueWanted = false;
            output.put(CONTINUE);
        }
        if (phase == Phase.HANDLING) {
            phase = Phase.READING_BODY;
        }
    }

    /** What sends or reads must come out of a callback: after it the connection goes on by itself. */
    void checkInEvent() {
        if (!inEvent) {
            throw new IllegalStateException("called outside the callbacks of the exchange: execute() is for that");
        }
    }

    private boolean readBody() {
        if (exchange.isBodySuspended() && !exchange.isClosed()) {
            return false;
        }
        BodyDecoder decoder = exchange.decoding.decoder();
        ByteBuffer bytes = input.isEmpty() ? EMPTY : input.bytes();
        int before = bytes.position();
        BodyDecoder.Result result = decoder.decode(bytes);
        exchange.onBodyReceived(bytes.position() - before);
        switch (result) {
            case MORE -> {
                return false;
            }
            case DATA -> onBodyData(bytes, decoder);
            case END -> onBodyEnd();
            case FAILED -> onBodyFault(decoder.fault());
        }
        return true;
    }

    private void onBodyData(ByteBuffer bytes, BodyDecoder decoder) {
        int count = decoder.dataEnd() - decoder.dataStart();
        if (exchange.isClosed()) {
            drainedBytes += count;
            if (drainedBytes > MAX_DRAINED_BYTES) {
                startClosing();
            }
            return;
        }
        HttpBodyReader reader = exchange.reader();
        ByteBuffer piece = bytes.slice(decoder.dataStart(), count);
        call(() -> reader.onBody(exchange, piece, false));
    }

    private void onBodyEnd() {
        bodyEnded = true;
        if (exchange.isClosed()) {
            nextRequest();
            return;
        }
        phase = Phase.HANDLING;
        HttpBodyReader reader = exchange.reader();
        call(() -> reader.onBody(exchange, EMPTY.duplicate(), true));
    }

    private void onBodyFault(RequestFault fault) {
        closeAfterAnswer = true;
        server.onRefused(fault);
        if (exchange.isUnanswered()) {
            ErrorPages.send(exchange, fault.status());
        } else if (exchange.isClosed()) {
            startClosing();
        } else {
            abort();
        }
    }

    // -- answers

    /** The answer is complete. The callback that has sent it goes on; what follows comes after that. */
    void onAnswered() {
        exchange.end();
        answered = true;
    }

    private void onExchangeEnded() {
        server.accessLog().log(exchange);
        call(exchange::fireClosed);
        if (phase == Phase.CLOSED) {
            return;
        }
        if (closeAfterAnswer) {
            startClosing();
        } else if (bodyEnded) {
            nextRequest();
        } else {
            drainedBytes = 0;
            phase = Phase.READING_BODY;
        }
    }

    private void nextRequest() {
        releaseExchange();
        phase = Phase.READING_HEAD;
    }

    private void releaseExchange() {
        if (exchange != null) {
            ownerState.exchanges().giveBack(exchange, !(handler instanceof OwnHandler));
            exchange = null;
            handler = null;
        }
    }

    void closeAfterAnswer() {
        closeAfterAnswer = true;
    }

    /** Whether the answer that is being sent says that the connection ends with it. */
    boolean closesAfterAnswer() {
        // What the client announced but was not asked for may come or not: where its request ends cannot be known.
        closeAfterAnswer |= continueWanted || server.isStopping();
        return closeAfterAnswer;
    }

    // -- the end

    /** The last answer is put: the connection ends when it is sent. */
    private void startClosing() {
        boolean mayStillSend = !bodyEnded || !input.isEmpty();
        releaseExchange();
        phase = mayStillSend && !inputEnded ? Phase.LINGERING : Phase.CLOSING;
        phaseStartedNs = nowNs;
        if (phase == Phase.CLOSING) {
            input.release();
        }
    }

    /** The output is flushed as far as it goes. */
    private void finishOutput() {
        if (phase == Phase.LINGERING && !inputEnded) {
            if (!shutDown) {
                shutDown = true;
                device.shutdownOutput();
            }
            return;
        }
        phase = Phase.CLOSING;
        input.release();
        if (output.isPending()) {
            device.closeAfterOutput();
        } else {
            close();
        }
    }

    private boolean throwAway() {
        if (input.isEmpty()) {
            return false;
        }
        drainedBytes += input.bytes().remaining();
        input.bytes().position(input.bytes().limit());
        if (drainedBytes > MAX_DRAINED_BYTES) {
            close();
        }
        return false;
    }

    /** The client sends no more. */
    private void onInputEnded() {
        inputEnded = true;
        switch (phase) {
            case READING_HEAD -> {
                if (device.ioError() == null && output.isPending()) {
                    phase = Phase.CLOSING; // it may still read what is under way
                } else {
                    close();
                }
            }
            case READING_BODY, LINGERING -> close();
            case HANDLING -> {
                closeAfterAnswer = true;
                if (device.ioError() != null) {
                    close();
                }
            }
            case CLOSING, CLOSED -> {
                // on its way
            }
        }
    }

    /** Cuts the connection: the client must not take what it has got for the whole. */
    void abort() {
        close();
    }

    private void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        ServerExchange open = exchange;
        if (open != null && !open.isClosed() && open.hasBegun()) {
            open.onLost();
            server.accessLog().log(open);
            call(open::fireClosed);
        } else if (answered) {
            onLateEnd(open);
        }
        answered = false;
        releaseExchange();
        input.release();
        output.release();
        setBusy(false);
        server.onClosed();
        device.close();
    }

    /** The answer was complete when the connection was lost in the same callback. */
    private void onLateEnd(ServerExchange ended) {
        server.accessLog().log(ended);
        call(ended::fireClosed);
    }

    // -- time

    private long deadlineNs() {
        return switch (phase) {
            case READING_HEAD -> headDeadlineNs();
            case READING_BODY -> activeNs + ns(limits().bodyIdle());
            case HANDLING, CLOSING -> activeNs + ns(limits().handle());
            case LINGERING -> phaseStartedNs + ns(limits().linger());
            case CLOSED -> Long.MAX_VALUE;
        };
    }

    private long headDeadlineNs() {
        if (exchange != null) {
            return Math.min(phaseStartedNs + ns(limits().header()), activeNs + ns(limits().headerIdle()));
        }
        if (output.isPending()) {
            return activeNs + ns(limits().handle());
        }
        return activeNs + ns(requests == 0 ? limits().connectionIdle() : limits().keepAlive());
    }

    private void onDeadline() {
        boolean awaitsClient = exchange != null && (phase == Phase.READING_HEAD || phase == Phase.READING_BODY);
        if (!awaitsClient || !exchange.isUnanswered() || output.isPending()) {
            close();
            return;
        }
        if (phase == Phase.READING_HEAD) {
            exchange.beginRefused();
        }
        closeAfterAnswer = true;
        bodyEnded = false;
        phase = Phase.HANDLING;
        ErrorPages.send(exchange, 408);
        proceed();
    }

    private static long ns(Duration duration) {
        return duration.toNanos();
    }

    // -- for the exchange

    /** Sends a task to the owner. Any thread. */
    boolean post(ServerExchange to, Runnable task) {
        return device.post(EXECUTE, new Task(to, task));
    }

    ConnectionOutput output() {
        return output;
    }

    byte[] dateLine() {
        return ownerState.dateLine().bytes(nowNs);
    }

    long nowNs() {
        return nowNs;
    }

    InetSocketAddress remoteAddress() {
        return device.remoteAddress();
    }

    InetSocketAddress localAddress() {
        return device.localAddress();
    }

    String remoteIp() {
        if (remoteIp == null) {
            InetSocketAddress address = device.remoteAddress();
            remoteIp = address == null ? "-" : address.getAddress().getHostAddress();
        }
        return remoteIp;
    }

    private Limits limits() {
        return server.limits();
    }
}
