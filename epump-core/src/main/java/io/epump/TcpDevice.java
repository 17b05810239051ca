package io.epump;

import io.epump.pump.Pump;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** A TCP connection: accepted by a {@link TcpListener}, or opened by {@link EPump#tcpConnect}. */
public final class TcpDevice extends StreamDevice {
    TcpDevice(EPump system, Pump pump, SocketChannel socket, Opening opening) {
        super(system, pump, socket, opening);
    }

    @Override
    boolean isOutgoing() {
        return fdType() == FdType.CONNECTED;
    }

    @Override
    public InetSocketAddress localAddress() {
        try {
            return (InetSocketAddress) socket().getLocalAddress();
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }

    @Override
    public InetSocketAddress remoteAddress() {
        try {
            return (InetSocketAddress) socket().getRemoteAddress();
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }
}
