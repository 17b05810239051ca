package io.ejet.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sends stays within its string, can be read back, and is bounded. */
class JsonTextTest {
    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    private static String written(String value) {
        StringBuilder record = new StringBuilder("before ");
        Escaping.JSON.append(value, record);
        return record.substring("before ".length());
    }

    /** The bytes as the server reads them: one character for each. */
    private static String received(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldWriteNothingWhenThereIsNothing() {
        assertEquals("", written(null));
        assertEquals("", written(""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain /a?b='c'          | plain /a?b='c'
            a"b\\c                  | a\\"b\\\\c
            \u00e9                  | \\u00e9
            \u4e2d\u6587            | \\u4e2d\\u6587
            \ud83d\ude00            | \\ud83d\\ude00
            \u00c3                  | \\u00c3
            """)
    void shouldWriteTextsAsTheyAreRead(String text, String expected) {
        assertEquals(expected, written(text));
        assertEquals(expected, written(received(text)), "as bytes");
    }

    @Test
    void shouldEscapeWhatIsNeitherTextNorUtf8() {
        assertEquals("\\n\\r\\t\\u0000\\u001b\\u007f", written("\n\r\t\0\u001b\u007f"));
        assertEquals("\\u00ff\\u00c3", written("\u00ff\u00c3"));
        assertEquals("\\u00c0\\u0080", written("\u00c0\u0080"), "a NUL that is longer than need be");
        assertEquals("\\u00e0\\u0080\\u00af", written("\u00e0\u0080\u00af"), "a slash that is longer than need be");
        assertEquals("\\u00ed\\u00a0\\u0080", written("\u00ed\u00a0\u0080"), "half of a surrogate pair");
        assertEquals("\\u00f4\\u0090\\u0080\\u0080", written("\u00f4\u0090\u0080\u0080"), "beyond the last code point");
        assertEquals("\\ufffdx", written("\ud800x"));
        assertEquals("\\ufffd", written("\ude00"));
    }

    @Test
    void shouldCutWhatIsTooLong() {
        String longest = "a".repeat(ClientText.LONGEST);
        assertEquals(longest, written(longest));
        assertEquals(ClientText.LONGEST + 3, written(longest + "b").length());
        for (String piece : new String[] {"\"", "\u00ff", "\ud83d\ude00", "ab\n"}) {
            String cut = written(piece.repeat(3000));
            assertTrue(cut.endsWith("..."), cut);
            assertTrue(cut.length() <= ClientText.LONGEST + 3, piece + " " + cut.length());
            assertEquals(0, cut.chars().filter(c -> c >= 0x7F || c < ' ').count());
        }
    }

    @Test
    void shouldGiveTheSameTextWhenItIsReadBack() {
        System.out.println("JsonTextTest -Dseed=" + seed);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int j = 0; j < length; j++) {
                int kind = random.nextInt(4);
                int c = kind == 0 ? random.nextInt(0x80) : kind == 1 ? random.nextInt(0x800) : random.nextInt(0x110000);
                text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? '?' : c);
            }
            String bytes = received(text.toString());
            assertEquals(text.toString(), JsonReading.text('"' + written(bytes) + '"'));
        }
    }
}
