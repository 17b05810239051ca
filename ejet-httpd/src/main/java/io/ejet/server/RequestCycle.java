package io.ejet.server;

import io.ejet.HttpBodyReader;
import io.ejet.HttpHandler;
import io.ejet.conf.Limits;
import io.ejet.http.BodyDecoder;
import io.ejet.http.RequestFault;
import io.ejet.http.RequestParser;
import io.ejet.script.ScriptException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The requests of one connection, one after the other: reads each, has it answered, and sees to it that the next one begins
 * where it ends.
 *
 * <pre>
 *       ┌──────────────────────── answered, the connection stays open ───────────────────────┐
 *       ▼                                                                                    │
 *   READING_HEAD ──head complete──▶ handler ──answers later──▶ HANDLING ─────────────────▶ answered
 *       │                              │ wants the body            ▲                         │
 *       │                              ▼                           │ body ended              │ else
 *       │                        READING_BODY ─────────────────────┘                         ▼
 *       └──not a request──▶ error answered ─────────────────────────────────────────▶ the connection ends
 * </pre>
 *
 * <p>In READING_BODY the body goes to the handler's reader; after an answer that came early it is thrown away, within bounds.
 *
 * <p>Threading: the owner.
 */
final class RequestCycle {
    private static final int MAX_DRAINED_BYTES = 256 * 1024;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** While scripts decide, and when one has answered: they hold no exchange beyond its end. */
    private static final OwnHandler SCRIPTS = exchange -> ErrorPages.send(exchange, 500);

    private enum Phase {
        READING_HEAD,
        READING_BODY,
        HANDLING
    }

    private final HttpConnection connection;

    private Phase phase = Phase.READING_HEAD;
    private ServerExchange exchange;

    /** What the request is answered from, taken with its first byte; null between requests, so that a connection holds none. */
    private Site site;

    private HttpHandler handler;
    private int requests;
    private boolean closeAfterAnswer;
    private boolean bodyEnded;
    private boolean continueWanted;
    private boolean answered;
    private boolean emptyLineSeen;
    private int drainedBytes;

    RequestCycle(HttpConnection connection) {
        this.connection = connection;
    }

    /** One step; false when more input is needed, or an answer, or room to send, or the connection has ended. */
    boolean step() {
        if (answered) {
            if (!isAnswerTaken()) {
                return false;
            }
            answered = false;
            onExchangeEnded();
            if (!connection.isOpen()) {
                return false;
            }
        }
        return switch (phase) {
            case READING_HEAD -> output().isWritable() && readHead();
            case READING_BODY -> mayReadBody() && readBody();
            case HANDLING -> answered;
        };
    }

    /**
     * An exchange ends when the client has taken its answer, but for the last of it; at once, if it has not sent all of its own
     * yet, for some take nothing before.
     */
    private boolean isAnswerTaken() {
        return output().isWritable() || !bodyEnded;
    }

    // -- what the connection asks

    boolean wantsInput() {
        return switch (phase) {
            case READING_HEAD -> output().isWritable() && !input().isFull();
            case READING_BODY -> mayReadBody() && !isBodySuspended();
            case HANDLING -> input().isEmpty(); // to learn that the client has gone
        };
    }

    /** What nobody wants is read also from a client that takes its answer only when it has sent all. */
    private boolean mayReadBody() {
        return output().isWritable() || exchange.isClosed();
    }

    /** The rest of a body that nobody wants is not waited with. */
    private boolean isBodySuspended() {
        return exchange.isBodySuspended() && !exchange.isClosed();
    }

    /** Whether a request is being answered. */
    boolean isBusy() {
        return phase != Phase.READING_HEAD;
    }

    /** The parser of a head that has begun, for it moves with the input; null when there is none. */
    RequestParser unfinishedHead() {
        return phase == Phase.READING_HEAD && exchange != null ? exchange.request.parser : null;
    }

    boolean isUnderWay(ServerExchange asked) {
        return asked == exchange && !asked.isClosed();
    }

    /** Whether no answer is owed. */
    boolean isAnswered() {
        return exchange == null || !exchange.hasBegun() || exchange.isClosed();
    }

    long deadlineNs() {
        return switch (phase) {
            case READING_HEAD -> headDeadlineNs();
            case READING_BODY -> bodyDeadlineNs();
            case HANDLING -> clock().answerDeadlineNs(limits());
        };
    }

