package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.access.Access;
import io.ejet.access.ForwardedField;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a place takes over of who is let in around it. */
class AccessReaderTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeUsers() throws IOException {
        Files.writeString(folder.resolve("users"), "bob:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=");
        Files.writeString(folder.resolve("others"), "");
    }

    private List<ListenSettings> listens(String http) throws ConfigException {
        Configuration read = Configuration.of("test.conf", "http = {" + http + "}", folder);
        assertEquals(List.of(), read.warnings());
        return read.settings().listens();
    }

    private List<LocationSettings> locations(String listenItems, String hostItems) throws ConfigException {
        List<ListenSettings> listens =
                listens("listen = { port = 1; root = .; " + listenItems + " host = { " + hostItems + "} }");
        return listens.get(0).hosts().get(0).locations();
    }

    private static boolean permits(Access access, String address) throws IOException {
        return access.addresses().permits(InetAddress.getByName(address));
    }

    @Test
    void shouldAskNothingWhereNothingIsSaid() throws Exception {
        assertNull(locations("", "location = { path = '/'; }").get(0).access());
        assertNull(locations("auth basic user file = users;", "").get(0).access());
        assertNull(locations("satisfy = any;", "").get(0).access());
        assertNull(listens("listen = { port = 1; root = .; }")
                .get(0)
                .hosts()
                .get(0)
                .access());
    }

    @Test
    void shouldTakeOverEachByItself() throws Exception {
        List<LocationSettings> locations =
                locations("deny = 10.0.0.0/8; auth basic user file = users; limit request = { rate = 1/s; }", """
                auth basic = site; satisfy = any;
                location = { path = '/'; }
                location = { path = '/own'; allow = 10.0.0.1; deny = all; auth basic user file = others; satisfy = all; }
                location = { path = '/off'; auth basic = off; limit request = { rate = 2/s; } limit request = { rate = 3/m; } }
                """);
        Access plain = locations.get(0).access();
        assertFalse(permits(plain, "10.0.0.1"));
        assertTrue(permits(plain, "11.0.0.1"));
        assertEquals("site", plain.login().realm());
        assertTrue(plain.isAnyEnough());
        Access own = locations.get(1).access();
        assertTrue(permits(own, "10.0.0.1"));
        assertFalse(permits(own, "11.0.0.1"));
        assertEquals(folder.resolve("others").toString(), own.login().users().toString());
        assertFalse(own.isAnyEnough());
        assertEquals(1, own.limits().size());
        assertSame(plain.limits().get(0), own.limits().get(0)); // they count together
        Access off = locations.get(2).access();
        assertNull(off.login());
        assertEquals("[2/s burst 0, 3/m burst 0]", off.limits().toString());
        assertSame(plain.addresses(), off.addresses());
    }

    @Test
    void shouldKeepTheOrderOfBothNames() throws Exception {
        Access access = locations("", "allow = 10.0.0.1; deny = [ 10.0.0.0/8, ::1 ]; allow = all; deny = 1.1.1.1;")
                .get(0)
                .access();
        assertNotNull(access);
        assertTrue(permits(access, "10.0.0.1"));
        assertFalse(permits(access, "10.0.0.2"));
        assertFalse(permits(access, "::1"));
        assertTrue(permits(access, "1.1.1.1"));
    }

    @Test
    void shouldCollectWhoConnectsFromAllListensOfAnAddress() throws Exception {
        List<ListenSettings> listens = listens("""
                listen = { port = 1; root = .; proxy protocol = on; connections per address = 7; }
                listen = { port = 1; root = .; proxy protocol = on; trusted proxy = 2001:db8::1; trusted proxy header = forwarded;
                    host = { host name = x; } }
                listen = { port = 2; root = .; }
                """);
        PeerSettings peers = listens.get(0).peers();
        assertTrue(peers.speaksProxyProtocol());
        assertEquals(7, peers.connectionsPerAddress());
        assertEquals(ForwardedField.FORWARDED, peers.field());
        assertTrue(peers.trusted().permits(InetAddress.getByName("2001:db8::1")));
        assertFalse(peers.trusted().permits(InetAddress.getByName("2001:db8::2")));
        assertEquals(PeerSettings.PLAIN, listens.get(1).peers());
    }

    @Test
    void shouldWarnOfWhatMakesNoDifference() throws Exception {
        Configuration read = Configuration.of("test.conf", """
                http = { listen = { port = 1; root = .; allow = 10.1.1.1/8; trusted proxy header = Forwarded;
                    limit request = { rate = 1/s; key = "$host $Remote_User"; } } }
                """, folder);
        assertEquals(
                List.of(
                        "\"10.1.1.1/8\" has bits set behind those that count",
                        "nobody's header is believed: there is no trusted proxy here",
                        "$remote_user is empty here: requests are counted before anybody logs in"),
                read.warnings().stream().map(ConfigError::message).toList());
    }
}
