package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.ListenAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why an address cannot be listened on, in one line. */
class BindFailureTest {
    private static final InetSocketAddress WEB = ListenAddress.parse("127.0.0.1:80");

    @Test
    void shouldNameTheTakenAddressWhenOneOfSeveralIsInUse() throws IOException {
        try (ServerSocketChannel taken = ServerSocketChannel.open()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress address = (InetSocketAddress) taken.getLocalAddress();
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            assertEquals(
                    "cannot listen on 127.0.0.1:" + address.getPort()
                            + ": the port is in use, by another program or another eJet",
                    BindFailure.explain(List.of(free, address), new IOException("whatever")));
        }
    }

    @Test
    void shouldRepeatTheFirstLineWhenEveryAddressCouldBeUsed() {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        assertEquals(
                "Too many open files", BindFailure.explain(List.of(free), new IOException("Too many open files\nx")));
    }

    @Test
    void shouldNameTheCapabilityWhenAPortBelow1024IsForbidden() {
        String line = BindFailure.explain(WEB, "Permission denied");
        assertTrue(line.startsWith("cannot listen on 127.0.0.1:80: "), line);
        for (String remedy : List.of("CAP_NET_BIND_SERVICE", "AmbientCapabilities", "ip_unprivileged_port_start=80")) {
            assertTrue(line.contains(remedy), line);
        }
        assertEquals(1, line.lines().count());
    }

    @Test
    void shouldGiveTheReasonAsItIsWhenItMeansNothingMore() {
        assertEquals(
                "cannot listen on 127.0.0.1:8080: Permission denied",
                BindFailure.explain(ListenAddress.parse("127.0.0.1:8080"), "Permission denied"));
        assertEquals(
                "cannot listen on 127.0.0.1:80: this machine does not have the address",
                BindFailure.explain(WEB, "Cannot assign requested address"));
    }

    @Test
    void shouldWriteAddressesAsInAUrlWhenTheyAreOfAnyKind() {
        assertEquals("127.0.0.1:80", ListenAddress.text(WEB));
        assertEquals("*:81", ListenAddress.text(new InetSocketAddress(81)));
        assertEquals("[0:0:0:0:0:0:0:1]:82", ListenAddress.text(ListenAddress.parse("[::1]:82")));
        assertEquals("name:83", ListenAddress.text(InetSocketAddress.createUnresolved("name", 83)));
    }
}