    private long headDeadlineNs() {
        if (output().isPending()) { // who is still taking an answer need not have begun with the next request
            return clock().answerDeadlineNs(limits());
        }
        return exchange == null ? clock().idleDeadlineNs(limits(), requests == 0) : clock().headDeadlineNs(limits());
    }

    private long bodyDeadlineNs() {
        if (exchange.isClosed()) {
            return clock().drainDeadlineNs(limits());
        }
        return isBodySuspended() || !output().isWritable()
                ? clock().answerDeadlineNs(limits())
                : clock().bodyDeadlineNs(limits());
    }

    /** The client has taken enough: tells who waits for that; false when nobody does. */
    boolean tellWritable() {
        if (exchange == null || !exchange.awaitsWritable()) {
            return false;
        }
        call(exchange::onOutputWritable);
        return true;
    }

    /** The client sends no more; false when nothing can come of it but the end. */
    boolean onInputEnded() {
        closeAfterAnswer = true;
        return phase == Phase.HANDLING;
    }

    /** Time is up: says who was too slow, the client or the handler; false when that cannot be said any more. */
    boolean onTooSlow() {
        if (exchange == null || !exchange.isUnsent()) {
            return false;
        }
        boolean isHandlers = phase == Phase.HANDLING || (phase == Phase.READING_BODY && isBodySuspended());
        if (phase == Phase.READING_HEAD) {
            exchange.beginRefused();
        }
        exchange.forgetAnswer();
        refuse(isHandlers ? 503 : 408);
        return true;
    }

    /** Whether a client would take what it has got of an answer for the whole if the connection were closed now. */
    boolean endsByClose() {
        return exchange != null && exchange.endsByClose();
    }

    /** The connection is closed. */
    void onLost() {
        ServerExchange open = exchange;
        if (open != null && open.hasBegun() && (answered || !open.isClosed())) {
            open.onLost();
            tellEnd(open);
        }
        answered = false;
        releaseExchange();
    }

    // -- heads

