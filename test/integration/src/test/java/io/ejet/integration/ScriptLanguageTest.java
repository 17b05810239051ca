package io.ejet.integration;

import static io.ejet.integration.SiteRig.assertAnswer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.integration.HttpRig.Model;
import io.ejet.script.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the words of the language of scripts mean for real requests: every variable, the order of names, questions to the disk. */
@Tag("permutation")
class ScriptLanguageTest {
    private static final String TIME = "\\d\\d:\\d\\d:\\d\\d";
    private static final String DATE = "\\d{4}-\\d\\d-\\d\\d";

    @RegisterExtension
    final SiteRig rig = new SiteRig();

    /** Those that tell of what does not exist yet, or not at that time. */
    private static final List<String> EMPTY = List.of(
            "conid",
            "msgid",
            "proxymsgid",
            "mime",
            "mimeid",
            "bytes_sent",
            "body_bytes_sent",
            "remote_user",
            "sys_status",
            "cache_maxage",
            "cache_revalidate",
            "cache_file",
            "cachetmp_file",
            "cacheinfo_file");

    private static String request(int port) {
        return "GET http://Example.org:" + port + "/sub/a%20b.tar.gz?name=v%20w&x=2&x=3 HTTP/1.1\r\n"
                + "Host: example.org:" + port + "\r\n"
                + "User-Agent: tester/1\r\n"
                + "Content-Type: text/x\r\n"
                + "Content-Length: 0\r\n"
                + "X-Two-Words: some\r\n"
                + "Cookie: sid=17; other=o p\r\n\r\n";
    }

    /** By the reference as it is written; regular expressions. */
    private Map<String, String> expected(int port) {
        Map<String, String> worth = new HashMap<>();
        put(worth, "127\\.0\\.0\\.1", "remote_addr", "server_addr");
        put(worth, "[1-9]\\d+", "remote_port");
        put(worth, "" + port, "server_port");
        put(
                worth,
                Pattern.quote("GET http://Example.org:" + port + "/sub/a%20b.tar.gz?name=v%20w&x=2&x=3 HTTP/1.1"),
                "request");
        put(worth, "GET", "request_method", "method");
        put(worth, "http", "scheme");
        put(worth, "example\\.org", "host_name", "host");
        put(worth, Pattern.quote("/sub/a%20b.tar.gz?name=v%20w&x=2&x=3"), "request_uri");
        put(
                worth,
                Pattern.quote("http://Example.org:" + port + "/sub/a%20b.tar.gz?name=v%20w&x=2&x=3"),
                "absuri",
                "absuriuri");
        put(worth, "/sub/a b\\.tar\\.gz", "uri", "request_path", "document_uri", "fastcgi_script_name");
        put(worth, "HTTP/1\\.1", "server_protocol");
        put(worth, "text/x", "content_type");
        put(worth, "0", "content_length");
        put(worth, "tester/1", "http_user_agent", "user_agent", "request_header[user-agent]");
        put(worth, "some", "request_header[X-Two-Words]", "http_x_two_words");
        put(worth, "", "request_header[none]", "http_none", "cookie[none]", "query[none]", "query[9]");
        put(worth, "sid=17; other=o p", "cookie", "http_cookie");
        put(worth, "17", "cookie[sid]");
        put(worth, "o p", "cookie[other]");
        put(worth, Pattern.quote("name=v%20w&x=2&x=3"), "query", "query_string", "args");
        put(worth, "v%20w", "query[name]", "query[0]");
        put(worth, "2", "query[x]", "query[1]");
        put(worth, "3", "query[2]");
        put(worth, "/sub/", "req_path_only");
        put(worth, "a b\\.tar\\.gz", "req_file_only");
        put(worth, "a b\\.tar", "req_file_base");
        put(worth, "\\.gz", "req_file_ext");
        String root = Pattern.quote(rig.folder().resolve("site").toString());
        put(worth, root, "document_root");
        put(worth, root + "/sub/a b\\.tar\\.gz", "real_file");
        put(worth, root + "/sub/", "real_path");
        put(worth, "0", "proxied");
        put(worth, "200", "status");
        put(worth, "early", "response_header[x-set]");
        put(worth, "" + request(port).length(), "bytes_recv", "request_length");
        put(worth, "\\d+\\.\\d{3}", "request_time", "msec");
        put(worth, DATE + " " + TIME, "datetime", "datetime[createtime]", "datetime[stamp]");
        put(worth, DATE, "date");
        put(worth, "\\d{8}", "date[compact]");
        put(worth, TIME, "time", "time[createtime]");
        put(worth, "\\d{10}", "unixtime");
        put(worth, DATE + "T" + TIME + "[+-]\\d\\d:\\d\\d", "time_iso8601");
        put(worth, "\\d\\d/[A-Z][a-z]{2}/\\d{4}:" + TIME + " [+-]\\d{4}", "time_local");
        put(worth, "6", "filesize[$document_root/a.txt]");
        put(worth, "0", "filesize[$document_root/none]", "filemtime[/none]");
        put(worth, "1700000000", "filemtime[$document_root/a.txt]");
        put(worth, "\\d{10}", "filectime[${document_root}/a.txt]");
        put(worth, ".+", "ejet_version");
        EMPTY.forEach(name -> worth.put(name, ""));
        return worth;
    }

    private static void put(Map<String, String> worth, String expected, String... names) {
        for (String name : names) {
            worth.put(name, expected);
        }
    }

