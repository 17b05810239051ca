package io.epump.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** resolv.conf(5) with its defaults and bounds. */
class ResolvConfTest {
    private static String servers(ResolvConf conf) {
        return conf.servers().stream()
                .map(server -> server.getAddress().getHostAddress() + "/" + server.getPort())
                .toList()
                .toString();
    }

    @Test
    void shouldTakeDefaultsWhenNothingIsSaid() {
        ResolvConf conf = ResolvConf.parse("# nothing\n; nothing\n\nnameserver\nsearch\n");
        assertEquals("[127.0.0.1/53]", servers(conf));
        assertEquals(List.of(), conf.search());
        assertEquals(1, conf.ndots());
        assertEquals(5, conf.timeoutSeconds());
        assertEquals(2, conf.attempts());
        assertEquals(false, conf.rotate());
    }

    @Test
    void shouldReadWhatIsSaid() {
        ResolvConf conf = ResolvConf.parse("""
                nameserver 192.0.2.1
                nameserver\t::1
                nameserver name.server
                domain One.org
                search two.org. three.org
                options ndots:3 timeout:2 rotate
                options attempts:4 edns0
                """);
        assertEquals("[192.0.2.1/53, 0:0:0:0:0:0:0:1/53]", servers(conf));
        assertEquals(List.of("two.org", "three.org"), conf.search());
        assertEquals(3, conf.ndots());
        assertEquals(2, conf.timeoutSeconds());
        assertEquals(4, conf.attempts());
        assertEquals(true, conf.rotate());
    }

    @Test
    void shouldKeepWithinBounds() {
        ResolvConf conf = ResolvConf.parse("""
                nameserver 192.0.2.1
                nameserver 192.0.2.2
                nameserver 192.0.2.3
                nameserver 192.0.2.4
                search a b c d e f g h
                options ndots:99 timeout:99 attempts:99
                options timeout:x attempts:-1 ndots:9999999999 :
                """);
        assertEquals("[192.0.2.1/53, 192.0.2.2/53, 192.0.2.3/53]", servers(conf));
        assertEquals(6, conf.search().size());
        assertEquals(15, conf.ndots());
        assertEquals(30, conf.timeoutSeconds());
        assertEquals(5, conf.attempts());
        assertEquals(1, ResolvConf.parse("options timeout:0 attempts:0").timeoutSeconds());
        assertEquals(1, ResolvConf.parse("options timeout:0 attempts:0").attempts());
    }
}