    private boolean readHead() {
        if (input().isEmpty()) {
            return false;
        }
        ByteBuffer bytes = input().bytes();
        if (exchange == null) {
            if (isBlank(bytes)) {
                return false;
            }
            site = connection.endpoint().siteAcquire();
            exchange = connection.exchanges().take(site.limits());
            exchange.start(this, connection, bytes.position());
            clock().onStart();
        }
        RequestParser parser = exchange.request.parser;
        return switch (parser.parse(bytes, bytes.limit())) {
            case MORE -> false;
            case FAILED -> {
                exchange.beginRefused();
                refuse(parser.fault().status());
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

    /**
     * Whether there is nothing but an empty line, or half of it. One before a request counts as nothing (RFC 9112 section 2.2),
     * so it must not start the clock of a head.
     */
    private boolean isBlank(ByteBuffer bytes) {
        if (emptyLineSeen || bytes.get(bytes.position()) != '\r') {
            return false;
        }
        if (bytes.remaining() == 1) {
            return true;
        }
        if (bytes.get(bytes.position() + 1) == '\n') {
            emptyLineSeen = true;
            bytes.position(bytes.position() + 2);
        }
        return !bytes.hasRemaining();
    }

    /** The head is complete: finds who answers, and has it answered. */
    private void answer() {
        requests++;
        bodyEnded = exchange.request.head.contentLength() == 0;
        continueWanted = exchange.request.head.expectsContinue() && !bodyEnded;
        closeAfterAnswer =
                !exchange.request.head.isPersistent() || requests >= limits().maxRequests() || server().isStopping();
        startBody();
        phase = Phase.HANDLING;
        ServerExchange called = exchange;
        try {
            handle();
        } catch (Throwable failure) {
            onFailure(failure);
        }
        if (connection.isOpen() && !(answered && isAnswerTaken())) {
            called.keepHead();
        }
    }

    private void handle() throws Exception {
        if (site.peers() != null) {
            exchange.client(site.peers().client(connection.remoteAddress(), exchange.request));
        }
        if (site.isToExplain(exchange)) {
            handler = SCRIPTS;
            LiveExplanation explanation = new LiveExplanation(site, exchange);
            server().offload().call(exchange, explanation, explanation);
            return;
        }
        Host host = site.find(exchange.request.head, input().bytes());
        exchange.onHostFound(host);
        int refusal = Admission.refusal(exchange.request, input().bytes(), limits());
        if (refusal != 0) {
            server().onRefused();
            closeAfterAnswer = true;
            ErrorPages.send(exchange, refusal);
            return;
        }
        if (host == null) {
            site.refuse(exchange);
        } else if (host.isRouted()) {
            route(exchange.beginRouting(server().offload().isInPlace()));
        } else {
            Location location = host.locations().find(exchange.path());
            handleBy(location == null ? null : location.handler());
        }
    }

    private void handleBy(HttpHandler found) throws Exception {
        handler = found;
        if (found == null) {
            ErrorPages.send(exchange, 404);
        } else {
            found.handle(exchange);
        }
    }

    /** A folder is answered by its index file, and that is another location's. */
    void onIndexElsewhere(Host host, Routing routing, String indexPath) {
        if (routing != null) {
            routing.onIndexFound(exchange.path(), indexPath);
            call(() -> route(routing));
            return;
        }
        exchange.path(indexPath);
        Location location = host.locations().find(indexPath);
        call(() -> handleBy(location == null ? null : location.handler()));
    }

    /** Has scripts find out who answers; later, if they ask the disk and that may not be waited for here. */
    private void route(Routing routing) throws Exception {
        handler = SCRIPTS;
        HttpHandler found;
        try {
            found = routing.decide();
        } catch (DiskAnswers.Unanswered unanswered) {
            DiskQuestion question = unanswered.question();
            exchange.forgetEdits(); // if it takes too long, the answer to that is nobody's to change
            server().offload(question)
                    .call(exchange, question, new AnswerOfDisk(routing, question, () -> route(routing)));
            return;
        } catch (ScriptException failure) {
            server().onScriptFailure(failure);
            exchange.forgetEdits();
            exchange.forgetAnswer();
            ErrorPages.send(exchange, 500);
            return;
        }
        handleBy(found);
    }

    /** A request is refused before scripts were asked: those that have a say in answers have it here too. */
    void routeRefused() {
        exchange.beginRouting(server().offload().isInPlace());
    }

    /** An answer is about to be sent: runs the scripts that have a say in it; it waits, if they ask the disk. */
    void runReplyScripts(Routing routing) {
        try {
            routing.runReplyScripts();
        } catch (DiskAnswers.Unanswered unanswered) {
            DiskQuestion question = unanswered.question();
            AnswerOfDisk then = new AnswerOfDisk(routing, question, () -> runReplyScripts(routing));
            if (!server().offload().tryCall(exchange, question, then)) {
                exchange.takeBackAnswer();
                Offload.refuse(exchange);
            }
            return;
        } catch (ScriptException failure) {
            server().onScriptFailure(failure);
            exchange.takeBackAnswer();
            ErrorPages.send(exchange, 500);
            return;
        } catch (RuntimeException | Error failure) { // a bug, which is not the handler's
            server().onFailure(failure);
            giveUp();
            return;
        }
        exchange.onReplyScriptsRun();
    }

    /** What a script has asked: it is run anew. */
    private final class AnswerOfDisk implements OffloadResult<Object> {
        private final Routing routing;
        private final DiskQuestion question;
        private final Callback then;

        AnswerOfDisk(Routing routing, DiskQuestion question, Callback then) {
            this.routing = routing;
            this.question = question;
            this.then = then;
        }

        @Override
        public void onResult(Object answer) {
            routing.answer(question, answer);
            call(then);
        }

        @Override
        public void onFailure(Throwable failure) {
            server().onFailure(failure);
            giveUp();
        }
    }

    /** A script wants the request to be sent to another server. */
    void onForwarded(String url) {
        server().onForwarded(url);
    }

    private void startBody() {
        BodyDecoder decoder = exchange.decoding.decoder();
        if (exchange.request.head.isChunked()) {
            decoder.startChunked(limits().maxBodyBytes(), limits().maxHeaderBytes(), limits().maxRequestLineBytes());
        } else {
            decoder.startLength(Math.max(0, exchange.request.head.contentLength()));
        }
    }

    /** What comes is not a request, or does not come: says so, and where the next would begin is not known. */
    private void refuse(int status) {
        server().onRefused();
        closeAfterAnswer = true;
        bodyEnded = false;
        phase = Phase.HANDLING;
        ErrorPages.send(exchange, status);
    }

    // -- the program's code

    /** What a program may do. */
    interface Callback {
        void run() throws Exception;
    }

    /** Runs the program's code: what it throws becomes a 500, or the end of an answer that was begun. */
    void call(Callback callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            onFailure(failure);
        }
    }

    private void onFailure(Throwable failure) {
        server().onFailure(failure);
        boolean isAnswered = exchange == null || exchange.isClosed() || exchange.isHeldWhole();
        if (connection.isOpen() && !isAnswered) {
            giveUp();
        }
    }

    private void giveUp() {
        if (exchange.isUnsent()) {
            closeAfterAnswer = true;
            exchange.forgetAnswer();
            ErrorPages.send(exchange, 500);
        } else {
            connection.cut();
        }
    }

    // -- bodies

    /** The handler wants the body. */
    void onBodyWanted() {
        if (continueWanted && exchange.isUnanswered()) { // else it would come in the middle of the answer
            continueWanted = false;
            output().put(CONTINUE);
        }
        if (phase == Phase.HANDLING) {
            phase = Phase.READING_BODY;
        }
    }

    private boolean readBody() {
        if (isBodySuspended()) {
            return false;
        }
        BodyDecoder decoder = exchange.decoding.decoder();
        ByteBuffer bytes = input().isEmpty() ? EMPTY : input().bytes();
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
                endConnection();
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
        if (exchange.isUnsent()) {
            exchange.forgetAnswer();
            refuse(fault.status());
        } else if (exchange.isClosed()) {
            endConnection();
        } else {
            connection.cut();
        }
    }

    // -- answers

    /** The answer is complete. The callback that has sent it goes on; what follows comes after that. */
    void onAnswered() {
        exchange.end();
        answered = true;
    }

    private void onExchangeEnded() {
        if (!(handler instanceof OwnHandler)) {
            clock().now(server().nowNs()); // a program's handler may have taken its time
        }
        tellEnd(exchange);
        if (!connection.isOpen()) {
            return;
        }
        if (closeAfterAnswer) {
            endConnection();
        } else if (bodyEnded) {
            nextRequest();
        } else {
            drainedBytes = 0;
            clock().onStart();
            phase = Phase.READING_BODY;
        }
    }

    private void tellEnd(ServerExchange ended) {
        ended.onTold(clock().nowNs());
        try {
            ended.accessLog(site.accessLog()).log(ended);
        } catch (RuntimeException | Error failure) {
            server().onFailure(failure);
        }
        call(ended::fireClosed);
    }

    private void nextRequest() {
        releaseExchange();
        emptyLineSeen = false;
        phase = Phase.READING_HEAD;
    }

    private void endConnection() {
        boolean mayStillSend = !bodyEnded || !input().isEmpty();
        releaseExchange();
        connection.end(mayStillSend);
    }

    private void releaseExchange() {
        if (exchange != null) {
            connection.exchanges().giveBack(exchange, !(handler instanceof OwnHandler));
            exchange = null;
            site = null;
            handler = null;
        }
    }

    void closeAfterAnswer() {
        closeAfterAnswer = true;
    }

    /** Whether the answer that is being sent says that the connection ends with it. */
    boolean closesAfterAnswer() {
        // What the client announced but was not asked for may come or not: where its request ends cannot be known.
        closeAfterAnswer |= continueWanted
                || isBodyTooLongToDrain()
                || server().isStopping()
                || connection.endpoint().isRetired();
        return closeAfterAnswer;
    }

    private boolean isBodyTooLongToDrain() {
        return !bodyEnded && exchange.reader() == null && exchange.request.head.contentLength() > MAX_DRAINED_BYTES;
    }

    // -- what belongs to the connection, and is not kept twice: an idle connection is to be small

    private Server server() {
        return connection.server();
    }

    private ConnectionInput input() {
        return connection.input();
    }

    private ConnectionOutput output() {
        return connection.output();
    }

    private ConnectionClock clock() {
        return connection.clock();
    }

    /** Those of the request under way; between requests, those that the next one would have. */
    Limits limits() {
        return site == null ? connection.endpoint().siteAcquire().limits() : site.limits();
    }
}
