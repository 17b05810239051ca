package io.ejet.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private final FakeRun run = new FakeRun();

    private boolean isMet(String condition) {
        run.done.clear();
        new Compiled()
                .script("if (" + condition + ") reply 200 met; else reply 200 unmet;")
                .run(run);
        return run.done.contains("reply 200 met");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "yes",
                "$host",
                "!$user_agent",
                "! ! 1",
                "$host == example.org",
                "$host==EXAMPLE.ORG",
                "'$host' == \"example.org\"",
                "$host != example.com",
                "10 > 9",
                "10 >= 10",
                "9 < 10",
                "1.5 < 1.50001",
                "007 == 7",
                "-1 < 0",
                "1.0 == 1",
                "99999999999999999999 > 9999999999999999999",
                "b > A",
                "$uri ^~ /IMAGES",
                "$uri ~ \\.png$",
                "$uri ~ ^/(images|pictures)/.*\\.(png|gif)$",
                "$uri ~* '\\.PNG$'",
                "!($uri ~ \\.PNG$)",
                "1 || 0 && 0",
                "(1 or 0) and 1",
                "0 OR 1",
                "1 AND 1",
                "(((1)))",
                "$host == 'example.org' && $uri ~ \"/a;b|png\"",
                "-f /here",
                "-d /here",
                "-e /here",
                "-x /here",
                "!-f /there",
                "! -e /there && -f /here",
                "$cookie[a b] == c",
                "${host}x == example.orgx",
            })
    void shouldBeMet(String condition) {
        run.at("/images/a.png").with("HOST_NAME", "example.org").with("COOKIE[a b]", "c");
        run.files.add("/here");
        assertEquals(true, isMet(condition), condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "no",
                "False",
                "''",
                "$user_agent",
                "!$host",
                "!1",
                "$host == example.com",
                "10 < 9",
                "$uri ~ \\.PNG$",
                "$uri ^~ /pictures",
                "0 && 1 || 0",
                "(1 || 0) && 0",
                "!(1 || 0)",
                "-f /there",
                "!-f /here",
            })
    void shouldNotBeMet(String condition) {
        run.at("/images/a.png").with("HOST_NAME", "example.org");
        run.files.add("/here");
        assertEquals(false, isMet(condition), condition);
    }

    @ParameterizedTest
    @CsvSource({"0 && -f /a, 0", "1 || -f /a, 0", "1 && -f /a, 1", "0 || -f /a, 1"})
    void shouldLookAtTheSecondOnlyWhenTheFirstDoesNotDecide(String condition, int asked) {
        isMet(condition);
        assertEquals(
                asked, run.done.stream().filter(done -> done.startsWith("FILE")).count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "if $a == b reply 200; # 3 a condition in parentheses is missing here",
                "if () reply 200; # 4 a value is missing here",
                "if ($host = b) reply 200; # 10 = does not compare",
                "if ($host == ) reply 200; # 13 a value is missing here",
                "if ($host ~ '(') reply 200; # 13 this regular expression is wrong: missing closing )",
                "if ($host ~ '(?=a)') reply 200; # 13 this regular expression is wrong: invalid or unsupported Perl "
                        + "syntax; it cannot look ahead or behind, for its time must be linear",
                "if (-f ) reply 200; # 7 the path of a file is missing here",
                "if ($host == a b) reply 200; # 15 this does not belong to a condition",
                "if ($host == a { reply 200; } # 15 this does not belong to a condition",
                "if ($host # 3 this ( is not closed",
                "if (1) # 6 a statement is missing here",
                "else reply 200; # 0 there is no if before this else",
            })
    void shouldTellWhereItIsWrong(String script, String problem) {
        assertEquals(problem, Compiled.problems(script).get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"||", "&&"})
    void shouldBoundHowManyTestsFollowEachOther(String sign) {
        String chain = ("$uri == /a " + sign + " ").repeat(999);
        assertEquals(List.of(), Compiled.problems("if (" + chain + "$uri == /b) reply 200;"));
        assertEquals(
                "more than 1000 tests in one condition",
                Compiled.problems("if (" + (chain + chain).repeat(50) + "$uri) reply 200;")
                        .get(0)
                        .replaceAll("^\\d+ ", ""));
        String often = "if (" + chain + "$uri == /b) { reply 200; } ";
        assertEquals(List.of(), Compiled.problems(often + often));
    }

    @Test
    void shouldTellWhenItNestsTooDeep() {
        assertEquals(
                List.of("35 parentheses nest deeper than 32"),
                Compiled.problems("if " + "(".repeat(40) + "1" + ")".repeat(40) + " reply 200;")
                        .subList(0, 1));
        assertEquals(
                "conditions nest deeper than 32",
                Compiled.problems("if (" + "!".repeat(40) + "1) reply 200;")
                        .get(0)
                        .replaceAll("^\\d+ ", ""));
    }
}
