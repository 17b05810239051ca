package io.ejet.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private final Compiled compiled = new Compiled();
    private final FakeRun run = new FakeRun();

    private String text(String template) {
        String text = compiled.template(template).text(run);
        assertEquals(List.of(), compiled.problems);
        return text;
    }

    @ParameterizedTest
    @CsvSource({
        "$host, example.org",
        "$HOST, example.org",
        "$host_name/x, example.org/x",
        "${host}x, example.orgx",
        "${ host }, example.org",
        "a${host}b$host, aexample.orgbexample.org",
        "$request_header[accept], text/html",
        "${ request_header [ accept ] }, text/html",
        "$http_accept, text/html",
        "$http_x_forwarded_for, 10.0.0.1",
        "$query[0], first",
        "$query[name], named",
        "$cookie[sid], 17",
        "$datetime[createtime], created",
        "costs 5$, costs 5$",
        "$ $-, $ $-",
        "$1, one",
        "$1a, onea",
        "$7, ''",
        "$12345, ''",
        "back\\slash, back\\slash",
    })
    void shouldPutInWhatVariablesAreWorthWhenExpanded(String template, String expected) {
        run.with("HOST_NAME", "example.org")
                .with("REQUEST_HEADER[accept]", "text/html")
                .with("REQUEST_HEADER[x-forwarded-for]", "10.0.0.1")
                .with("QUERY[0]", "first")
                .with("QUERY[name]", "named")
                .with("COOKIE[sid]", "17")
                .with("DATETIME[createtime]", "created");
        run.captures = number -> number == 1 ? "one" : null;
        assertEquals(expected, text(template));
    }

    @Test
    void shouldKnowEveryNameOfAVariable() {
        for (String name : Variable.allNames()) {
            String index = Variable.of(name).index() == Variable.Index.REQUIRED ? "[x]" : "";
            text("$" + name + index);
        }
    }

    @Test
    void shouldPreferLocalToBuiltInToSettingWhenNamesMeet() {
        compiled.with("host", "setting").with("mine", "set $host");
        run.with("HOST_NAME", "built-in");
        assertEquals("built-in", text("$host"));
        assertEquals("set built-in", text("$mine"));
        compiled.script("set $host 'local'; $mine = also;").run(run);
        assertEquals("local also", text("$host $mine"));
    }

    @Test
    void shouldTakeElementsOfASettingWhenIndexed() {
        compiled.with("list", "a", "b", "c");
        assertEquals("a a b c", text("$list $list[0] $list[1] $list[-1]"));
        assertEquals("", compiled.template("$list[3]").text(run));
    }

    @Test
    void shouldRunAScriptWhenASettingIsOne() {
        compiled.with("base", "script:if ($host == example.org) return main; else return other;");
        run.with("HOST_NAME", "example.org");
        assertEquals("/main/x", text("/$base/x"));
        assertEquals("<main>", text("<<script>return $base;</script>>"));
    }

    @Test
    void shouldTellWhenSettingsReferToEachOther() {
        compiled.with("a", "x$b").with("b", "y$a");
        compiled.template("$a").text(run);
        assertEquals(List.of("b: 1 $a refers to itself, perhaps by way of others"), compiled.problems);
    }

    @Test
    void shouldWarnOfANameThatNothingDefines() {
        compiled.template("a $nothing $something");
        compiled.script(ScriptKind.REQUEST, "set $something 1;");
        compiled.names.warnOfUndefined();
        assertEquals(
                List.of("warning 2 $nothing is no variable, no setting, and no script sets it"), compiled.problems);
    }

    @ParameterizedTest
    @CsvSource({
        "$request_header, 0 this variable needs an index",
        "x$host[1], 1 this variable takes no index",
        "${host, 0 this reference is not closed",
        "$query[a, 6 this [ is not closed",
        "<script>return a;, 0 this script is not closed",
        "a<script>retrun b;</script>, 9 retrun is not a statement",
    })
    void shouldTellWhereItIsWrong(String template, String problem) {
        compiled.template(template);
        assertEquals(List.of(problem), compiled.problems);
    }

    @Test
    void shouldTellOfAReferenceThatIsTooLong() {
        compiled.template("$" + "a".repeat(127));
        assertEquals(List.of("0 this reference is longer than 127 characters"), compiled.problems);
    }

    @Test
    void shouldBeConstantWhenNothingDependsOnTheRequest() {
        assertEquals("a $ b", compiled.template("a $ b").constant());
        assertEquals("", compiled.template("").constant());
        assertEquals(null, compiled.template("$host").constant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"$filesize[/a]", "<script>if (-f /a) return 1;</script>", "$size"})
    void shouldSayWhenTheDiskIsAsked(String template) {
        compiled.with("size", "$filemtime[$uri]");
        assertTrue(compiled.template(template).touchesDisk());
        assertFalse(compiled.template("$uri <script>return 1;</script>").touchesDisk());
    }

    @Test
    void shouldGiveUpWhenAValueGrowsWithoutEnd() {
        run.with("HOST_NAME", "x".repeat(1000));
        Template grown = compiled.template("$host".repeat(66));
        assertThrows(ScriptException.class, () -> grown.text(run));
    }

    @Test
    void shouldExpandTheIndexWhenItIsAPath() {
        run.at("/a.html").with("FILE_SIZE[/root/a.html]", "17");
        assertEquals("17", text("$filesize[/root$uri]"));
    }

    /** Ten references each, sixteen deep: nothing may take ten to the sixteenth steps. */
    @Test
    void shouldEndWhenSettingsReferToSettingsThatReferToSettings() {
        for (int i = 0; i < 15; i++) {
            compiled.with("s" + i, ("$s" + (i + 1)).repeat(10));
        }
        compiled.with("s15", "");
        Template template = compiled.template("$s0$s0");
        assertEquals(List.of(), compiled.problems);
        assertThrows(ScriptException.class, () -> template.text(run));
    }
}
