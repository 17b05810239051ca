package io.ejet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.Configuration;
import io.ejet.conf.ServerSettings;
import io.ejet.server.Explanation;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {
    private static final String SITE = """
            http = {
              listen = { local ip = 127.0.0.1; port = 8181; root = site;
                script = { set $seen listen; }
                host = { host name = [ '*.example.org', '*.deep.example.org', sub.example.org, '~^w(\\d)\\.example\\.net$' ];
                  script = {
                    if ($host == old.example.org) { reply 301 http://www.example.org$request_uri; }
                    rewrite ^/old/(.*)$ /new/$1?from=old last;
                  }
                  reply_script = { addResHeader X-Seen "$seen $status"; }
                  location = { path = '/'; }
                  location = { path = ['\\.php$', '~']; script = { rewrite ^ http://up/$uri forward; } }
                  location = { path = ['/new/', '^~']; script = { try_files $uri /a.txt; } }
                }
                host = { host name = www.other.org; reply_script = { addResHeader X-Never seen; }
                  location = { path = '/'; script = { reply 444; } }
                  location = { path = ['/of/', '^~']; root = 'site/$query[r]'; } }
              }
              listen = { local ip = 127.0.0.1; port = 8282; root = site; unknown host = 421; trusted proxy = 10.0.0.0/8;
                host = { host name = members.org; connections per address = 1; auth basic = Members;
                  auth basic user file = users; limit request = { rate = 1/m; }
                  location = { path = '/'; script = { addResHeader X-User $remote_user; } }
                  location = { path = '/near/'; allow = 192.0.2.7; deny = all; satisfy = any; } }
                host = { host name = one.org; location = { path = '/'; } } }
            }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void makeSite() throws Exception {
        Files.createDirectories(folder.resolve("site/sub"));
        Files.writeString(folder.resolve("site/a.txt"), "a");
        Files.writeString(folder.resolve("users"), "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
    }

    private ServerSettings settings() throws Exception {
        return Configuration.of("e.conf", SITE, folder).settings();
    }

    private Explanation explained(String method, String url, String... fields) throws Exception {
        return explained(settings(), method, url, fields);
    }

    private static Explanation explained(ServerSettings settings, String method, String url, String... fields)
            throws Exception {
        return EJet.explain(settings, new Question(method, url, List.of(fields), InetAddress.getLoopbackAddress()));
    }

    @Test
    void shouldTellEachStepWhenARequestIsSentOnByScripts() throws Exception {
        Explanation told = explained("GET", "http://www.example.org:8181/old/x?a=1");
        assertEquals("""
                listener  127.0.0.1:8181, it listens on port 8181
                request   GET /old/x?a=1
                host      *.example.org is the longest wildcard at the beginning of www.example.org
                location  for /old/x
                            none of the beginnings with ^~, 1 in number
                            '\\.php$' ~ is not found in it
                            '/' is for what no other has
                script    script at e.conf:3
                            e.conf:3  set $seen listen;
                              $seen becomes "listen"
                script    script at e.conf:5
                            e.conf:6  if ($host == old.example.org)
                              $host_name is "www.example.org"
                              does not hold
                            e.conf:7  rewrite ^/old/(.*)$ /new/$1?from=old last;
                              holds
                              $query is "a=1"
                              path becomes /new/x
                              query becomes "from=old&a=1"
                location  for /new/x
                            '/new/' ^~ is its longest beginning that goes before regular expressions
                script    script at e.conf:12
                            e.conf:12  try_files $uri /a.txt;
                              $uri is "/new/x"
                              there is no file /new/x
                              path becomes /a.txt
                location  for /a.txt
                            none of the beginnings with ^~, 1 in number
                            '\\.php$' ~ is not found in it
                            '/' is for what no other has
                file      FOLDER/site/a.txt, text/plain, 1 bytes
                answer    200 by the files below FOLDER/site
                script    reply_script at e.conf:9
                            e.conf:9  addResHeader X-Seen "$seen $status";
                              $seen is "listen"
                              $status is "200"
                              field of the answer X-Seen: listen 200
                field     X-Seen: listen 200
                """, told.text().replace(folder.toString(), "FOLDER"));
        assertEquals(200, told.status());
    }

    private static void assertTells(Explanation told, int status, String... lines) {
        for (String line : lines) {
            assertTrue(told.text().contains(line), () -> line + " is not in\n" + told.text());
        }
        assertEquals(status, told.status(), told::text);
    }

    @Test
    void shouldTellWhoAnswersWhenNoFileDoes() throws Exception {
        assertTells(
                explained("GET", "http://old.example.org:8181/x"),
                301,
                "answers 301 \"http://www.example.org/x\"",
                "answer    301 by a script");
        assertTells(
                explained("GET", "http://w1.example.net:8181/a.php"),
                501,
                "host      ~^w(\\d)\\.example\\.net$ is the first regular expression found in w1.example.net",
                "'\\.php$' ~ is the first regular expression that is found in it",
                "upstream  http://up//a.php");
        assertTells(explained("GET", "http://www.other.org:8181/"), 0, "answers 444");
        assertTells(explained("GET", "http://www.example.org:8181/sub"), 301, "answer    301 by the files below");
        assertTells(explained("POST", "http://www.example.org:8181/a.txt"), 405, "answer    405");
        assertTells(explained("GET", "http://www.example.org:8181/none"), 404, "answer    404");
    }

    @Test
    void shouldTellWhoseItIsWhenListenerOrHostIsUnknown() throws Exception {
        assertTells(
                explained("GET", "http://127.0.0.10:8282/", "Host: one.org"),
                404,
                "127.0.0.1:8181, the first one, for none is reached at port 8282");
        assertTells(
                explained("GET", "http://[::2]:8282/", "Host: one.org"),
                404,
                "127.0.0.1:8181, the first one, for none is reached at port 8282");
        assertTells(explained("GET", "http://one.org:8282/a.txt"), 200, "listener  127.0.0.1:8282, it listens on port");
        assertTells(explained("GET", "http://two.org:8282/"), 421, "none is the default", "answer    421");
        assertTells(explained("GET", "/a.txt", "Host: x.example.org"), 200, "127.0.0.1:8181, the first one");
        assertTells(
                explained("GET", "http://x.example.org/a.txt"),
                200,
                "8181, the first one, for none is reached at port 80");
    }

    @Test
    void shouldTellWhetherAPasswordIsRightWhenOneIsAskedFor() throws Exception {
        String url = "http://members.org:8282/a.txt";
        assertTells(explained("GET", url), 401, "answer    401, for it is not let in there");
        String right = basic("ann", "secret");
        Explanation told = explained("GET", url, right);
        assertTells(told, 200, "$remote_user is \"ann\"", "field     X-User: ann");
        assertEquals(told.text().indexOf("location "), told.text().lastIndexOf("location "), told::text);
        assertTells(explained("GET", url, basic("ann", "other")), 401, "answer    401");
        ServerSettings settings = settings();
        Files.delete(folder.resolve("users"));
        assertTells(explained(settings, "GET", url, right), 500, "failed    the disk does not answer IsLogin");
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Test
    void shouldTakeTheClientFromTheHeaderOfATrustedProxy() throws Exception {
        Question proxied = new Question(
                "GET",
                "http://members.org:8282/near/a.txt",
                List.of("X-Forwarded-For: 192.0.2.7"),
                InetAddress.getByName("10.1.2.3"));
        Explanation told = EJet.explain(settings(), proxied);
        assertTells(told, 404, "client    192.0.2.7, as the trusted proxy 10.1.2.3 says");
        Explanation direct = explained("GET", "http://members.org:8282/near/a.txt", "X-Forwarded-For: 192.0.2.7");
        assertTells(direct, 401);
        assertFalse(direct.text().contains("client"), direct.text());
    }

    @Test
    void shouldRunNoReplyScriptWhenTheConnectionIsClosedWithoutAWord() throws Exception {
        Explanation told = explained("GET", "http://www.other.org:8181/");
        assertFalse(told.text().contains("reply_script"), told.text());
    }

    @Test
    void shouldNameTheNameThatTheHostIsFoundBy() throws Exception {
        assertTells(
                explained("GET", "http://sub.example.org:8181/a.txt"), 200, "host      sub.example.org is the name of");
        assertTells(
                explained("GET", "http://a.deep.example.org:8181/a.txt"),
                200,
                "host      *.deep.example.org is the longest wildcard at the beginning of");
    }

    @Test
    void shouldTellWhyWhenNoServerWouldTakeIt() throws Exception {
        assertTells(explained("GET", "/../../etc/passwd", "Host: x.example.org"), 400, "answer    400");
        assertTells(explained("GET", "/", "Host: a b"), 400, "this is not a request");
        assertTells(explained("GET", "/", "Host: x.example.org", "Content-Length: x"), 400, "this is not a request");
    }

    @Test
    void shouldBeOneObjectWhenItIsJson() throws Exception {
        String json = explained("GET", "http://w1.example.net:8181/a.php").json();
        assertTrue(json.startsWith("{ \"status\": 501, \"steps\": [\n"), json);
        assertTrue(
                json.contains("{ \"step\": \"upstream\", \"depth\": 0, \"text\": \"http://up//a.php\", \"url\":"),
                json);
        assertTrue(json.endsWith("\n] }\n"), json);
        assertTrue(json.contains("\"name\": \"~^w(\\\\d)\\\\.example\\\\.net$\""), json);
    }

    @Test
    void shouldShowNoControlCharacterThatAScriptDecodes() throws Exception {
        Explanation told = explained("GET", "http://www.example.org:8181/old/%C3%BC", "X-A: b\tc");
        assertFalse(told.text().replace("\n", "").chars().anyMatch(Character::isISOControl), told.text());
        assertTells(told, 200, "path becomes /new/\u00fc");
    }

    @Test
    void shouldShowNoControlCharacterOfTheSecondSet() throws Exception {
        String site = "http = { listen = { port = 0; root = site; script = { reply 200 $request_header[x-seen]; } } }";
        Configuration read = Configuration.of("e.conf", site, folder);
        Explanation told = explained(read.settings(), "GET", "/", "X-Seen: \u009b31m");
        assertFalse(told.text().replace("\n", "").chars().anyMatch(Character::isISOControl), told.text());
        assertTells(told, 200, "$request_header[x-seen] is \"?31m\"");
    }

    @Test
    void shouldCallVariablesAsScriptsDo() throws Exception {
        List<String> names = List.of(
                "req_path_only",
                "req_file_only",
                "req_file_base",
                "req_file_ext",
                "bytes_recv",
                "msec",
                "http_user_agent",
                "filesize[/none]",
                "filemtime[/none]",
                "cookie[sid]",
                "status");
        String asked = names.stream().map(name -> "$x = $" + name + ";").collect(Collectors.joining(" "));
        String site = "http = { listen = { port = 0; root = site; script = { " + asked + " } } }";
        String told = explained(Configuration.of("e.conf", site, folder).settings(), "GET", "/a.txt")
                .text();
        for (String name : names) {
            assertTrue(told.contains(" $" + name + " is "), () -> name + " is not in\n" + told);
        }
    }

    @Test
    void shouldBeCutWhenItBecomesTooLong() throws Exception {
        String read = "if ($a == b) { } ".repeat(100);
        String site = "http = { listen = { port = 0; root = site; script = { set $a " + "x".repeat(30_000) + "; " + read
                + " reply 204; } } }";
        Explanation told = explained(Configuration.of("e.conf", site, folder).settings(), "GET", "/");
        assertTrue(told.text().length() < 1_100_000, () -> told.text().length() + " characters");
        assertTrue(told.json().length() < 3_300_000, () -> told.json().length() + " characters");
        assertTells(told, 204, "cut       and more than can be told");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/", "a.txt", "http://a/b c", "/\u00fc", ""})
    void shouldRefuseWhatIsNoUrl(String url) {
        assertThrows(IllegalArgumentException.class, () -> explained("GET", url));
    }

    @Test
    void shouldRefuseWhatCannotBePartOfARequest() {
        assertThrows(IllegalArgumentException.class, () -> explained("GET /", "/"));
        assertThrows(IllegalArgumentException.class, () -> explained("GET", "/", "no colon"));
        assertThrows(IllegalArgumentException.class, () -> explained("GET", "/", "A: b\r\nC: d"));
        assertThrows(IllegalArgumentException.class, () -> explained("GET", "/", "A b: c"));
        assertThrows(IllegalArgumentException.class, () -> explained("GET", "/", "A:\r\nB: c"));
        assertThrows(IllegalArgumentException.class, () -> explained("GET", "/", "A: b\r\n"));
        assertThrows(IllegalArgumentException.class, () -> explained("GET", "/", "A: b\u2003"));
    }

    @Test
    void shouldTellTheFolderThatARequestChoosesAndThatItChoosesNone() throws Exception {
        Files.writeString(folder.resolve("site/sub/b.txt"), "b");
        assertTells(
                explained("GET", "http://www.other.org:8181/of/b.txt?r=sub"),
                200,
                "file      " + folder.resolve("site/sub/b.txt") + ", text/plain",
                "200 by the files below " + folder.resolve("site/sub"));
        assertTells(
                explained("GET", "http://www.other.org:8181/of/b.txt?r=.."),
                404,
                "404, for the request makes no folder of the root");
    }
}
