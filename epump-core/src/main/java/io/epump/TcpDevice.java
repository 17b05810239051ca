package io.epump;

import io.epump.pump.Pump;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection: accepted by a {@link TcpListener}, or opened by {@link EPump#tcpConnect}; by name it has no address until it
 * is connected.
 */
public final class TcpDevice extends StreamDevice {
    private static final int TIME_IS_UP = 0;

    // whoever opens the device, then its pump
    private NamedConnect named;
    private long timeoutMs;

    // pump
    private IOTimer timeout;

    TcpDevice(EPump system, Pump pump, SocketChannel socket, Opening opening) {
        super(system, pump, socket, opening);
    }

    // -- connecting

    /** Connects to an address in so much time. */
    void connect(InetSocketAddress remote, long limitMs) {
        timeoutMs = limitMs;
        connect(remote);
    }

    /** Connects to a name; the device was made without a channel. */
    void connect(NamedConnect newNamed) {
        named = newNamed;
        awaitChannel();
    }

    @Override
    protected void onAdopted() {
        super.onAdopted();
        if (!isConnecting()) {
            return;
        }
        if (named != null) {
            named.start();
        } else if (timeoutMs > 0) {
            timeout = IOTimer.servedBy(pump(), system(), TIME_IS_UP, this::onTimeout);
            timeout.start(timeoutMs);
        }
    }

    private void onTimeout(Object context, IOSource source, IOEventType event, FdType fdType) {
        if (isOpen()) {
            failConnect(new SocketTimeoutException("no connection within " + timeoutMs + " ms"));
        }
    }

    @Override
    void onConnectEnded() {
        stopConnecting();
    }

    /** Closed, perhaps while it was connecting. */
    @Override
    protected void onClosed() {
        super.onClosed();
        stopConnecting();
    }

    private void stopConnecting() {
        if (named != null) {
            named.cancel();
            named = null;
        }
        if (timeout != null) {
            timeout.stop();
            timeout = null;
        }
    }

    @Override
    boolean isOutgoing() {
        return fdType() == FdType.CONNECTED;
    }

    @Override
    public InetSocketAddress localAddress() {
        SocketChannel socket = socket();
        try {
            return socket == null ? null : (InetSocketAddress) socket.getLocalAddress();
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }

    @Override
    public InetSocketAddress remoteAddress() {
        SocketChannel socket = socket();
        try {
            return socket == null ? null : (InetSocketAddress) socket.getRemoteAddress();
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }
}
