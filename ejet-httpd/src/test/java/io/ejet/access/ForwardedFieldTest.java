package io.ejet.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedFieldTest {
    private static final AddressRules TRUSTED = AddressRules.only(
            Stream.of("10.0.0.0/8", "fd00::/8").map(Network::parse).toList());

    private static String client(ForwardedField field, String peer, String... lines) {
        InetSocketAddress found =
                field.client(new InetSocketAddress(IpAddress.parse(peer), 9), List.of(lines), TRUSTED);
        return found.getAddress().getHostAddress() + " " + found.getPort();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2.3.4                              | 1.2.3.4 0",
                "6.6.6.6, 1.2.3.4                     | 1.2.3.4 0",
                "6.6.6.6, 1.2.3.4, 10.0.0.2           | 1.2.3.4 0",
                "6.6.6.6 ,1.2.3.4\t,fd00::2,10.0.0.2  | 1.2.3.4 0",
                "10.0.0.3, 10.0.0.2                   | 10.0.0.3 0",
                "1.2.3.4:80                           | 1.2.3.4 80",
                "[2001:db8::1]:443                    | 2001:db8:0:0:0:0:0:1 443",
                "[2001:db8::1]                        | 2001:db8:0:0:0:0:0:1 0",
                "2001:db8::1                          | 2001:db8:0:0:0:0:0:1 0",
                "1.2.3.4, unknown                     | 10.0.0.1 9",
                "1.2.3.4, unknown, 10.0.0.2           | 10.0.0.2 0",
                "1.2.3.4, , 10.0.0.2                  | 10.0.0.2 0",
                "1.2.3.4,                             | 10.0.0.1 9",
                "''                                   | 10.0.0.1 9",
                "1.2.3.4:65536                        | 10.0.0.1 9",
                "1.2.3.4:                             | 10.0.0.1 9",
                "1.2.3.4:x                            | 10.0.0.1 9",
                "[1.2.3.4]                            | 10.0.0.1 9",
                "[1.2.3.4]:80                         | 10.0.0.1 9",
                "[::1]80                              | 10.0.0.1 9",
                "[::1                                 | 10.0.0.1 9",
                "[::1]x:1                             | 10.0.0.1 9",
                "localhost                            | 10.0.0.1 9",
                "\"1.2.3.4\"                          | 10.0.0.1 9",
                "001.2.3.4                            | 10.0.0.1 9"
            })
    void shouldWalkFromTheRightPastTrustedProxies(String line, String expected) {
        assertEquals(expected, client(ForwardedField.X_FORWARDED_FOR, "10.0.0.1", line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "for=1.2.3.4                                        | 1.2.3.4 0",
                "For=\"[2001:db8:cafe::17]:4711\"                   | 2001:db8:cafe:0:0:0:0:17 4711",
                "for=192.0.2.60;proto=http;by=203.0.113.43          | 192.0.2.60 0",
                "proto=http; for=192.0.2.60 , for=10.0.0.2          | 192.0.2.60 0",
                "for=\"1.2.3.4:_obfuscated\"                        | 1.2.3.4 0",
                "for=1.2.3.4, for=\"10.0.0.2\";by=\"a,b\"             | 1.2.3.4 0",
                "for=_hidden                                        | 10.0.0.1 9",
                "for=unknown, for=10.0.0.2                          | 10.0.0.2 0",
                "for=\"never closed, for=1.2.3.4                    | 1.2.3.4 0",
                "for=\"6.6.6.6, for=1.2.3.4, for=\"10.0.0.2:80\"    | 1.2.3.4 0",
                "proto=http                                         | 10.0.0.1 9",
                "for=1.2.3.4;for=6.6.6.6                            | 10.0.0.1 9",
                // what a client can put into Host, a proxy may tell in quotes
                "for=1.2.3.4;host=\"a;for=6.6.6.6;b\"               | 1.2.3.4 0",
                "for=6.6.6.6, host=\"a;for=6.6.6.6;b\";proto=http   | 10.0.0.1 9",
                "host=\"a,for=6.6.6.6\";for=1.2.3.4                 | 1.2.3.4 0",
                "for=6.6.6.6;a=, for=1.2.3.4;host=\"a\\\",b\"        | 1.2.3.4 0",
                "for=6.6.6.6, for=1.2.3.4;host=\"a\\\",for=6.6.6.6\" | 1.2.3.4 0",
                "for=6.6.6.6, for=1.2.3.4;host=\"a\\\\\"            | 1.2.3.4 0",
                "for=\"1.2.3.\\4\"                                  | 1.2.3.4 0",
                "for=1.2.3.4;                                       | 1.2.3.4 0",
                "for=1.2.3.4; ;proto=http                           | 1.2.3.4 0",
                "for=\"1.2.3.4\"x                                   | 10.0.0.1 9",
                "for=\"1.2.3.4                                      | 10.0.0.1 9",
                "for=1.2.3.4;host=\"a                               | 1.2.3.4 0",
                "1.2.3.4                                            | 10.0.0.1 9",
                "for=\"\"                                           | 10.0.0.1 9"
            })
    void shouldReadForwarded(String line, String expected) {
        assertEquals(expected, client(ForwardedField.FORWARDED, "10.0.0.1", line));
    }

    @Test
    void shouldTakeThePeerWhenItIsNotTrusted() {
        assertEquals("1.1.1.1 9", client(ForwardedField.X_FORWARDED_FOR, "1.1.1.1", "6.6.6.6"));
        assertEquals("10.0.0.1 9", client(ForwardedField.X_FORWARDED_FOR, "10.0.0.1"));
    }

    @Test
    void shouldReadSeveralLinesAsOne() {
        assertEquals("1.2.3.4 0", client(ForwardedField.X_FORWARDED_FOR, "10.0.0.1", "6.6.6.6", "1.2.3.4", "10.0.0.2"));
    }

    @Test
    void shouldLookAtSoManyElementsOnly() {
        String many = "1.2.3.4" + String.join("", Collections.nCopies(100, ",10.0.0.2"));
        assertEquals("10.0.0.2 0", client(ForwardedField.X_FORWARDED_FOR, "10.0.0.1", many));
        String some = "1.2.3.4" + String.join("", Collections.nCopies(63, ",10.0.0.2"));
        assertEquals("1.2.3.4 0", client(ForwardedField.X_FORWARDED_FOR, "10.0.0.1", some));
    }
}
