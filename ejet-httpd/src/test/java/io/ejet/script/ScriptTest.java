package io.ejet.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each statement, what it does and how the script goes on. */
class ScriptTest {
    private final Compiled compiled = new Compiled();
    private final FakeRun run = new FakeRun();

    private Flow run(String script) {
        run.done.clear();
        return compiled.script(script).run(run);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "reply 403; # reply 403",
                "reply 200 all is well; # reply 200 all is well",
                "reply 200 'a;b}'; # reply 200 a;b}",
                "reply 200 \"say \\\"$host\\\"\"; # reply 200 say \"example.org\"",
                "reply 200 It's; # reply 200 It's",
                "reply 200 costs \\$host; # reply 200 costs $host",
                "reply 301 https://$host$request_uri; # reply 301 https://example.org/a%20b?c=%0d",
                "reply 302 /new$uri; # reply 302 /new/a%20b%0D%0A",
                "reply https://$host/; # reply 302 https://example.org/",
                "reply 444; # reply 444",
                "reply 304; # reply 304",
                "reply 200 ${host}; # reply 200 example.org",
            })
    void shouldAnswerWhenItReplies(String script, String done) {
        run.at("/a b\r\n").with("HOST_NAME", "example.org").with("REQUEST_URI", "/a%20b?c=%0d");
        assertEquals(Flow.ANSWERED, run(script));
        assertEquals(List.of(done), run.done);
    }

    /** The examples of the original's documents, and of nginx's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            nullValues = "-",
            value = {
                "rewrite ^/old/(.*)$ /new/$1 last; # move /new/x y?a=1 # REMATCH",
                "rewrite ^/OLD/(.*)$ /new/$1 break; # move /new/x y?a=1 # STOP",
                "rewrite ^/old/(.*)$ /new/$1; # move /new/x y?a=1 # REMATCH",
                "rewrite ^/old/(.*)$ /new/$1? last; # move /new/x y # REMATCH",
                "rewrite ^/old/(.*)$ /new?p=$1 last; # move /new?p=x%20y&a=1 # REMATCH",
                "rewrite ^/old/(.*)$ /new?p=$1? last; # move /new?p=x%20y # REMATCH",
                "rewrite ^/old/(.*)$ /new/$1 redirect; # reply 302 /new/x%20y?a=1 # ANSWERED",
                "rewrite ^/old/(.*)$ http://$host/$1 permanent; # reply 301 http://example.org/x%20y?a=1 # ANSWERED",
                "rewrite ^/old/(.*)$ http://$host/$1 permament; # reply 301 http://example.org/x%20y?a=1 # ANSWERED",
                "rewrite ^/old/(.*)$ http://up/$1? forword; # forward http://up/x%20y # ANSWERED",
                "rewrite ^/old/(.*)$ http://up/$1 proxy; # forward http://up/x%20y?a=1 # ANSWERED",
                "rewrite ^/(o)(l)(d)/.* /$3$2$1/$0 break; # move /dlo//old/x y?a=1 # STOP",
                "rewrite '^/old/x (y)$' '/$1 z' break; # move /y z?a=1 # STOP",
                "rewrite ^/other /new last; # - # NEXT",
            })
    void shouldSendElsewhereWhenItRewrites(String script, String done, Flow flow) {
        run.at("/old/x y").with("HOST_NAME", "example.org");
        run.query = "a=1";
        assertEquals(flow, run(script));
        assertEquals(done == null ? List.of() : List.of(done), run.done);
    }

    @Test
    void shouldKeepPathAndQueryApartWhenAClientWritesAQuestionMark() {
        run.at("/old/a?admin=1&x#y");
        run("rewrite ^/old/(.*)$ /new/$1 redirect;");
        assertEquals(List.of("reply 302 /new/a%3Fadmin=1&x%23y"), run.done);
        run("rewrite ^/old/(.*)$ /new?p=$1 break;");
        assertEquals(List.of("move /new?p=a%3Fadmin%3D1%26x%23y"), run.done);
    }

    @Test
    void shouldGoOnAfterARewriteWithoutFlagAndLookForTheLocationAtItsEnd() {
        run.at("/a");
        assertEquals(Flow.REMATCH, run("rewrite ^/a$ /b; rewrite ^/b$ /c; addResHeader X-Path $uri;"));
        assertEquals(List.of("move /b", "move /c", "response X-Path=/c"), run.done);
        run.at("/a");
        assertEquals(Flow.STOP, run("rewrite ^/a$ /b; rewrite ^/b$ /c break; addResHeader X-Path $uri;"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "addReqHeader X-A b c; # request X-A=b c",
                "addReqHeader X-A '$host'; # request X-A=example.org",
                "addResHeader X-A \"\"; # response X-A=",
                "delReqHeader Accept; # request Accept=null",
                "delResHeader X-Powered-By; # response X-Powered-By=null",
                "addResBody 'a\\n$host'; # before text a\\n$host",
                "appendResBody \"b\"; # after text b",
                "addFile2ResBody /head.html; # before file /head.html",
                "appendFile2ResBody $host.html; # after file example.org.html",
                "closecache; # close cache",
                "removecache; # remove cache",
                "set $query[a] b; # set QUERY[a]=b",
                "$request_header[X-B] = $host; # set REQUEST_HEADER[X-B]=example.org",
            })
    void shouldDoWhatTheStatementSays(String script, String done) {
        run.with("HOST_NAME", "example.org");
        assertEquals(Flow.NEXT, run(script));
        assertEquals(List.of(done.replace("\\n", "\n")), run.done);
    }

    @Test
    void shouldKeepLocalVariablesForTheNextScripts() {
        compiled.script("set $a one; $b = $a-two; ${c} = 'three'; cache file = /x/$b; \"max age\" = 17;")
                .run(run);
        run("reply 200 '$a $b $c $cache_file $max_age';");
        assertEquals(List.of("reply 200 one one-two three /x/one-two 17"), run.done);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "if (0) reply 201; else if (1) reply 202; else reply 203; # reply 202",
                "if (0) { reply 201; } else if (0) { reply 202; } else { reply 203; } # reply 203",
                "if (1) if (0) reply 201; else reply 202; # reply 202",
                "if (1) { if (0) reply 201; } else reply 202; reply 204; # reply 204",
                "if (0) ; else { } reply 200 # reply 200",
                "if (1) { reply 200 } # reply 200",
                "/* reply 201; */ reply 202; # reply 202",
            })
    void shouldTakeTheBranchThatIsMeant(String script, String done) {
        assertEquals(Flow.ANSWERED, run(script));
        assertEquals(List.of(done), run.done);
    }

    @Test
    void shouldPassComments() {
        assertEquals(Flow.ANSWERED, run("# reply 201; }\n reply 202; # and { so on"));
        assertEquals(List.of("reply 202"), run.done);
    }

    @Test
    void shouldEndThisScriptOnlyWhenItReturns() {
        assertEquals(Flow.NEXT, run("if (1) { return; } reply 200;"));
        assertEquals(List.of(), run.done);
    }

    // -- try_files

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "try_files $uri $uri/ /index.php; # /a # NEXT # try /a",
                "try_files $uri $uri/ /index.php; # /a/ # NEXT # try /a,try /a/",
                "try_files $uri /index.php; # - # REMATCH # try /a,move /index.php",
                "try_files $uri /index.php?p=$uri&$args; # - # REMATCH # try /a,move /index.php?p=/a&x=1",
                "try_files $uri =404; # - # ANSWERED # try /a,reply 404",
                "try_files $uri @app; # @app # STOP # try /a,go to @app",
                "try_files $uri @app; # - # ANSWERED # try /a,go to @app,reply 404",
                "try_files =503 /x; # - # ANSWERED # reply 503",
            })
    void shouldGoToTheFirstThatIsThere(String script, String there, Flow flow, String done) {
        run.at("/a");
        run.query = script.contains("?") ? "x=1" : "";
        run.files.add(there);
        assertEquals(flow, run(script));
        assertEquals(done, String.join(",", run.done));
        assertTrue(compiled.script(script).touchesDisk());
    }

    // -- errors

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "repl 200; # 0 repl is not a statement",
                "reply; # 5 a status is missing here",
                "reply 99; # 6 this is neither a status nor a URL",
                "reply 600; # 6 600 is no status of an answer",
                "reply 302; # 6 where to is missing here",
                "set a b; # 4 the name of a variable is missing here",
                "set $1 b; # 4 this cannot be set",
                "$a b; # 3 an = is missing here",
                "$a == b; # 3 an = is missing here",
                "$host[a] = b; # 0 no element of this can be set",
                "rewrite ^/a; # 8 a replacement is missing here",
                "rewrite ( /b; # 8 this regular expression is wrong: missing closing )",
                "rewrite ^/a /b lsat; # 15 lsat is no flag",
                "rewrite ^/a /b last x; # 20 a ; is missing before this",
                "try_files $uri; # 10 try_files takes two or more",
                "try_files $uri =abc; # 15 this is no status",
                "addReqHeader; # 12 the name of a header field is missing here",
                "addReqHeader X:Y z; # 13 the name of a header field is missing here",
                "addResHeader X-A; # 13 the value of X-A is missing here",
                "delResHeader Server; # 13 field=Server is the server's own",
                "addReqHeader Content-Length 0; # 13 Content-Length tells how the request is framed, which is over",
                "set $response_header[Date] x; # 4 field=Date is the server's own",
                "addResBody; # 10 a text is missing here",
                "addFile2ResBody ; # 16 the path of a file is missing here",
                "} # 0 this } closes nothing",
                "if (1) { reply 200; # 7 this { is not closed",
                "/* reply 200; # 0 this comment is not closed",
                "reply 200 $nothing; # warning 10 $nothing is no variable, no setting, and no script sets it",
                "reply 444 bye; # warning 6 444 closes the connection without a word",
            })
    void shouldTellWhereItIsWrong(String script, String problem) {
        assertEquals(List.of(problem), Compiled.problems(script));
    }

    @Test
    void shouldTellAllThatIsWrongAtOnce() {
        assertEquals(
                List.of("0 foo is not a statement", "5 bar is not a statement"),
                Compiled.problems("foo; bar; reply 200;"));
        assertEquals(
                List.of(
                        "6 this does not belong to a condition",
                        "8 foo is not a statement",
                        "15 baz is not a statement"),
                Compiled.problems("if (x { foo; } baz;"));
    }

    @Test
    void shouldTellWhenBlocksNestTooDeep() {
        List<String> problems = Compiled.problems("if (1) ".repeat(100_000));
        assertEquals(List.of("231 blocks nest deeper than 32"), problems);
    }

    @Test
    void shouldTakeOneOfAsManyBranchesAsThereAre() {
        StringBuilder branches = new StringBuilder("if ($uri == /0) reply 200 b0;");
        for (int i = 1; i <= 200; i++) {
            branches.append(" else if ($uri == /")
                    .append(i)
                    .append(") { reply 200 b")
                    .append(i)
                    .append("; }");
        }
        for (int i : new int[] {0, 33, 200}) {
            run.done.clear();
            run.at("/" + i);
            new Compiled().script(branches + " else reply 404;").run(run);
            assertEquals(List.of("reply 200 b" + i), run.done);
        }
        assertEquals(
                "more than 200 else if follow each other",
                Compiled.problems(branches + " else if (1) reply 200;").get(0).replaceAll("^\\d+ ", ""));
        assertEquals(
                1,
                Compiled.problems("if (1) reply 200;" + " else if (1) reply 200;".repeat(100_000))
                        .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply 200;", "rewrite ^/a /b;", "addReqHeader a b;", "closecache;", "$query[a] = b;"})
    void shouldRefuseAllButAValueInAScriptThatGivesOne(String statement) {
        compiled.script(ScriptKind.VALUE, statement);
        assertEquals(List.of("0 this has no place in a script that gives a value"), compiled.problems);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply 200;", "rewrite ^/a /b;", "try_files a b;"})
    void shouldWarnOfWhatComesTooLateInAReplyScript(String statement) {
        Script script = compiled.script(ScriptKind.REPLY, statement + " addResHeader a b;");
        assertEquals(List.of("warning 0 this has no effect in a reply_script"), compiled.problems);
        assertEquals(Flow.NEXT, script.run(run));
        assertEquals(List.of("response a=b"), run.done);
    }

    @Test
    void shouldSayWhetherTheDiskIsAsked() {
        assertTrue(compiled.script("if (0) { if (-f /a) reply 200; }").touchesDisk());
        assertTrue(compiled.script("addFile2ResBody /a;").touchesDisk());
        assertFalse(compiled.script("if ($uri ~ a) { rewrite ^ /b last; } reply 200 $host;")
                .touchesDisk());
    }

    /** Whether it comes by way of a local variable, a script that gives a value, or directly. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "reply 302 /at/$1;",
                "set $to $1; reply 302 /at/$to;",
                "set $to /at/$1; set $again $to; reply 302 $again;",
                "reply 302 \"/at/<script>return $1;</script>\";",
                "reply 302 /at/<script>return $1;</script>;"
            })
    void shouldEncodeWhatAClientWritesWhateverWayItTakesIntoAUrl(String script) {
        run.captures = number -> "\\evil?a#b";
        run(script);
        assertEquals(List.of("reply 302 /at/%5Cevil%3Fa%23b"), run.done);
    }

    @Test
    void shouldKeepAnArgumentOneWhenALocalHasWhatAClientWrites() {
        run.captures = number -> "1&admin=1";
        run.at("/item");
        run("set $id $1; rewrite ^/item$ /item.php?id=$id last;");
        assertEquals(List.of("move /item.php?id=1%26admin%3D1"), run.done);
        run("set $query[id] $1;");
        assertEquals(List.of("set QUERY[id]=1%26admin%3D1"), run.done);
    }

    @Test
    void shouldWriteFieldsInBytesOfUtf8() {
        run.at("/\u4e2d");
        run("addResHeader X-Path \"\u00e9 $uri\";");
        assertEquals(List.of("response X-Path=\u00c3\u00a9 /\u00e4\u00b8\u00ad"), run.done);
        run("reply 302 /\u4e2d$uri;");
        assertEquals(List.of("reply 302 /%E4%B8%AD/%E4%B8%AD"), run.done);
    }
}
