package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses as people write them; names are never looked up. */
class ListenAddressTest {
    private static InetSocketAddress address(int port, int... ip) throws UnknownHostException {
        byte[] bytes = new byte[ip.length];
        for (int i = 0; i < ip.length; i++) {
            bytes[i] = (byte) ip[i];
        }
        return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    }

    @Test
    void shouldReadAddressAndPort() throws UnknownHostException {
        assertEquals(address(8080, 127, 0, 0, 1), ListenAddress.parse("127.0.0.1:8080"));
        assertEquals(address(0, 255, 0, 10, 100), ListenAddress.parse("255.0.10.100:0"));
        assertEquals(
                address(65_535, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), ListenAddress.parse("[::1]:65535"));
        assertFalse(ListenAddress.parse("127.0.0.1:1").isUnresolved());
    }

    @Test
    void shouldMeanAllAddressesOfBothFamiliesByEveryWildcard() {
        for (String text : List.of("*:80", "0.0.0.0:80", "[::]:80", "[0:0::0]:80")) {
            assertEquals(new InetSocketAddress(80), ListenAddress.parse(text), text);
            assertTrue(ListenAddress.parse(text).getAddress().isAnyLocalAddress(), text);
        }
    }

    @Test
    void shouldRefuseEverythingElse() {
        for (String text : List.of(
                "",
                ":",
                ":80",
                "80",
                "*",
                "*:",
                "localhost:80",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "127.0.0.1:80x",
                "127.1:80",
                "127.0.0.01:80",
                "127.0.0.256:80",
                "1.2.3.4.5:80",
                "1.2.3.:80",
                "::1:80",
                "[::1]",
                "[::1]80",
                "[::g]:80",
                "[[::1]]:80",
                "[127.0.0.1]:80",
                "[]:80",
                "0x7f.0.0.1:80",
                "2130706433:80",
                " 127.0.0.1:80",
                "[*]:80",
                "**:80")) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text), text);
            assertTrue(e.getMessage().contains("ADDRESS:PORT"), e.getMessage());
        }
    }

    @Test
    void shouldReadAddressesWithoutPort() {
        assertEquals("::1", shortened("::1"));
        assertEquals("::1", shortened("[::1]"));
        assertNull(ListenAddress.ip("example.org"));
        assertNull(ListenAddress.ip("[::1"));
        assertNull(ListenAddress.ip("fe80::1%no-such-interface"));
    }

    private static String shortened(String text) {
        return ListenAddress.ip(text).getHostAddress().replaceAll("^(0:)+", "::");
    }
}
