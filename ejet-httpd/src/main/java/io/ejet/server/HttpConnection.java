package io.ejet.server;

import io.ejet.access.LoginMemory;
import io.ejet.http.AddressText;
import io.epump.IOEventType;
import io.epump.TcpDevice;
import java.net.InetSocketAddress;

/**
 * One connection of a client: its events, what it waits for, how long it may wait, and its end. What happens while it is open
 * is its {@link RequestCycle}'s.
 *
 * <pre>
 *   OPEN ──last answer put──▶ LINGERING ──all sent, and the client has ended or had its time──▶ CLOSED
 *    │            │               │ client has ended
 *    │            ▼               ▼
 *    │  nothing may come ──▶ CLOSING ──all sent──▶ CLOSED
 *    └──broken, too slow, given up──▶ CLOSED
 * </pre>
 *
 * <p>LINGERING reads and throws away what the client still sends after the last answer, which a close at once would make the
 * kernel take back (RFC 9112 section 9.6). Its time counts from when the answer is sent.
 *
 * <p>Threading: the owner, but for {@link #post}.
 *
 * <p>Bounds: those of {@link io.ejet.conf.Limits}; one buffer of input; output as far as the device's watermarks allow.
 */
final class HttpConnection {
    private static final int EXECUTE = 10_000;

    private enum Phase {
        OPEN,
        LINGERING,
        CLOSING,
        CLOSED
    }

    /** What another thread wants done. */
    record Task(ServerExchange exchange, Runnable runnable) {}

    private final Endpoint endpoint; // and by it the server: an idle connection is to be small
    private final TcpDevice device;
    private final ConnectionInput input;
    private final ConnectionOutput output;
    private final ConnectionClock clock;
    private final ConnectionTimer timer;
    private final RequestCycle cycle;

    /** Null if it is whose it seems, and not counted. */
    private final ConnectionPeer peer;

    private Phase phase = Phase.OPEN;
    private OwnerState ownerState;
    private boolean inEvent;
    private boolean inputEnded;
    private boolean readingPaused;
    private boolean busy;
    private boolean shutDown;
    private String remoteIp;

    HttpConnection(Endpoint endpoint, TcpDevice device) {
        this.endpoint = endpoint;
        this.device = device;
        input = new ConnectionInput(device);
        output = new ConnectionOutput(device);
        clock = new ConnectionClock();
        timer = new ConnectionTimer(device, ConnectionEvents.INSTANCE);
        cycle = new RequestCycle(this);
        Peers peers = endpoint.siteAcquire().peers();
        peer = peers == null || !peers.areAsked()
                ? null
                : new ConnectionPeer(peers, endpoint.counts(), device.remoteAddress());
    }

    /** The device was accepted, and is not handed to its pump yet. */
    void onAccepted() {
        clock.now(server().nowNs());
        clock.onActivity();
        clock.onStart();
        timer.fireBy(deadlineNs(), clock.nowNs());
        if (server().isStopping()) {
            setBusy(true);
        }
        if (peer != null && !peer.enter()) {
            server().onConnectionRefused();
            close();
        }
    }

    // -- events

