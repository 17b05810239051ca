package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.conf.Configuration;
import io.ejet.conf.ListenAddress;
import io.ejet.conf.ListenSettings;
import io.ejet.conf.ServerSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses from the command line in the place of those from the configuration. */
class ListenOptionTest {
    @TempDir
    private Path folder;

    @Test
    void shouldChangeNothingButTheAddressWhenOneIsGiven() throws Exception {
        ServerSettings configured = Configuration.of("e.conf", """
                        http = { listen = { local ip = 127.0.0.1; port = 80; root = .; unknown host = close;
                                   trusted proxy = 10.0.0.1; proxy protocol = on; connections per address = 3;
                                   explain secret = 0123456789abcdef; host = { host name = a; } }
                                 listen = { local ip = 127.0.0.1; port = 81; root = .; unknown host = 421;
                                   host = { host name = b; } } }
                        """, folder).settings();
        List<InetSocketAddress> given =
                List.of(ListenAddress.parse("127.0.0.2:8080"), ListenAddress.parse("127.0.0.2:8081"));
        List<ListenSettings> taken = Program.withAddresses(configured, given).listens();
        for (int i = 0; i < taken.size(); i++) {
            ListenSettings before = configured.listens().get(i);
            assertEquals(
                    new ListenSettings(given.get(i), before.hosts(), before.unknownHost(), before.peers()),
                    taken.get(i));
        }
        assertEquals(2, taken.size());
    }
}
