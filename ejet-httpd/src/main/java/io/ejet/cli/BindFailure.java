package io.ejet.cli;

import io.ejet.conf.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Locale;

/** Says in one line why an address cannot be listened on, and what to do. */
final class BindFailure {
    private static final int FIRST_FREE_PORT = 1024;

    private BindFailure() {}

    /** Explains the failure of a server that was to listen on all these addresses. */
    static String explain(List<InetSocketAddress> addresses, IOException failure) {
        for (InetSocketAddress address : addresses) {
            String reason = refusal(address);
            if (reason != null) {
                return explain(address, reason);
            }
        }
        return oneLine(failure);
    }

    /** Tries once more, to learn which one it is; null if it could be used now. */
    private static String refusal(InetSocketAddress address) {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.bind(address);
            return null;
        } catch (IOException e) {
            return oneLine(e);
        }
    }

    /** What the operating system's reason means for an address. */
    static String explain(InetSocketAddress address, String reason) {
        String cannot = "cannot listen on " + ListenAddress.text(address) + ": ";
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("in use")) {
            return cannot + "the port is in use, by another program or another eJet";
        } else if (lower.contains("permission denied") && address.getPort() < FIRST_FREE_PORT) {
            // Not setcap on the java program: such a program does not find the libraries beside it any more.
            return cannot + "a port below 1024 needs the capability CAP_NET_BIND_SERVICE:"
                    + " AmbientCapabilities=CAP_NET_BIND_SERVICE in the systemd unit, as in the one that make install writes,"
                    + " or sysctl net.ipv4.ip_unprivileged_port_start=" + address.getPort();
        } else if (lower.contains("cannot assign requested address")) {
            return cannot + "this machine does not have the address";
        }
        return cannot + reason;
    }

    private static String oneLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