    void onReadable() {
        beginEvent();
        if (phase == Phase.OPEN) { // later only taking the answer counts
            clock.onActivity();
        }
        int count;
        do {
            count = input.fill(cycle.unfinishedHead());
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
        clock.onActivity();
        clock.onStart(); // the client has taken something: what is bounded as a whole need not have begun before
        proceed();
        endEvent();
    }

    void onTask(Task task) {
        beginEvent();
        if (cycle.isUnderWay(task.exchange)) {
            clock.onActivity();
            cycle.call(task.runnable::run);
            proceed();
        }
        endEvent();
    }

    void onTimeout() {
        beginEvent();
        if (clock.nowNs() - deadlineNs() >= 0) {
            if (phase == Phase.OPEN && !output.isPending() && cycle.onTooSlow()) {
                proceed();
            } else {
                close();
            }
        }
        endEvent();
    }

    /** The pump gives the device up: the connection is broken, or the system stops. */
    void onLost() {
        beginEvent();
        close();
    }

    private void beginEvent() {
        clock.now(server().nowNs());
        inEvent = true;
        if (ownerState == null) {
            ownerState = server().ownerState();
        }
    }

    /** Goes on with what was received, until more of it is needed, or an answer, or room to send. */
    private void proceed() {
        boolean goesOn = peer == null || !peer.isWaiting() || readPeer();
        while (goesOn && phase == Phase.OPEN) {
            goesOn = cycle.step();
        }
        if (phase == Phase.LINGERING) {
            throwAway();
        }
    }

    /** What comes first says whose the connection is; false if it does not yet, or not as it should, which ends it. */
    private boolean readPeer() {
        if (input.isEmpty()) {
            return false;
        }
        boolean mayStay = peer.onReceived(input.bytes());
        if (!mayStay) {
            if (peer.isWaiting()) {
                server().onRefused();
            } else {
                server().onConnectionRefused();
            }
            close();
        }
        return mayStay && !peer.isWaiting();
    }

    /** Sends what was put, lets who waits for that go on, and says what is waited for now. */
    private void endEvent() {
        output.flush();
        while (phase == Phase.OPEN && output.isWritable() && cycle.tellWritable()) {
            proceed();
            output.flush();
        }
        inEvent = false;
        if (phase == Phase.LINGERING || phase == Phase.CLOSING) {
            finishOutput();
        }
        if (phase == Phase.CLOSED) {
            return;
        }
        input.releaseIfEmpty();
        updateInterest();
        setBusy(phase != Phase.OPEN || cycle.isBusy() || output.isPending());
        timer.fireBy(deadlineNs(), clock.nowNs());
    }

    private void updateInterest() {
        boolean wants = wantsInput();
        if (wants == readingPaused) {
            readingPaused = !wants;
            if (wants) {
                device.addNotify(IOEventType.READ);
            } else {
                device.delNotify(IOEventType.READ);
            }
        }
    }

    private boolean wantsInput() {
        return !inputEnded && (phase == Phase.LINGERING || (phase == Phase.OPEN && cycle.wantsInput()));
    }

    /** A connection that is busy when the server stops is waited for. */
    private void setBusy(boolean now) {
        if (busy != now) {
            busy = now;
            server().onBusy(now ? 1 : -1);
        }
    }

    private long deadlineNs() {
        return switch (phase) {
            case OPEN -> peer != null && peer.isWaiting() ? clock.headDeadlineNs(cycle.limits()) : cycle.deadlineNs();
            case LINGERING ->
                shutDown ? clock.lingerDeadlineNs(cycle.limits()) : clock.answerDeadlineNs(cycle.limits());
            case CLOSING -> clock.answerDeadlineNs(cycle.limits());
            case CLOSED -> Long.MAX_VALUE;
        };
    }

    // -- the end

    /**
     * The last answer is put: the connection ends when it is sent.
     *
     * @param mayStillSend whether the client may be sending what nobody reads
     */
    void end(boolean mayStillSend) {
        if (mayStillSend && !inputEnded) {
            phase = Phase.LINGERING;
        } else {
            phase = Phase.CLOSING;
            input.release();
        }
    }

    /** The output is flushed as far as it goes. */
    private void finishOutput() {
        if (output.isPending()) {
            return;
        }
        if (phase == Phase.CLOSING) {
            close();
        } else if (!shutDown) {
            shutDown = true;
            device.shutdownOutput();
            clock.onStart();
        }
    }

    private void throwAway() {
        if (!input.isEmpty()) {
            input.bytes().position(input.bytes().limit());
        }
    }

    /** The client sends no more. */
    private void onInputEnded() {
        inputEnded = true;
        boolean isBroken = device.ioError() != null;
        boolean goesOn = phase == Phase.OPEN && cycle.onInputEnded();
        boolean isReading =
                output.isPending() && (phase != Phase.OPEN || cycle.isAnswered()); // what was answered before
        if (isBroken || (!goesOn && !isReading)) {
            close();
        } else if (!goesOn) {
            end(false);
        }
    }

    /** Gives up the answer that is being sent; what was answered before is sent. */
    void cut() {
        if (cycle.endsByClose()) {
            close();
        } else {
            cycle.onLost();
            end(true);
        }
    }

    /** Closes at once. */
    void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        boolean isCut = cycle.endsByClose() || output.isPending(); // must not look like the whole
        cycle.onLost();
        input.release();
        output.release();
        setBusy(false);
        server().onClosed();
        if (peer != null) {
            peer.leave();
        }
        if (isCut) {
            device.abort();
        } else {
            device.close();
        }
    }

    // -- for the requests and their exchanges

    /** What sends or reads must come out of a callback: after it the connection goes on by itself. */
    void checkInEvent() {
        if (!inEvent) {
            throw new IllegalStateException("called outside the callbacks of the exchange: execute() is for that");
        }
    }

    /** Sends a task to the owner. Any thread. */
    boolean post(ServerExchange to, Runnable task) {
        return device.post(EXECUTE, new Task(to, task));
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    Server server() {
        return endpoint.server();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    ConnectionInput input() {
        return input;
    }

    ConnectionOutput output() {
        return output;
    }

    ConnectionClock clock() {
        return clock;
    }

    ExchangePool exchanges() {
        return ownerState.exchanges();
    }

    byte[] dateLine() {
        return ownerState.dateLine().bytes(clock.nowNs());
    }

    LoginMemory logins() {
        return ownerState.logins();
    }

    InetSocketAddress remoteAddress() {
        return peer == null ? device.remoteAddress() : peer.address();
    }

    InetSocketAddress localAddress() {
        return device.localAddress();
    }

    String remoteIp() {
        if (remoteIp == null) {
            InetSocketAddress address = remoteAddress();
            remoteIp = address == null ? "-" : AddressText.of(address.getAddress());
        }
        return remoteIp;
    }
}
