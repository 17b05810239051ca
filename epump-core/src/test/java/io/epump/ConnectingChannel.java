package io.epump;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/** A socket whose connect is under way, and fails as NIO's does: first the channel is closed, then the reason is thrown. */
final class ConnectingChannel extends SocketChannel {
    private final Runnable whenClosed;

    /** Once it is closed, and before that is told, something happens. */
    ConnectingChannel(Runnable whenClosed) {
        super(SelectorProvider.provider());
        this.whenClosed = whenClosed;
    }

    @Override
    public boolean finishConnect() throws IOException {
        close();
        whenClosed.run();
        throw new ConnectException("refused by the test");
    }

    @Override
    public boolean isConnectionPending() {
        return isOpen();
    }

    @Override
    public boolean isConnected() {
        return false;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean blocks) {}

    @Override
    public SocketAddress getLocalAddress() {
        return null;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return null;
    }

    // -- what nobody asks for

    private static UnsupportedOperationException unasked() {
        return new UnsupportedOperationException("of a channel that never connects");
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw unasked();
    }

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw unasked();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        throw unasked();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw unasked();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        throw unasked();
    }

    @Override
    public SocketChannel shutdownInput() {
        throw unasked();
    }

    @Override
    public SocketChannel shutdownOutput() {
        throw unasked();
    }

    @Override
    public Socket socket() {
        throw unasked();
    }

    @Override
    public int read(ByteBuffer into) {
        throw unasked();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw unasked();
    }

    @Override
    public int write(ByteBuffer from) {
        throw unasked();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw unasked();
    }
}
