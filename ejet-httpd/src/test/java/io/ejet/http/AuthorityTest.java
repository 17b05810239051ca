package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts and ports, good and bad; IPv6 addresses against the JDK's own reading of them. */
class AuthorityTest {
    private static final Pattern ZEROS_TOO_MANY = Pattern.compile("[0-9a-f]{5}|\\b0\\d+[.]");

    private int accepted;

    /** The host, null when it is refused. */
    private static String host(String authority) {
        ByteBuffer bytes = ByteBuffer.wrap(("<" + authority + ">").getBytes(StandardCharsets.ISO_8859_1));
        int end = Authority.hostEnd(bytes, 1, 1 + authority.length());
        return end < 0 ? null : authority.substring(0, end - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "a,a",
        "A-b.c_d,A-b.c_d",
        "a:,a",
        "a:0,a",
        "a:80,a",
        "a:00080,a",
        "a:65535,a",
        "a.,a",
        "a.:80,a",
        "1.2.3.4:5,1.2.3.4",
        "a~!$&'()*+;=b,a~!$&'()*+;=b",
        "%41%c3%A9,%41%c3%A9",
        "[::]:80,[::]",
        "[1:2:3:4:5:6:7:8],[1:2:3:4:5:6:7:8]"
    })
    void shouldFindTheHostWhenTheAuthorityIsGood(String authority, String host) {
        assertEquals(host, host(authority));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                ".",
                ".a",
                "a..b",
                "a..",
                "a b",
                " a",
                "a/",
                "/a",
                "a\\b",
                "a?",
                "a#b",
                "me@a",
                "a:b",
                "a:80:80",
                "a:-1",
                "a:+1",
                "a: 1",
                "a:65536",
                "a:99999999999",
                "%",
                "%4",
                "%4g",
                "a%",
                "\u00e9",
                "a\0",
                "a\u007f",
                "[",
                "[]",
                "[::1",
                "::1",
                "[::1]a",
                "[::1]]",
                "[[::1]]",
                "[::1%25eth0]",
                "[v1.a]",
                "[1.2.3.4]",
                "[::1]:65536",
                "a[::1]"
            })
    void shouldRefuseWhenTheAuthorityIsBad(String authority) {
        assertEquals(null, host(authority));
    }

    @Test
    void shouldAgreeWithTheJdkWhenAddressesAreOfVersion6() {
        String[] symbols = {":", "::", "1:", "2:3:4:", "ffff", "12345", "0", "g", "1.2.3.4", "256.1.1.1"};
        Symbols.forEach("", symbols, 5, address -> {
            boolean good = isGoodForTheJdk(address);
            assertEquals(good ? "[" + address + "]" : null, host("[" + address + "]"), address);
            accepted += good ? 1 : 0;
        });
        assertTrue(accepted > 500, "accepted=" + accepted);
    }

    /** In brackets a name is never looked up. The JDK takes more leading zeros than the standard. */
    private static boolean isGoodForTheJdk(String address) {
        try {
            InetAddress.getByName("[" + address + "]");
            return !ZEROS_TOO_MANY.matcher(address).find();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
