package io.epump;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Opens the sockets of a group on one address. Any thread; a few system calls, none of which waits. */
final class Listening {
    private Listening() {}

    /** SO_REUSEPORT spreads connections over its sockets on Linux only; elsewhere the last one gets them all. */
    static boolean canSpread() {
        return System.getProperty("os.name").startsWith("Linux");
    }

    /** Opens TCP sockets that listen, with so long a backlog. */
    static List<ServerSocketChannel> tcp(InetSocketAddress address, int count, int backlog) throws IOException {
        return open(address, count, (at, isShared) -> bind(at, backlog, isShared));
    }

    /** Opens UDP sockets. */
    static List<DatagramChannel> udp(InetSocketAddress address, int count) throws IOException {
        return open(address, count, Listening::bind);
    }

    /** Binds one socket. */
    private interface Binder<C extends NetworkChannel> {
        C bind(InetSocketAddress address, boolean isShared) throws IOException;
    }

    /**
     * Opens so many non-blocking sockets on one address.
     *
     * @throws IOException when the address cannot be used, also when another process uses it with SO_REUSEPORT; then
     *     nothing stays open
     */
    private static <C extends NetworkChannel> List<C> open(InetSocketAddress address, int count, Binder<C> binder)
            throws IOException {
        List<C> opened = new ArrayList<>();
        try {
            if (count == 1) {
                opened.add(binder.bind(address, false));
                return opened;
            }
            if (address.getPort() != 0) {
                // A second instance of the same program would be let in by SO_REUSEPORT and get half of the
                // clients.
                binder.bind(address, false).close();
            }
            opened.add(binder.bind(address, true));
            InetSocketAddress found = (InetSocketAddress) opened.get(0).getLocalAddress();
            InetSocketAddress same = new InetSocketAddress(address.getAddress(), found.getPort());
            while (opened.size() < count) {
                opened.add(binder.bind(same, true));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            for (C channel : opened) {
                channel.close();
            }
            throw e;
        }
    }

    private static ServerSocketChannel bind(InetSocketAddress address, int backlog, boolean isShared)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        return bind(channel, address, () -> {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            share(channel, isShared);
            channel.bind(address, backlog);
        });
    }

    private static DatagramChannel bind(InetSocketAddress address, boolean isShared) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        return bind(channel, address, () -> {
            channel.configureBlocking(false);
            share(channel, isShared);
            channel.bind(address);
        });
    }

    private static void share(NetworkChannel channel, boolean isShared) throws IOException {
        if (isShared) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
    }

    /** What makes a socket ready. */
    private interface Preparation {
        void run() throws IOException;
    }

    /** The prepared channel; nothing stays open when that fails. */
    private static <C extends NetworkChannel> C bind(C channel, InetSocketAddress address, Preparation preparation)
            throws IOException {
        try {
            preparation.run();
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
