package io.epump;

import io.epump.pump.Pump;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection: accepted by a {@link TcpListener}, or opened by {@link EPump#tcpConnect}; by name it has no address until it
 * is connected.
 */
public final class TcpDevice extends StreamDevice {
    // whoever opens the device, then its pump
    private ConnectAid aid;

    TcpDevice(EPump system, Pump pump, SocketChannel socket, Opening opening) {
        super(system, pump, socket, opening);
    }

    // -- connecting

    /** Connects to an address in so much time, 0 for any. */
    void connect(InetSocketAddress remote, long limitMs) {
        aid = limitMs > 0 ? new ConnectLimit(this, limitMs) : null;
        connect(remote);
    }

    /** Connects to a name; the device was made without a channel. */
    void connect(NamedConnect named) {
        aid = named;
        awaitChannel(named);
    }

    @Override
    protected void onAdopted() {
        super.onAdopted();
        if (isConnecting() && aid != null) {
            aid.start();
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
        if (aid != null) {
            aid.cancel();
            aid = null;
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
