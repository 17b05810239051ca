package io.epump;

import io.epump.pump.Pump;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A listening Unix socket. There is one for all pumps, which get its connections in turn.
 *
 * <p>Lifecycle: its file is removed when it is closed, unless another has put one in its place.
 */
public final class UnixListener extends StreamListener<UnixDevice> {
    private final UnixSocketFile file;

    UnixListener(
            EPump system, Pump pump, SharedChannel<ServerSocketChannel> server, Opening opening, UnixSocketFile file) {
        super(system, pump, server, opening, true);
        this.file = file;
    }

    @Override
    UnixDevice wrap(Pump pump, SocketChannel channel, IOHandler handler, Object context) {
        return new UnixDevice(system(), pump, channel, new Opening(FdType.USOCK_ACCEPTED, handler, context));
    }

    @Override
    protected void onClosed() {
        file.remove();
        super.onClosed();
    }

    @Override
    public UnixDomainSocketAddress localAddress() {
        return UnixDomainSocketAddress.of(file.path());
    }

    /** A listener has no peer. */
    @Override
    public UnixDomainSocketAddress remoteAddress() {
        return null;
    }

    @Override
    public String toString() {
        return super.toString() + " on " + file.path();
    }
}
