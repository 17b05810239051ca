package io.epump;

import io.epump.pump.EventCodes;
import io.epump.pump.Interest;
import io.epump.pump.Pump;
import io.epump.sched.Owner;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A channel that the program has made and a pump watches: the end of a pipe, a socket, whatever a selector takes. The program
 * reads from it, writes to it and accepts on it itself, in the device's callbacks, and nothing here bounds how much.
 *
 * <p>Threading: as {@link IODevice} says; {@link #channel} from any thread.
 *
 * <p>Lifecycle: bound by {@link EPump#bindChannel}, from when on the channel belongs to the device, which closes it at its end.
 * A channel that the program closes itself, or loses to a failed read, gives the device up with one INVALID_DEV: when a
 * callback of the device ends, or, since NIO tells nobody of it, at the next of the looks that each bound device costs, one a
 * second. Until then its descriptor may stay taken.
 *
 * <p>Events: READ or ACCEPT for as long as there is something to read or accept, so after the end of a stream READ must be
 * delNotified. WRITE is told once for each time it is asked for. CONNECTED or CONNFAIL for a connect that was under way.
 * {@link #idleTimeout} takes each READ and ACCEPT for reading, and each WRITE for writing.
 */
public final class ChannelDevice extends IODevice {
    private static final long LOOK_PERIOD_MS = 1_000;

    /** What a look does; what is seen by it is seen when any callback ends. */
    private static final IOHandler LOOK = (context, source, event, fdType) -> {};

    /**
     * The bound channels of all systems. Two devices over one would take each other's events; NIO does not hinder it, and a
     * channel is registered only when its pump comes to it.
     */
    static final Set<SelectableChannel> BOUND = ConcurrentHashMap.newKeySet();

    private final SelectableChannel channel;

    /** Set by whoever binds the channel, before that is handed over; until then the channel is the program's. */
    private boolean bound;

    // pump
    private boolean connecting;

    /**
     * Set by the pump before it looks how a connect has ended, since NIO closes the channel there and then if that is a failure;
     * cleared by it if that is none. Volatile: an owner that finds the channel closed by this sees that, and leaves the end to
     * CONNFAIL.
     */
    private volatile boolean connectFailed;

    private ChannelDevice(EPump system, Pump pump, SelectableChannel channel, Opening opening) {
        super(system, pump, channel, opening, firstWish(channel));
        this.channel = channel;
        connecting = channel instanceof SocketChannel socket && !socket.isConnected();
    }

    /** What can only be written to is told that it can be: that is the first event in which it may. */
    private static int firstWish(SelectableChannel channel) {
        int incoming = Interest.of(channel) & (Interest.READ | Interest.ACCEPT);
        return incoming != 0 ? incoming : Interest.of(channel) & Interest.WRITE;
    }

    static ChannelDevice prepare(EPump system, Pump pump, SelectableChannel channel, Opening opening)
            throws IOException {
        if (channel == null) {
            throw new IllegalArgumentException("channel=null");
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        // Some of the JDK's own, such as those of SCTP, tell no provider.
        if (channel.provider() != null && channel.provider() != SelectorProvider.provider()) {
            throw new IllegalArgumentException("channel=" + channel + " is of another provider than the selectors");
        }
        if (channel instanceof SocketChannel socket && !socket.isConnected() && !socket.isConnectionPending()) {
            throw new IllegalArgumentException("channel=" + channel + " is neither connected nor connecting");
        }
        if (channel.isRegistered() || !BOUND.add(channel)) {
            throw new IllegalArgumentException("channel=" + channel + " is registered with a selector already");
        }
        try {
            channel.configureBlocking(false);
            return new ChannelDevice(system, pump, channel, opening);
        } catch (IOException | RuntimeException e) {
            BOUND.remove(channel);
            throw e;
        }
    }

    void open() {
        bound = true;
        startPeriodicTimer(LOOK_PERIOD_MS, 0, null, LOOK);
        handOver();
    }

    // -- connecting

    @Override
    protected int interest() {
        return connecting ? Interest.CONNECT : super.interest();
    }

    @Override
    protected void onReady(int ready) {
        if (connecting) {
            finishConnect((SocketChannel) channel);
            return;
        }
        raiseReady(ready & Interest.ACCEPT, EventCodes.ACCEPT);
        super.onReady(ready);
    }

    @Override
    protected boolean isMovable() {
        return !connecting && super.isMovable();
    }

    private void finishConnect(SocketChannel socket) {
        try {
            connectFailed = true;
            boolean connected = socket.finishConnect();
            connectFailed = false;
            if (connected) {
                connecting = false;
                raiseConnectResult(EventCodes.CONNECTED);
            }
        } catch (IOException e) {
            connecting = false;
            onIoError(e); // seen by the owner through the event
            unwatch();
            raiseConnectResult(EventCodes.CONNFAIL);
        }
    }

    // -- the owner's side

    @Override
    int possibleInterest() {
        return Interest.of(channel) & (Interest.READ | Interest.WRITE | Interest.ACCEPT);
    }

    /** One owner runs all that happens to the device, so its ACCEPT is an event like READ. */
    @Override
    protected void onAccept(Owner owner, long ticket) {
        onReadiness(owner, EventCodes.ACCEPT, Interest.ACCEPT);
    }

    @Override
    boolean beforeEvent(int code) {
        switch (code) {
            case EventCodes.READ, EventCodes.ACCEPT -> noteRead();
            case EventCodes.WRITE -> {
                want(wanted() & ~Interest.WRITE); // there is room: that is told once
                noteWritten();
            }
            case EventCodes.INVALID_DEV -> tellWhy();
            default -> {
                // nothing to prepare
            }
        }
        if (code != EventCodes.INVALID_DEV) {
            system().atCallbackEnd(this);
        }
        return true;
    }

    private void tellWhy() {
        if (ioError() == null && !channel.isOpen()) {
            onIoError(new ClosedChannelException());
        }
    }

    /** After CONNFAIL, which closes a channel too, the program closes the device, as it does with others. */
    @Override
    protected boolean isBroken() {
        return !channel.isOpen() && !connectFailed;
    }

    @Override
    CloseReason closeReason() {
        return connectFailed ? CloseReason.CONNECT_FAILED : super.closeReason();
    }

    @Override
    protected void closeChannel() throws IOException {
        if (bound) {
            super.closeChannel();
        }
    }

    @Override
    protected void onClosed() {
        BOUND.remove(channel);
    }

    // -- views

    /**
     * The channel itself, non-blocking. Safe from any thread, for what the channel allows.
     *
     * @return what was bound
     */
    @Override
    public SelectableChannel channel() {
        return channel;
    }

    /** Of a socket; null for what has no address. */
    @Override
    public SocketAddress localAddress() {
        try {
            return channel instanceof NetworkChannel network ? network.getLocalAddress() : null;
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }

    /** Of a connected socket; null for all others. */
    @Override
    public SocketAddress remoteAddress() {
        try {
            if (channel instanceof SocketChannel socket) {
                return socket.getRemoteAddress();
            }
            return channel instanceof DatagramChannel datagrams ? datagrams.getRemoteAddress() : null;
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }
}
