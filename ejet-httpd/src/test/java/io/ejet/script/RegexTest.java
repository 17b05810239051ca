package io.ejet.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    @Test
    void shouldTellEveryGroupAlsoBehindOneThatTookNoPart() {
        Captures found = Regex.compile("^/(a)|(b)(c)$", false).find("xbc");
        assertEquals("bc", found.group(0));
        assertNull(found.group(1));
        assertEquals("b", found.group(2));
        assertEquals("c", found.group(3));
        assertNull(found.group(4));
        assertNull(Regex.compile("^a", false).find("ba"));
    }

    @Test
    void shouldMindTheCaseOnlyWhenTold() {
        assertFalse(Regex.compile("\\.PHP$", false).isFoundIn("/a.php"));
        assertTrue(Regex.compile("\\.PHP$", true).isFoundIn("/a.php"));
    }

    /** Engines that backtrack need 2^50 steps for these: this would not end. */
    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$", "^(a|a)*$", "^(a*)*b", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$"})
    void shouldEndWhateverPathIsChosen(String regex) {
        String path = "a".repeat(4000) + "!";
        assertFalse(Regex.compile(regex, false).isFoundIn(path));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, this regular expression is empty",
        "a(b, 0, this regular expression is wrong: missing closing )",
        "a[b, 1, this regular expression is wrong: missing closing ]",
        "a**, 1, this regular expression is wrong: invalid nested repetition operator",
        "a\\1, 1, this regular expression is wrong: invalid escape sequence",
        "'a{2000}', 1, this regular expression is wrong: invalid repeat count",
    })
    void shouldTellWhatIsWrongAndWhere(String regex, int index, String message) {
        RegexException wrong = assertThrows(RegexException.class, () -> Regex.compile(regex, false));
        assertEquals(index + " " + message, wrong.index() + " " + wrong.getMessage());
    }

    @Test
    void shouldRefuseWhatWouldTakeLong() {
        assertThrows(RegexException.class, () -> Regex.compile("a".repeat(1001), false));
        assertThrows(RegexException.class, () -> Regex.compile("(".repeat(500) + ")".repeat(500) + "(", false));
    }

    /** What is compared before the search is an abbreviation of it, no other one. */
    @Test
    void shouldFindWhatTheEngineFindsWhateverItBeginsAndEndsWith() {
        List<String> pieces = List.of(
                "^",
                "a",
                "k",
                "/",
                "\\.",
                "\\/",
                "b+",
                "c*",
                "d?",
                "e{2}",
                "(f)",
                "(f|g7)",
                "(f|)",
                "\\\\|",
                "\\\\$",
                "\\\\\\\\",
                "\\|",
                "\\$",
                "[gk]",
                "|",
                "$",
                ".",
                "\\d",
                "\u00e9");
        List<String> letters = List.of(
                "a", "A", "k", "K", "\u212a", "/", ".", "b", "c", "d", "ee", "f", "g", "7", "$", "|", "\\", "\u00e9",
                "\u00c9");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            String expression =
                    (random.nextBoolean() ? "^" : "") + some(pieces, random) + (random.nextBoolean() ? "$" : "");
            String text = some(letters, random);
            for (boolean anyCase : new boolean[] {false, true}) {
                boolean expected = Pattern.compile(expression, anyCase ? Pattern.CASE_INSENSITIVE : 0)
                        .matcher(text)
                        .find();
                found += expected ? 1 : 0;
                assertEquals(
                        expected,
                        Regex.compile(expression, anyCase).isFoundIn(text),
                        () -> expression + " in " + text + ", seed " + seed);
            }
        }
        assertTrue(found > 1000, "only " + found);
    }

    private static String some(List<String> of, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(of.get(random.nextInt(of.size())));
        }
        return text.toString();
    }
}
