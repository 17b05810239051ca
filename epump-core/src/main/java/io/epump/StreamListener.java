package io.epump;

import io.epump.pump.AcceptPause;
import io.epump.pump.AcceptTicket;
import io.epump.pump.Interest;
import io.epump.pump.Pump;
import io.epump.sched.Owner;
import io.epump.sched.OwnerCounter;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A listening socket of one pump.
 *
 * <p>Threading: its events are not pinned: each ACCEPT may run on another worker, one at a time. {@link #accept} belongs to the running ACCEPT callback. Timers and
 * user events of a listener run on an owner chosen for them, perhaps at the same time as an ACCEPT.
 *
 * <p>Lifecycle: {@link #close} first lets the program accept what the kernel has queued, with a last ACCEPT, then closes;
 * {@link #closed} tells when the port is free.
 *
 * <p>Bounds: so many accepts an event as configured; then {@link #accept} answers null and another ACCEPT follows. When
 * accept fails, mostly for want of descriptors, the listener is paused for a while.
 *
 * @param <D> what it accepts
 */
public abstract sealed class StreamListener<D extends StreamDevice> extends IODevice implements OpenListener
        permits TcpListener, UnixListener {
    private final ServerSocketChannel server;
    private final SharedChannel<ServerSocketChannel> shared;
    private final boolean spreadsAccepted;
    private final AcceptTicket ticket = new AcceptTicket(this);
    private final AcceptPause pause = new AcceptPause(this, this::rearm);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    // the running ACCEPT callback; one at a time, handed on through ticket and in-flight bit
    private int acceptsLeft;
    private boolean accepting;
    private boolean sawNone;
    private int acceptedAtClose;

    /** Set by the last ACCEPT callback when nothing is left to accept, read by the pump. */
    private volatile boolean backlogDone;

    StreamListener(
            EPump system,
            Pump pump,
            SharedChannel<ServerSocketChannel> server,
            Opening opening,
            boolean spreadsAccepted) {
        super(system, pump, server.channel(), opening, Interest.ACCEPT);
        this.server = server.channel();
        shared = server;
        this.spreadsAccepted = spreadsAccepted;
    }

    final void open() {
        handOver();
    }

    /** A device of its kind for a connection that was accepted. */
    abstract D wrap(Pump pump, SocketChannel channel, IOHandler handler, Object context) throws IOException;

    /**
     * Accepts one connection. In the ACCEPT callback only; call it until it answers null. The device is handed to its pump
     * when the callback returns; until then it may be prepared and written to.
     *
     * @param handler the callback of the connection
     * @param context for the program, may be null
     * @return the connection, or null when none waits or this event's leave is used up
     */
    public final D accept(IOHandler handler, Object context) {
        return accept(spreadsAccepted ? Bind.ONE : null, handler, context);
    }

    /**
     * Accepts one connection for a pump of the program's choice. As {@link #accept(IOHandler, Object)} otherwise.
     *
     * @param bind which pump watches the connection: ONE, GIVEN, or CURRENT for the listener's; null for the listener's
     * @param handler the callback of the connection
     * @param context for the program, may be null
     * @return the connection, or null when none waits or this event's leave is used up
     */
    public final D accept(Bind bind, IOHandler handler, Object context) {
        Objects.requireNonNull(handler, "handler");
        if (!accepting) {
            throw new IllegalStateException("accept outside the ACCEPT callback of " + this);
        }
        Pump pump = bind == null ? pump() : system().binding().one(bind); // refused before anything is accepted
        while (acceptsLeft > 0) {
            SocketChannel channel = acceptChannel();
            if (channel == null) {
                acceptsLeft = 0;
                return null;
            }
            acceptsLeft--;
            D device = prepare(channel, pump, handler, context);
            if (device != null) {
                return device;
            }
        }
        return null;
    }

    private SocketChannel acceptChannel() {
        try {
            system().descriptors().checkRoom(); // else it fails as the system's accept does
            SocketChannel channel = server.accept();
            sawNone = channel == null;
            return channel;
        } catch (ClosedChannelException e) {
            sawNone = true;
        } catch (IOException e) {
            onIoError(e);
            sawNone = true;
            pause.request(e);
        }
        return null;
    }

    /** Null when the peer has gone before its connection could be set up. */
    private D prepare(SocketChannel channel, Pump pump, IOHandler handler, Object context) {
        try {
            channel.configureBlocking(false);
            D device = wrap(pump, channel, handler, context);
            system().descriptors().abandonIfExceeded(List.of(device));
            if (pump.isDraining()) { // asked after it was counted, so either the pump waits for it or we see this
                device.abandonOpening();
                return null;
            }
            device.open();
            acceptedAtClose += isClosed() ? 1 : 0;
            return device;
        } catch (IOException e) {
            onIoError(e);
            try {
                channel.close();
            } catch (IOException ignored) { // the peer has gone, there is nothing to save
                acceptsLeft = Math.max(acceptsLeft, 0);
            }
            return null;
        }
    }

    @Override
    protected void onReady(int ready) {
        if ((ready & Interest.ACCEPT) != 0) {
            raiseAccept();
            rearm();
        }
    }

    private void raiseAccept() {
        if (raise(Interest.ACCEPT)) {
            ticket.raise();
        }
    }

    @Override
    int possibleInterest() {
        return Interest.ACCEPT;
    }

    @Override
    protected int interest() {
        return pause.isOn() ? 0 : super.interest();
    }

    @Override
    protected void onAccept(Owner owner, long number) {
        if (!ticket.take(number)) {
            owner.counters().increment(OwnerCounter.STALE); // another worker has taken it up
            return;
        }
        boolean last = isClosed();
        try {
            if (!isInvalidated() && (last || (wanted() & Interest.ACCEPT) != 0)) {
                callAccept(owner);
            }
        } finally {
            // A last ACCEPT in which the program accepts nothing, or not all it may, is not repeated.
            // Nor one that has taken as many as could be queued: what comes after the close may be refused.
            backlogDone = last
                    && (sawNone
                            || acceptsLeft > 0
                            || acceptedAtClose >= system().config().backlog());
            settle(Interest.ACCEPT);
            markDirty();
        }
    }

    private void callAccept(Owner owner) {
        accepting = true;
        try {
            call(owner, IOEventType.ACCEPT.code(), null);
        } finally {
            accepting = false;
        }
    }

    /** Any worker may run an ACCEPT, and the next callback of its batch must not keep the pump from arming the listener. */
    @Override
    protected boolean wakesAtOnce() {
        return true;
    }

    /** The owner of a listener is whoever runs its ACCEPT callback. */
    @Override
    boolean mayTouch() {
        return accepting || super.mayTouch();
    }

    @Override
    boolean beforeEvent(int code) {
        if (code == IOEventType.ACCEPT.code()) { // timers and user events may run beside an ACCEPT, on another owner
            sawNone = false;
            acceptsLeft = system().config().acceptsPerEvent();
        }
        return true;
    }

    /** The pump lets the program accept what is queued, then releases the listener itself. */
    @Override
    protected void requestRelease() {
        markDirty();
    }

    @Override
    protected void onClosing() {
        disarm(); // what comes from here on neither raises an ACCEPT nor keeps the pump awake
        if ((inFlight() & Interest.ACCEPT) != 0) {
            return; // marked dirty again when that callback has ended
        }
        if (backlogDone || isInvalidated() || pump().isDraining()) {
            release(pump());
        } else {
            raiseAccept();
        }
    }

    /** A stop closes listeners as a program does. */
    @Override
    CloseReason closeReason() {
        return system().isStopping() ? CloseReason.SYSTEM_STOP : super.closeReason();
    }

    @Override
    protected void onRelease() {
        super.onRelease();
        ticket.stop();
        pause.stop();
    }

    @Override
    final boolean isAlone() {
        return false;
    }

    @Override
    protected final void closeChannel() throws IOException {
        shared.release();
    }

    @Override
    protected void onClosed() {
        closed.complete(null);
    }

    /**
     * Completes when the socket is really closed and its port free. Safe from any thread.
     *
     * @return a future without value
     */
    @Override
    public final CompletableFuture<Void> closed() {
        return closed.copy();
    }
}
