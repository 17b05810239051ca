package io.ejet.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a client sends is written harmlessly, can be read back, and is bounded. */
class ClientTextTest {
    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    private static String written(String value) {
        StringBuilder record = new StringBuilder("before ");
        Escaping.TEXT.append(value, record);
        assertTrue(record.toString().startsWith("before "));
        return record.substring("before ".length());
    }

    @Test
    void shouldWriteADashWhenThereIsNothing() {
        assertEquals("-", written(null));
        assertEquals("-", written(""));
    }

    @Test
    void shouldEscapeAllButPlainCharactersWhenEachIsWrittenAlone() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            boolean isPlain = c >= 0x20 && c <= 0x7E && c != '"' && c != '\\';
            String expected;
            if (isPlain) {
                expected = String.valueOf((char) c);
            } else if (c <= 0xFF) {
                expected = String.format("\\x%02X", c);
            } else {
                expected = escapedUtf8(Character.isSurrogate((char) c) ? "\uFFFD" : String.valueOf((char) c));
            }
            assertEquals(expected, written(String.valueOf((char) c)));
            assertEquals("a" + expected + "b", written("a" + (char) c + "b"));
        }
    }

    private static String escapedUtf8(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(String.format("\\x%02X", b));
        }
        return escaped.toString();
    }

    @Test
    void shouldWriteTheBytesOfUtf8WhenACharacterTakesTwoChars() {
        assertEquals("a\\xF0\\x9F\\x98\\x80b", written("a\uD83D\uDE00b"));
        assertEquals("\\xEF\\xBF\\xBDx", written("\uDE00x"));
        assertEquals("\\xEF\\xBF\\xBD", written("\uD83D"));
    }

    @Test
    void shouldGiveTheSameBytesBackWhenARecordIsDecoded() {
        System.out.println("ClientTextTest -Dseed=" + seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder value = new StringBuilder();
            int length = 1 + random.nextInt(40);
            for (int i = 0; i < length; i++) {
                value.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(256)));
            }
            String text = value.toString();
            String written = written(text);
            assertTrue(written.chars().allMatch(c -> c >= 0x20 && c <= 0x7E && c != '"'), () -> "seed=" + seed);
            assertArrayEquals(text.getBytes(StandardCharsets.ISO_8859_1), decoded(written), () -> "seed=" + seed);
        }
    }

    private static byte[] decoded(String written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) == '\\') {
                bytes.write(Integer.parseInt(written.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                bytes.write(written.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldCutTheValueWhenItIsTooLong() {
        String longest = "x".repeat(ClientText.LONGEST);
        assertEquals(longest, written(longest));
        assertEquals(longest + ClientText.CUT, written(longest + "y"));
        assertEquals(longest + ClientText.CUT, written(longest.repeat(100)));
    }

    @Test
    void shouldNeverCutAnEscapeWhenTheLimitFallsIntoOne() {
        for (String special : new String[] {"\"", "\u00ff", "\u20ac", "\uD83D\uDE00"}) {
            for (int before = ClientText.LONGEST - 40; before <= ClientText.LONGEST; before++) {
                String written = written("x".repeat(before) + special.repeat(20));
                assertTrue(written.endsWith(ClientText.CUT));
                String kept = written.substring(0, written.length() - ClientText.CUT.length());
                assertTrue(kept.length() <= ClientText.LONGEST);
                assertTrue(kept.length() > ClientText.LONGEST - 16);
                String escapes = kept.substring(before);
                String one = written(special);
                assertEquals(0, escapes.length() % one.length());
                assertEquals(one.repeat(escapes.length() / one.length()), escapes);
            }
        }
    }

    @Test
    void shouldWriteOnlyThePartWhenOneIsAskedFor() {
        StringBuilder record = new StringBuilder();
        ClientText.append("\"abc\"", 1, 4, record);
        assertEquals("abc", record.toString());
        ClientText.append("abc", 2, 2, record);
        assertEquals("abc-", record.toString());
        assertFalse(record.toString().contains("\""));
    }
}
