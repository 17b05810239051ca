package io.ejet.integration;

import static io.ejet.integration.SiteRig.MODELS;
import static io.ejet.integration.SiteRig.assertAnswer;
import static io.ejet.integration.SiteRig.text;
import static io.ejet.integration.SiteRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests to a site whose configuration has scripts, over real connections, in every model. */
@Tag("permutation")
class ScriptedSiteTest {
    @RegisterExtension
    final SiteRig rig = new SiteRig();

    @BeforeEach
    void makeSite() throws IOException {
        rig.write("site/index.html", "front");
        rig.write("site/a.txt", "a file");
        rig.write("site/sub/index.html", "sub front");
        rig.write("site/app/index.html", "the application");
        rig.write("site/head.html", "<head>");
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerRedirectAndRewrite(Model model) throws IOException {
        EJet server = rig.host(model, """
                location = { path = '/'; }
                location = { path = ['/hello', '=']; script = { reply 200 "hello $query[name]"; } }
                location = { path = ['^/old/(.*)$', '~']; script = { reply 301 /new/$1; } }
                location = { path = ['/moved/', '^~']; script = { rewrite ^/moved/(.*)$ /$1 last; } }
                location = { path = ['/quiet', '=']; script = { rewrite ^ /a.txt; set $x $uri; } }
                location = { path = ['/away', '=']; script = { rewrite ^ http://elsewhere$request_uri? redirect; } }
                location = { path = ['/up', '=']; script = { rewrite ^ http://elsewhere/x proxy; } }
                location = { path = ['/no', '=']; script = { if ($request_method != POST) { reply 403; } reply 204; } }
                """);
        assertAnswer(server, "/hello?name=you", "200 hello you");
        assertAnswer(server, "/old/x%20y", "301 /new/x%20y");
        assertAnswer(server, "/moved/a.txt", "200 a file");
        assertAnswer(server, "/moved/sub/", "200 sub front");
        assertAnswer(server, "/quiet", "200 a file");
        assertAnswer(server, "/away?a=b", "302 http://elsewhere/away?a=b");
        assertAnswer(server, "/", "200 front");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(501, peer.get("/up").status());
            assertEquals(403, peer.get("/no").status());
            peer.send("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            assertEquals(204, peer.receive().status());
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTryFilesAndAskTheDisk(Model model) throws IOException {
        EJet server = rig.host(model, """
                location = { path = '/'; script = { try_files $uri $uri/ /app/index.html; } }
                location = { path = '/strict/'; script = { try_files $uri =404; } }
                location = { path = '/named/'; script = { try_files $uri @fallback; } }
                location = { path = ['@fallback', '=']; script = { reply 200 unused; } }
                location = { path = '/size/'; script = {
                    if (-f $document_root/a.txt && !-e $document_root/none) {
                        reply 200 "$filesize[$document_root/a.txt] $filesize[$document_root/none]";
                    } } }
                """);
        assertAnswer(server, "/a.txt", "200 a file");
        assertAnswer(server, "/sub", "200 sub front");
        assertAnswer(server, "/none/of/these", "200 the application");
        assertAnswer(server, "/size/", "200 6 0");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(404, peer.get("/strict/none").status());
            assertEquals(404, peer.get("/named/none").status()); // its scripts are not run, and it has no such file
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRunTheScriptsOfListenAndHostOnceAndThoseOfEveryLocation(Model model) throws IOException {
        EJet server = rig.listen(model, """
                  script = { set $trail "${trail}L"; }
                  host = { host name = '*'; script = { $trail = ${trail}H; }
                    location = { path = '/'; script = { reply 200 "$trail end"; } }
                    location = { path = '/one'; script = { $trail = ${trail}1; rewrite ^ /two; } }
                    location = { path = '/two'; script = { $trail = ${trail}2; rewrite ^ / last; reply 500; } }
                  }
                """);
        assertAnswer(server, "/one", "200 LH12 end");
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldEndWith500WhenLocationsSendToEachOther(Model model) throws IOException {
        EJet server = rig.host(model, """
                location = { path = '/'; script = { reply 200 ok; } }
                location = { path = '/a'; script = { rewrite ^ /b last; } }
                location = { path = '/b'; script = { rewrite ^ /a last; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(500, peer.get("/a").status());
            assertEquals("ok", text(peer.get("/")));
        }
        assertEquals(1, server.server().failures());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldChangeTheFieldsOfRequestAndAnswer(Model model) throws IOException {
        EJet server = rig.host(model, """
                script = { addResHeader X-Served-By $host; addResHeader Cache-Control "max-age=60"; delResHeader ETag; }
                location = { path = '/'; }
                location = { path = '/echo'; script = {
                    addReqHeader X-A one; delReqHeader X-B; set $query[q] new; set $cookie[c] baked;
                    reply 200 "$http_x_a $http_x_b $query $cookie[c]"; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < 3; i++) { // from the disk, then from memory
                Answer answer = peer.get("/a.txt");
                assertEquals("a file", text(answer));
                assertEquals("test", answer.fields().get("x-served-by"));
                assertEquals("max-age=60", answer.fields().get("cache-control"));
                assertEquals("6", answer.fields().get("content-length"));
                assertNull(answer.fields().get("etag"));
                assertTrue(answer.fields().containsKey("last-modified"));
            }
            peer.send("GET /echo?q=old&r=1 HTTP/1.1\r\nHost: a\r\nX-B: two\r\nCookie: c=raw\r\n\r\n");
            assertEquals("one  q=new&r=1 baked", text(peer.receive()));
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAddToBodiesOfAnswersThatAreWhole(Model model) throws IOException {
        EJet server = rig.host(model, """
                location = { path = '/'; script = {
                    addResBody "<b>"; appendResBody '</b>\\n'; addFile2ResBody /head.html; appendFile2ResBody /none; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < 3; i++) {
                peer.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n");
                Answer answer = peer.receive();
                assertEquals("200 <head><b>a file</b>\n", told(answer));
                assertEquals("20", answer.fields().get("content-length"));
                assertTrue(answer.fields().get("etag").startsWith("W/\""), answer.fields()::toString);
                assertNull(answer.fields().get("accept-ranges"));
            }
            peer.send("HEAD /a.txt HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("20", peer.receiveHead().fields().get("content-length"));
            String missing = text(peer.get("/missing"));
            assertTrue(missing.startsWith("<!DOCTYPE"), missing);
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTellPathAndQueryOfATargetThatNamesAHostWithoutAPath(Model model) throws IOException {
        EJet server = rig.host(model, "script = { reply 200 '$uri $request_uri'; }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (String target : List.of("http://a", "http://a?x=/y", "http://a/z?x=http://b/")) {
                peer.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
                String query = target.contains("?") ? target.substring(target.indexOf('?')) : "";
                String path = target.contains("/z") ? "/z" : "/";
                assertEquals(path + " " + path + query, peer.receive().text());
            }
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldSendNoTextWithAStatusThatHasNone(Model model) throws IOException {
        EJet server = rig.host(model, "script = { if ($query == 204) { reply 204 text; } reply 205 text; }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int status : new int[] {204, 205, 204}) {
                Answer answer = peer.get("/?" + status);
                assertEquals(status + " ", answer.status() + " " + answer.text());
                assertEquals(status == 205 ? "0" : null, answer.fields().get("content-length"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldSetOneCookieWhateverIsSent(Model model) throws IOException {
        EJet server =
                rig.host(model, "script = { set $cookie[who] $query[who]; reply 200 $cookie[role]$cookie[who]; }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals("ann", peer.get("/?who=ann").text());
            assertEquals(500, peer.get("/?who=ann;role=root").status());
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldCloseWithoutAWordWhenItReplies444(Model model) throws IOException {
        EJet server = rig.host(model, "location = { path = '/'; script = { reply 444; } }");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            peer.awaitEnd();
        }
        assertEquals(0, server.server().failures());
    }

    /** Nothing that a client sends becomes a field of its own, a path outside the root, or a script. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldStayWithinItsFieldsAndItsRootWhateverIsSent(Model model) throws IOException {
        rig.write("secret", "not to be read");
        EJet server = rig.host(model, """
                location = { path = '/'; }
                location = { path = ['^/go/(.*)$', '~']; script = { reply 302 "/at/$1"; } }
                location = { path = ['^/file/(.*)$', '~']; script = { rewrite ^/file/(.*)$ /sub/$1 break; } }
                location = { path = ['^/up/(.)(.)(.*)$', '~']; script = { rewrite ^/up/(.)(.)(.*)$ /$1$2/$3 break; } }
                location = { path = ['^/dl', '~']; script = { rewrite ^/dl(.*)$ /sub/$1 break; } }
                location = { path = ['^/get$', '~']; script = { rewrite ^ /sub/$query[f] break; } }
                location = { path = ['^/there$', '~']; script = {
                    set $file $document_root/$query[f];
                    if (-f $file || -e "") reply 200 yes; reply 200 "$filesize[$file]"; } }
                location = { path = ['^/field$', '~']; script = { addResHeader X-A $query[v]; reply 200 '$query[v]'; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals("302 /at/a%3Fb%23c%3Cscript%3E", told(peer.get("/go/a%3Fb%23c%3Cscript%3E")));
            assertEquals(404, peer.get("/file/..secret").status());
            assertEquals(500, peer.get("/up/..secret").status());
            assertEquals(500, peer.get("/dl../a.txt").status());
            assertEquals(500, peer.get("/get?f=../a.txt").status());
            assertEquals("200 0", told(peer.get("/there?f=../secret")));
            assertEquals("200 yes", told(peer.get("/there?f=a.txt")));
            assertEquals(
                    "a%0d%0aX-B:c", peer.get("/field?v=a%0d%0aX-B:c").fields().get("x-a"));
            assertEquals("200 $host", told(peer.get("/field?v=$host")));
        }
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(400, peer.get("/go/a%0d%0aX-B:%20c").status());
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerPipelinedRequestsInOrderAlsoWhenScriptsAskTheDisk(Model model) throws IOException {
        EJet server = rig.host(model, """
                location = { path = '/'; script = { try_files $uri /app/index.html; } }
                location = { path = '/now/'; script = { reply 200 "$req_file_only"; } }
                location = { path = '/disk/'; script = { if (-d $document_root/sub) reply 200 "disk $req_file_only"; } }
                """);
        int count = 60;
        String requests = IntStream.range(0, count)
                .mapToObj(i -> switch (i % 3) {
                    case 0 -> "/now/" + i;
                    case 1 -> "/disk/" + i;
                    default -> "/missing" + i;
                })
                .map(path -> "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
                .collect(Collectors.joining());
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send(requests);
            for (int i = 0; i < count; i++) {
                String expected = switch (i % 3) {
                    case 0 -> String.valueOf(i);
                    case 1 -> "disk " + i;
                    default -> "the application";
                };
                assertEquals(expected, text(peer.receive()));
            }
        }
    }

    /** What a host does for all must not open what a location closes. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldStillAskTheLocationWhenItsHostHasFoundAFile(Model model) throws IOException {
        EJet server = rig.host(model, """
                script = { try_files $uri $uri/ /app/index.html?$args; }
                location = { path = '/'; script = { addResHeader X-Query "$query"; } }
                location = { path = '/sub/'; script = { if ($remote_addr == 127.0.0.1) reply 403; } }
                """);
        assertAnswer(server, "/a.txt", "200 a file");
        assertAnswer(server, "/none?a=b", "200 the application");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals("a=b", peer.get("/none?a=b").fields().get("x-query"));
            assertEquals(403, peer.get("/sub/index.html").status());
            assertEquals(403, peer.get("/sub/").status());
        }
    }
}
