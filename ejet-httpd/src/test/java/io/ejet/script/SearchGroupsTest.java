package io.ejet.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the groups of a search in a condition are worth in the block behind it. */
class SearchGroupsTest {
    private final Compiled compiled = new Compiled();
    private final FakeRun run = new FakeRun();

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "if ($host ~* ^www\\.(.*)$) reply 200 $1; # example.org",
                "if ($host ~ (w+)\\.(x)?(.*)) reply 200 '$1-$2-$3-$4'; # www--example.org-",
                "if ($host ~ (example)) { set $h $1; } reply 200 $h; # example",
                // the innermost that has such a group
                "if ($host ~ (www)) { if ($uri ~ ^/(a)(.*)) reply 200 '$1$2'; } # a b&c",
                "if ($host ~ (www)(.)) { if ($uri ~ ^/(a)) reply 200 '$1$2'; } # a.",
                "if ($host ~ (www)) { if ($uri ~ ^/(a)) set $x $1; reply 200 '$x$1'; } # awww",
                // where there was none, those of the location
                "if ($host ~ (www)) set $x $1; reply 200 $1; # location",
                "if ($host ~ www) reply 200 $1; # location",
                "if (!($host ~ (no))) reply 200 $1; # location",
                "if ($host ~ (no)) reply 500; else reply 200 $1; # location",
                // of several the last that has found it
                "if ($host ~ (www) && $uri ~ (a)) reply 200 $1; # a",
                "if ($host ~ (no) || $host ~ (org)) reply 200 $1; # org",
                "if ($host ~ (org) || $host ~ (www)) reply 200 $1; # org",
                // not the value of a setting, which is the same everywhere
                "if ($host ~ (www)) reply 200 $setting; # <location>",
                "if ($host ~ (www)) reply 200 <script>return $1;</script>; # www",
            })
    void shouldBeWhatTheyHaveCaptured(String script, String expected) {
        run.at("/a b&c").with("HOST_NAME", "www.example.org");
        run.captures = number -> number == 1 ? "location" : null;
        compiled.with("setting", "<$1>").script(script).run(run);
        assertEquals(List.of("reply 200 " + expected), run.done);
    }

    @Test
    void shouldLeaveThoseOfARewriteToIt() {
        run.at("/old/x").with("HOST_NAME", "www.example.org");
        Script script = compiled.script("if ($host ~ ^(www)) { rewrite ^/old/(.*)$ /new/$1; rewrite ^ /$1$uri last; }");
        script.run(run);
        assertEquals(List.of("move /new/x", "move /www/new/x"), run.done);
    }

    /** What is decoded gets its percent signs back in a URL, what is not keeps those it has. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "if ($uri ~ ^/(.*)$) reply 302 /to/$1; # reply 302 /to/a%20b&c%3Fd%25",
                "if ($uri ~ ^/(.*)$) rewrite ^ /to?p=$1? last; # move /to?p=a%20b%26c%3Fd%25",
                "if ($request_uri ~ ^/(.*)$) reply 302 /to/$1; # reply 302 /to/a%20b?x=%3F",
                "if ($uri ~ ^/(a)) reply 302 /to/$1; # reply 302 /to/a",
            })
    void shouldBeEncodedInAUrlAsWhatWasSearchedIs(String script, String done) {
        run.at("/a b&c?d%").with("REQUEST_URI", "/a%20b?x=%3F");
        compiled.script(script).run(run);
        assertEquals(List.of(done), run.done);
    }

    @Test
    void shouldKeepNothingWhenNobodyAsks() {
        compiled.script("if ($uri ~ ^/(a|b)(.*)$) addResHeader X-A b; reply 200 $1;")
                .run(run.at("/a"));
        assertEquals(List.of("response X-A=b", "reply 200 "), run.done);
        assertTrue(run.locals.isEmpty(), run.locals::toString);
    }
}
