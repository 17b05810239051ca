package io.ejet.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
