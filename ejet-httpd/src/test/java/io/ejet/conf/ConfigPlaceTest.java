package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Lines, columns and carets. */
class ConfigPlaceTest {
    private static ConfigSource source(String text) {
        return new ConfigSource("a.conf", Path.of(""), 0, text);
    }

    private static String excerpt(String text, int offset) {
        return source(text).place(offset).excerpt("  ");
    }

    @Test
    void shouldCountLinesAndColumnsFromOne() {
        String text = "ab\n\r\nc𝄞d\n";
        String[] expected = {"1:1", "1:2", "1:3", "2:1", "2:2", "3:1", "3:2", "3:2", "3:3", "3:4", "4:1"};
        for (int offset = 0; offset <= text.length(); offset++) {
            if (!Character.isLowSurrogate(text.charAt(Math.min(offset, text.length() - 1)))) {
                assertEquals(
                        "a.conf:" + expected[offset], source(text).place(offset).toString(), "offset " + offset);
            }
        }
        assertEquals("a.conf:4:1", source(text).place(1000).toString());
        assertEquals("a.conf", source(text).whole().toString());
        assertEquals(0, source(text).whole().line());
        assertEquals("", source(text).whole().excerpt("  "));
    }

    @Test
    void shouldPutTheCaretUnderTheCharacter() {
        assertEquals("  ab\n  ^", excerpt("ab", 0));
        assertEquals("  ab\n    ^", excerpt("ab\n", 2));
        assertEquals("  cd\n   ^", excerpt("ab\r\ncd\r\nef", 5));
        assertEquals("  \n  ^", excerpt("ab\n\nc", 3));
        assertEquals("  \ta\tb\n  \t \t^", excerpt("\ta\tb", 3));
        assertEquals("  脚本x\n      ^", excerpt("脚本x", 2));
        assertEquals("  𝄞x\n   ^", excerpt("𝄞x", 2));
    }

    @Test
    void shouldShowNothingThatMovesTheCursor() {
        assertEquals("  a?[31m?b\n        ^", excerpt("a\u001b[31m\u202eb", 6));
        assertEquals("\"a?b c d\"", Quoted.of("a\u0007b\nc\td"));
        assertEquals("\"" + "x".repeat(60) + "...\"", Quoted.of("x".repeat(61)));
        assertEquals("\"" + "x".repeat(59) + "...\"", Quoted.of("x".repeat(59) + "𝄞y"));
        assertEquals("\"" + "x".repeat(60) + "\"", Quoted.of("x".repeat(60)));
    }

    @Test
    void shouldCutLongLinesAroundTheCaret() {
        for (int at = 0; at <= 1000; at++) {
            String text = "a".repeat(at) + "X" + "b".repeat(1000 - at);
            String[] lines = excerpt(text, at).split("\n", -1);
            assertTrue(lines[0].length() < 180, () -> lines[0]);
            assertEquals('X', lines[0].charAt(lines[1].indexOf('^')), "offset " + at);
        }
        String wide = "𝄞".repeat(500);
        for (int at = 0; at <= wide.length(); at += 2) {
            assertTrue(excerpt(wide, at).indexOf('?') < 0, "a half character at offset " + at);
        }
    }

    @Test
    void shouldOrderByFileThenOffset() {
        ConfigPlace first = source("abc").place(2);
        ConfigPlace second = new ConfigSource("b.conf", Path.of(""), 1, "abc").place(0);
        assertTrue(first.compareTo(second) < 0);
        assertTrue(second.compareTo(first) > 0);
        assertTrue(source("abc").place(1).compareTo(first) < 0);
        assertTrue(source("abc").whole().compareTo(first) < 0);
    }
}
