package io.ejet.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operator that compares, over every pair of types: numbers by their worth, all else by letters in any case. */
class OperatorTest {
    private static boolean isMet(String left, String operator, String right) {
        FakeRun run = new FakeRun();
        run.with("REQUEST_HEADER[left]", left).with("REQUEST_HEADER[right]", right);
        new Compiled()
                .script("if ($http_left " + operator + " $http_right) reply 200;")
                .run(run);
        return !run.done.isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // whole numbers
        "1, 1, 0",
        "2, 10, -1",
        "007, 7, 0",
        "-1, 0, -1",
        "-2, -10, 1",
        "-0, 0, 0",
        "9223372036854775808, 9223372036854775807, 1",
        "18446744073709551617, 18446744073709551616, 1",
        // with a fraction
        "1.5, 1.50, 0",
        "1.5, 1.6, -1",
        "0.1, 0.10000000000000001, -1",
        "-1.5, -1.4, -1",
        // one of each
        "1, 1.0, 0",
        "2, 1.9, 1",
        "-1, 0.5, -1",
        // texts
        "abc, ABC, 0",
        "abc, abd, -1",
        "B, a, 1",
        "'', '', 0",
        "'', a, -1",
        "é, É, 0",
        // a number and a text, or what only looks like a number
        "10, 9a, -1",
        "10a, 9a, -1",
        "1., 1, 1",
        ".5, 0.5, -1",
        "+1, 1, -1",
        "1e3, 1000, 1",
        "0x10, 16, -1",
        "1.2.3, 1.2.10, 1",
        "-, 0, -1",
        "'1 ', 1, 1",
        "1, '', 1",
        "٣, 3, 1",
    })
    void shouldCompareWhateverIsCompared(String left, String right, int order) {
        for (int turn = 0; turn < 2; turn++) {
            String one = turn == 0 ? left : right;
            String other = turn == 0 ? right : left;
            int expected = turn == 0 ? order : -order;
            String told = one + " and " + other;
            assertEquals(expected == 0, isMet(one, "==", other), told);
            assertEquals(expected != 0, isMet(one, "!=", other), told);
            assertEquals(expected < 0, isMet(one, "<", other), told);
            assertEquals(expected <= 0, isMet(one, "<=", other), told);
            assertEquals(expected > 0, isMet(one, ">", other), told);
            assertEquals(expected >= 0, isMet(one, ">=", other), told);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, TEXT/, true",
        "text, text/html, false",
        "text, text, true",
        "text, '', true",
        "'', '', true",
        "'', a, false",
        "100, 10, true",
        "10.0, 10, true",
        "7, 007, false",
    })
    void shouldCompareBeginningsByLettersAlsoOfNumbers(String left, String right, boolean isMet) {
        assertEquals(isMet, isMet(left, "^~", right));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "~ # MSIE # MSIE # true",
                "~ # msie # MSIE # false",
                "~* # msie # MSIE # true",
                "~ # Mozilla (MSIE 6) # (.*)MSIE(.*) # true",
                "~ # a.b # a\\.b # true",
                "~ # axb # a\\.b # false",
                "~ # aaaa # ^a{2,3}$ # false",
                "~ # aaa # ^a{2,3}$ # true",
                "~* # ÄB # ä # true",
            })
    void shouldSearch(String operator, String text, String regex, boolean isMet) {
        FakeRun run = new FakeRun().with("USER_AGENT", text);
        new Compiled()
                .script("if ($user_agent " + operator + " " + regex + ") reply 200;")
                .run(run);
        assertEquals(isMet ? List.of("reply 200") : List.of(), run.done);
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "0, false",
        "false, false",
        "FALSE, false",
        "no, false",
        "No, false",
        "00, true",
        "0.0, true",
        "off, true",
        "' ', true",
        "1, true",
        "-1, true",
        "null, true",
    })
    void shouldHoldForTrueWhatIsNeitherEmptyNorSaysNo(String text, boolean isMet) {
        FakeRun run = new FakeRun().with("USER_AGENT", text);
        new Compiled()
                .script("if ($user_agent) reply 200; if (!$user_agent) reply 404;")
                .run(run);
        assertEquals(List.of("reply " + (isMet ? 200 : 404)), run.done.subList(0, 1));
    }
}
