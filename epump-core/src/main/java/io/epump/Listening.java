package io.epump;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Opens the sockets of a listener group. Any thread; a few system calls, none of which waits. */
final class Listening {
    private Listening() {}

    /** SO_REUSEPORT spreads connections over its sockets on Linux only; elsewhere the last one gets them all. */
    static boolean canSpread() {
        return System.getProperty("os.name").startsWith("Linux");
    }

    /**
     * Opens so many non-blocking sockets that listen on one address.
     *
     * @throws IOException when the address cannot be used, also when another process uses it with SO_REUSEPORT; then
     *     nothing stays open
     */
    static List<ServerSocketChannel> open(InetSocketAddress address, int count, int backlog) throws IOException {
        List<ServerSocketChannel> opened = new ArrayList<>();
        try {
            if (count == 1) {
                opened.add(bind(address, backlog, false));
                return opened;
            }
            if (address.getPort() != 0) {
                // A second instance of the same program would be let in by SO_REUSEPORT and get half of the
                // connections.
                bind(address, 1, false).close();
            }
            opened.add(bind(address, backlog, true));
            InetSocketAddress found = (InetSocketAddress) opened.get(0).getLocalAddress();
            InetSocketAddress same = new InetSocketAddress(address.getAddress(), found.getPort());
            while (opened.size() < count) {
                opened.add(bind(same, backlog, true));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            for (ServerSocketChannel channel : opened) {
                channel.close();
            }
            throw e;
        }
    }

    private static ServerSocketChannel bind(InetSocketAddress address, int backlog, boolean reusePort)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (reusePort) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, backlog);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            if (e instanceof IOException) {
                throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
            }
            throw e;
        }
    }
}