    @ParameterizedTest
    @MethodSource(SiteRig.MODELS)
    void shouldTellWhatEveryVariableIsWorth(Model model) throws IOException {
        Files.setLastModifiedTime(rig.write("site/a.txt", "a file"), FileTime.fromMillis(1_700_000_000_000L));
        List<String> names = new ArrayList<>(expected(0).keySet());
        String lines = names.stream().map(name -> "<${" + name + "}>\n").collect(Collectors.joining());
        EJet server = rig.host(
                model,
                "location = { path = '/sub/'; script = { addResHeader X-Set early; reply 200 \"" + lines + "\"; } }");
        Map<String, String> expected = expected(server.port());
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send(request(server.port()));
            String[] told = SiteRig.text(peer.receive()).split("\n", -1);
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                assertTrue(told[i].matches("<" + expected.get(name) + ">"), name + " is " + told[i]);
            }
        }
        TreeSet<String> untold = new TreeSet<>(Variable.allNames());
        names.forEach(name -> untold.remove(name.replaceAll("\\[.*", "")));
        assertEquals(List.of(), List.copyOf(untold), "variables that this test does not know");
    }

    /** Reference 13.7: captures, locals, built-ins, settings; and of settings the innermost. */
    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldTakeANameForTheFirstThatItMayMean(Model model) throws IOException {
        EJet server = rig.listen(model, """
                colour = listen; shade = listen; tone = listen; scheme = listen;
                host = { host name = '*'; colour = host; shade = host; scheme = host;
                  location = { path = ['^/(a)', '~']; colour = location; scheme = location; uri = location;
                    script = { set $local one; reply 200 "$1 $colour $shade $tone $scheme $uri $local [$2]"; } }
                  location = { path = '/b'; colour = location;
                    script = { $colour = two; set $scheme three; set $local $colour; $shade = <script>return $tone;</script>;
                      reply 200 "$colour $shade $tone $scheme $local ${scheme}s"; } }
                }""");
        assertAnswer(server, "/a", "200 a location host listen http /a one []");
        assertAnswer(server, "/b", "200 two listen listen three two threes");
    }

    @ParameterizedTest
    @MethodSource(SiteRig.MODELS)
    void shouldAskTheDiskForEachTest(Model model) throws IOException {
        rig.write("site/file", "");
        rig.makeFolder("site/folder");
        assertTrue(rig.write("site/program", "").toFile().setExecutable(true));
        Files.createSymbolicLink(
                rig.folder().resolve("site/nowhere"), rig.folder().resolve("none"));
        EJet server = rig.host(model, """
                location = { path = '/'; script = {
                  set $it $document_root$uri;
                  set $told "";
                  if (-f $it) $told = "${told}f";      if (!-f $it) $told = "${told}F";
                  if (-d "$it") $told = "${told}d";    if (! -d $it) $told = "${told}D";
                  if (-e $document_root$uri) $told = "${told}e";
                  if (!(-e $it)) $told = "${told}E";
                  if (-x $it && 1) $told = "${told}x"; if (!-x $it) $told = "${told}X";
                  reply 200 $told;
                } }""");
        assertAnswer(server, "/file", "200 fDeX");
        assertAnswer(server, "/folder", "200 Fdex");
        assertAnswer(server, "/program", "200 fDex");
        assertAnswer(server, "/none", "200 FDEX");
        assertAnswer(server, "/nowhere", "200 FDeX"); // the link is there, as the original and nginx have it
    }

    /** The examples of the original's documents, and what the rule of the question mark says of their queries. */
    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldMakeTheUrlsThatTheOriginalsExamplesMake(Model model) throws IOException {
        EJet server = rig.host(model, """
                script = {
                  rewrite ^/search/(.*)$ /search.php?p=$1?;
                  rewrite ^/user/([0-9]+)/(.+)$ /user.php?id=$1&name=$2?;
                  rewrite ^/index.php/(.*)/(.*)/(.*)$ /index.php?p1=$1&p2=$2&p3=$3?;
                  rewrite ^/wiki/(.*)$ /wiki/index.php?title=$1?;
                  rewrite ^/topic-([0-9]+)-([0-9]+)-(.*)\\.html$ viewtopic.php?topic=$1&start=$2?;
                  rewrite ^/([0-9]+)/.*$ /aticle.php?id=$1?;
                  rewrite ^/kept/(.*)$ /kept.php?p=$1;
                  if ($uri ^~ /secure/) rewrite ^/(.*) https://www.ezops.com/$1 permanent;
                }
                location = { path = '/'; script = { reply 200 "$uri?$args"; } }
                location = { path = ['^(.*)\\.cgi$', '~']; script = { rewrite ^(.*)\\.cgi$ http://up.example/$1 forward; } }
                """);
        assertAnswer(server, "/search/some-search-keywords", "200 /search.php?p=some-search-keywords");
        assertAnswer(server, "/search/some-search-keywords?q=1", "200 /search.php?p=some-search-keywords");
        assertAnswer(server, "/user/47/dige", "200 /user.php?id=47&name=dige");
        assertAnswer(server, "/index.php/param1/param2/param3", "200 /index.php?p1=param1&p2=param2&p3=param3");
        assertAnswer(server, "/wiki/some-keywords", "200 /wiki/index.php?title=some-keywords");
        assertAnswer(server, "/topic-1234-50-some-keywords.html", "200 /viewtopic.php?topic=1234&start=50");
        assertAnswer(server, "/88/future", "200 /aticle.php?id=88");
        assertAnswer(server, "/kept/x?q=1", "200 /kept.php?p=x&q=1");
        assertAnswer(server, "/kept/x", "200 /kept.php?p=x");
        assertAnswer(server, "/secure/a?b=c", "301 https://www.ezops.com/secure/a?b=c");
        assertAnswer(server, "/search/a%26b%3Fc", "200 /search.php?p=a%26b%3Fc");
        SiteRig.assertStatus(server, "/x.cgi", 501);
    }
}
