package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When two names are the same setting, and which known name is nearest. */
class SettingNameTest {
    @Test
    void shouldTakeAllSpellingsForOne() {
        for (String spelling :
                List.of("max header size", "MAX_Header-Size", "max  header\tsize", "-max-header_size_")) {
            assertEquals("max header size", SettingName.normal(spelling), spelling);
        }
        assertEquals("maxheadersize", SettingName.normal("maxHeaderSize"));
        assertEquals("", SettingName.normal(" _-"));
    }

    /** All words of up to four letters over two, against the definition. */
    @Test
    void shouldCountEditsAsDefinedWhenWordsAreShort() {
        List<String> words = new ArrayList<>(List.of(""));
        for (int from = 0; words.get(from).length() < 4; from++) {
            words.add(words.get(from) + "a");
            words.add(words.get(from) + "b");
        }
        for (String a : words) {
            for (String b : words) {
                assertEquals(defined(a, b), SettingName.distance(a, b), a + " and " + b);
            }
        }
        assertEquals(2, SettingName.distance("abcd", "badc"));
        assertEquals(3, SettingName.distance("kitten", "sitting"));
    }

    /** Insert, delete, replace or swap at the end, whichever is least. */
    private static int defined(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        String shortA = a.substring(0, a.length() - 1);
        String shortB = b.substring(0, b.length() - 1);
        boolean isSame = a.charAt(a.length() - 1) == b.charAt(b.length() - 1);
        int least = Math.min(defined(shortA, b), defined(a, shortB)) + 1;
        least = Math.min(least, defined(shortA, shortB) + (isSame ? 0 : 1));
        if (a.length() > 1
                && b.length() > 1
                && a.charAt(a.length() - 1) == b.charAt(b.length() - 2)
                && a.charAt(a.length() - 2) == b.charAt(b.length() - 1)) {
            least = Math.min(least, defined(a.substring(0, a.length() - 2), b.substring(0, b.length() - 2)) + 1);
        }
        return least;
    }

    @Test
    void shouldFindTheNearestName() {
        List<String> known = List.of("port", "root", "local ip", "connection idle timeout");
        assertEquals("port", SettingName.nearest("prot", known));
        assertEquals("port", SettingName.nearest("ports", known));
        assertEquals("root", SettingName.nearest("rot", known));
        assertEquals("local ip", SettingName.nearest("locale ip", known));
        assertEquals("connection idle timeout", SettingName.nearest("conection idel time out", known));
        assertNull(SettingName.nearest("zzzz", known));
        assertNull(SettingName.nearest("", known));
        assertNull(SettingName.nearest("port".repeat(100_000), known));
    }

    @Test
    void shouldSuggestEveryKnownNameWhenOneLetterIsWrong() {
        for (ConfigScope scope : ConfigScope.values()) {
            for (String name : ConfigKeys.names(scope)) {
                for (int i = 0; i < name.length(); i++) {
                    String wrong = name.substring(0, i) + '~' + name.substring(i + 1);
                    String found = SettingName.nearest(wrong, ConfigKeys.names(scope));
                    assertEquals(1, SettingName.distance(wrong, found), wrong + " gave " + found);
                }
            }
        }
    }
}
