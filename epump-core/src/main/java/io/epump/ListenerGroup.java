package io.epump;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What {@link EPump#tcpListen} opens: one listener per pump on the same address, or one for all where the system has no
 * SO_REUSEPORT. Immutable; all methods from any thread.
 */
public final class ListenerGroup implements OpenListener, AutoCloseable {
    private final List<TcpListener> listeners;

    ListenerGroup(List<TcpListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * The address they listen on, with the port that was found for port 0.
     *
     * @return the address
     */
    public InetSocketAddress localAddress() {
        return listeners.get(0).localAddress();
    }

    /**
     * The port they listen on.
     *
     * @return 1 to 65535
     */
    public int port() {
        return localAddress().getPort();
    }

    /**
     * The listeners themselves.
     *
     * @return at least one
     */
    public List<TcpListener> listeners() {
        return listeners;
    }

    /** Closes all of them; each accepts what the kernel has queued first. Idempotent. */
    @Override
    public void close() {
        listeners.forEach(TcpListener::close);
    }

    /**
     * Completes when all are really closed and the port is free.
     *
     * @return a future without value
     */
    @Override
    public CompletableFuture<Void> closed() {
        return CompletableFuture.allOf(
                listeners.stream().map(TcpListener::closed).toArray(CompletableFuture[]::new));
    }

    @Override
    public String toString() {
        return "listening on " + localAddress() + " with " + listeners.size() + " sockets";
    }
}
