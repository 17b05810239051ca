package io.ejet.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.access.ProxyHeader.Result;
import io.ejet.access.ProxyHeader.State;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String BEHIND = "GET / HTTP/1.1\r\n\r\n";

    /** Parses what is whole, what grows by one byte at a time, and what lies in the middle of a buffer: the same each time. */
    private static Result parse(byte[] header) {
        byte[] whole = (new String(header, StandardCharsets.ISO_8859_1) + BEHIND).getBytes(StandardCharsets.ISO_8859_1);
        Result result = ProxyHeader.parse(ByteBuffer.wrap(whole));
        ByteBuffer moved = ByteBuffer.allocateDirect(whole.length + 7);
        moved.position(7);
        moved.put(whole).position(7);
        assertEquals(result, ProxyHeader.parse(moved));
        assertEquals(7, moved.position());
        Result grown = ProxyHeader.parse(ByteBuffer.wrap(whole, 0, 1));
        int length = 1;
        while (grown.state() == State.MORE && length < whole.length) {
            grown = ProxyHeader.parse(ByteBuffer.wrap(whole, 0, ++length));
        }
        assertEquals(result, grown);
        if (result.state() == State.DONE) {
            assertEquals(header.length, result.lengthBytes());
            assertEquals(header.length, length, "it waits for what is not its own");
        }
        return result;
    }

    private static Result parse(String line) {
        return parse(line.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String client(Result result) {
        assertEquals(State.DONE, result.state());
        InetSocketAddress client = result.client();
        return client == null ? "-" : client.getAddress().getHostAddress() + " " + client.getPort();
    }

    static byte[] version2(int command, int family, int... rest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(command);
        bytes.write(family);
        bytes.write(rest.length >> 8);
        bytes.write(rest.length);
        for (int value : rest) {
            bytes.write(value);
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldReadVersion1() {
        assertEquals("1.2.3.4 56324", client(parse("PROXY TCP4 1.2.3.4 255.255.255.255 56324 443\r\n")));
        assertEquals("2001:db8:0:0:0:0:0:1 1", client(parse("PROXY TCP6 2001:db8::1 ::1 1 0\r\n")));
        String longest = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
        assertEquals(longest + " 65535", client(parse("PROXY TCP6 " + longest + " " + longest + " 65535 65535\r\n")));
        assertEquals("-", client(parse("PROXY UNKNOWN\r\n")));
        assertEquals("-", client(parse("PROXY UNKNOWN " + longest + " " + longest + " 65535 65535\r\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "proxy TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY  TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n",
                "PROXY TCP4 1.2.3.4  1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 -1 2\r\n",
                "PROXY TCP4 ::1 ::1 1 2\r\n",
                "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n",
                "PROXY TCP4 localhost 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r \r\n",
                "PROXY TCP5 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY UNKNOWNX\r\n",
                "PROXY \r\n",
                "PROXYTCP4 1.2.3.4 1.2.3.4 1 2\r\n",
                "\r\n\r\nPROXY\r\n"
            })
    void shouldRefuseWhatIsNoHeader(String line) {
        assertEquals(State.FAILED, parse(line).state());
    }

    @Test
    void shouldRefuseALineThatIsTooLong() {
        String fits = "PROXY UNKNOWN " + "x".repeat(107 - 16) + "\r\n";
        assertEquals("-", client(parse(fits)));
        assertEquals(
                State.FAILED,
                parse("PROXY UNKNOWN " + "x".repeat(107 - 15) + "\r\n").state());
        byte[] endless = ("PROXY UNKNOWN " + "x".repeat(107 - 14)).getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(State.FAILED, ProxyHeader.parse(ByteBuffer.wrap(endless)).state());
        assertEquals(
                State.MORE, ProxyHeader.parse(ByteBuffer.wrap(endless, 0, 106)).state());
    }

    @Test
    void shouldReadVersion2AndSkipWhatFollowsTheAddresses() {
        assertEquals("1.2.3.4 258", client(parse(version2(0x21, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4))));
        assertEquals(
                "1.2.3.4 65535",
                client(parse(version2(0x21, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 255, 255, 3, 4, 0x20, 0, 1, 9))));
        int[] ip6 = new int[36];
        ip6[15] = 1;
        ip6[33] = 80;
        assertEquals("0:0:0:0:0:0:0:1 80", client(parse(version2(0x21, 0x21, ip6))));
        assertEquals("-", client(parse(version2(0x20, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4))));
        assertEquals("-", client(parse(version2(0x20, 0))));
        assertEquals("-", client(parse(version2(0x20, 0x7f, 1, 2, 3)))); // section 2.2: the family is not looked at
        assertEquals("-", client(parse(version2(0x21, 0))));
        assertEquals("-", client(parse(version2(0x21, 0x31, new int[216]))));
        assertEquals("-", client(parse(version2(0x21, 0x12, new int[12]))));
        assertEquals("-", client(parse(version2(0x20, 0, new int[4096 - 16]))));
    }

    @Test
    void shouldRefuseVersion2ThatIsWrongOrTooLong() {
        assertEquals(State.FAILED, parse(version2(0x11, 0x11, new int[12])).state());
        assertEquals(State.FAILED, parse(version2(0x22, 0x11, new int[12])).state());
        assertEquals(State.FAILED, parse(version2(0x21, 0x14, new int[12])).state());
        assertEquals(State.FAILED, parse(version2(0x21, 0x41, new int[12])).state());
        assertEquals(State.FAILED, parse(version2(0x21, 0x11, new int[11])).state());
        assertEquals(State.FAILED, parse(version2(0x21, 0x21, new int[35])).state());
        assertEquals(State.FAILED, parse(version2(0x20, 0, new int[4096 - 15])).state());
    }

    /** Mutants of good headers: no exception, never more than there is, and never a client that no header names. */
    @Test
    void shouldStayWithinWhatItWasGiven() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[][] good = {
            "PROXY TCP4 1.2.3.4 5.6.7.8 9 10\r\n".getBytes(StandardCharsets.ISO_8859_1),
            "PROXY TCP6 1::2 3::4 9 10\r\n".getBytes(StandardCharsets.ISO_8859_1),
            version2(0x21, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6),
            version2(0x21, 0x21, new int[40])
        };
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = good[random.nextInt(good.length)].clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt() : " \r\n19:.".charAt(random.nextInt(7)));
            }
            int length = random.nextInt(bytes.length + 1);
            Result result = ProxyHeader.parse(ByteBuffer.wrap(bytes, 0, length));
            boolean isWithin =
                    result.lengthBytes() <= length && (result.state() == State.DONE || result.client() == null);
            assertTrue(isWithin, () -> "seed " + seed);
            if (result.state() == State.DONE) {
                assertNotEquals(0, result.lengthBytes(), () -> "seed " + seed);
            } else {
                assertNull(result.client());
            }
        }
    }
}
