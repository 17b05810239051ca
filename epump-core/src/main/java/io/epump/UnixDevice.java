package io.epump;

import io.epump.pump.Pump;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A connection over a Unix socket: accepted by a {@link UnixListener}, or opened by {@link EPump#unixConnect}. The side that
 * has connected has no path of its own.
 */
public final class UnixDevice extends StreamDevice {
    UnixDevice(EPump system, Pump pump, SocketChannel socket, Opening opening) {
        super(system, pump, socket, opening);
    }

    @Override
    boolean isOutgoing() {
        return fdType() == FdType.USOCK_CONNECTED;
    }

    /** The path is empty on the side that has connected. */
    @Override
    public UnixDomainSocketAddress localAddress() {
        try {
            return (UnixDomainSocketAddress) socket().getLocalAddress();
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }

    /** The path is empty on the side that has accepted. */
    @Override
    public UnixDomainSocketAddress remoteAddress() {
        try {
            return (UnixDomainSocketAddress) socket().getRemoteAddress();
        } catch (IOException closed) { // there is none any more
            return null;
        }
    }
}
