package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of tags against a pattern, and the table of RFC 9110 section 8.8.3.2. */
class EntityTagsTest {
    private static final Pattern NEXT = Pattern.compile("[ \t,]*(W/)?(\"[!#-~\\x80-\\xff]*\")[ \t]*(,|$)?");
    private int matches;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "W/\"1\",W/\"1\",false,true", "W/\"1\",W/\"2\",false,false", "W/\"1\",\"1\",false,true",
                        "\"1\",W/\"1\",false,true",
                "\"1\",\"1\",true,true", "\"1\",\"2\",false,false", "\"\",\"\",true,true", "\"W/1\",\"W/1\",true,true",
                "w/\"1\",\"1\",false,false", "1,\"1\",false,false", "\"1,\"1\",false,false", "*,\"1\",true,true"
            })
    void shouldCompareAsTheStandardSays(String list, String tag, boolean strongly, boolean weakly) {
        assertEquals(strongly, EntityTags.matchesStrongly(list, tag));
        assertEquals(weakly, EntityTags.matchesWeakly(list, tag));
    }

    @Test
    void shouldAgreeWithTheModelWhenListsAreSmall() {
        String[] symbols = {"\"a\"", "\"b\"", "W/", "\"", ",", " ", "a", "*", "\"a,b\""};
        for (String tag : new String[] {"\"a\"", "W/\"a\"", "\"a,b\"", "\",\""}) {
            Symbols.forEach("", symbols, 5, list -> {
                boolean weakly = model(list, tag, false);
                assertEquals(weakly, EntityTags.matchesWeakly(list, tag), () -> list + " " + tag);
                assertEquals(model(list, tag, true), EntityTags.matchesStrongly(list, tag), () -> list + " " + tag);
                matches += weakly ? 1 : 0;
            });
        }
        assertTrue(matches > 1000, "matches=" + matches);
    }

    private static boolean model(String list, String tag, boolean strongly) {
        if (list.equals("*")) {
            return true;
        }
        Matcher next = NEXT.matcher(list);
        while (next.lookingAt()) {
            boolean weak = next.group(1) != null || tag.startsWith("W/");
            if (tag.replace("W/", "").equals(next.group(2)) && !(strongly && weak)) {
                return true;
            }
            if (next.group(3) == null) {
                return false;
            }
            next.region(next.end(), list.length());
        }
        return false;
    }

    @Test
    void shouldMatchOnlyTheAsteriskWhenThereIsNoTag() {
        assertTrue(EntityTags.matchesWeakly("*", null));
        assertTrue(EntityTags.matchesStrongly("*", null));
        assertFalse(EntityTags.matchesWeakly("\"a\"", null));
        assertFalse(EntityTags.matchesStrongly("\"a\"", null));
    }
}
