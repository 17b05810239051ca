package io.epump;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What {@link EPump#udpListen} opens: one socket per pump on the same address, over which the kernel spreads the clients, each
 * always to the same socket; or one for all where the system has no SO_REUSEPORT. Immutable; all methods from any thread.
 */
public final class UdpGroup implements AutoCloseable {
    private final List<UdpDevice> devices;
    private final InetSocketAddress localAddress;

    UdpGroup(List<UdpDevice> devices, InetSocketAddress localAddress) {
        this.devices = List.copyOf(devices);
        this.localAddress = localAddress;
    }

    /**
     * The address they receive on, with the port that was found for port 0.
     *
     * @return the address
     */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /**
     * The port they receive on.
     *
     * @return 1 to 65535
     */
    public int port() {
        return localAddress.getPort();
    }

    /**
     * The sockets themselves.
     *
     * @return at least one
     */
    public List<UdpDevice> devices() {
        return devices;
    }

    /** Closes all of them. Idempotent. */
    @Override
    public void close() {
        devices.forEach(UdpDevice::close);
    }

    @Override
    public String toString() {
        return "receiving on " + localAddress + " with " + devices.size() + " sockets";
    }
}
