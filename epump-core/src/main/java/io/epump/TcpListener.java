package io.epump;

import io.epump.pump.Pump;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A listening TCP socket of one pump.
 *
 * <p>Threading: as {@link StreamListener} says. Several pumps have a listener each, and their ACCEPT callbacks run at the same
 * time; so the context, which all listeners of one {@link EPump#tcpListen} share, must be safe for that.
 */
public final class TcpListener extends StreamListener<TcpDevice> {
    private final InetSocketAddress localAddress;

    TcpListener(
            EPump system,
            Pump pump,
            SharedChannel<ServerSocketChannel> server,
            Opening opening,
            boolean spreadsAccepted)
            throws IOException {
        super(system, pump, server, opening, spreadsAccepted);
        this.localAddress = (InetSocketAddress) server.channel().getLocalAddress();
    }

    @Override
    TcpDevice wrap(Pump pump, SocketChannel channel, IOHandler handler, Object context) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new TcpDevice(system(), pump, channel, new Opening(FdType.ACCEPTED, handler, context));
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** A listener has no peer. */
    @Override
    public InetSocketAddress remoteAddress() {
        return null;
    }

    @Override
    public String toString() {
        return super.toString() + " on " + localAddress;
    }
}
