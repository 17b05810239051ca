package io.ejet.integration;

import static io.ejet.integration.SiteRig.MODELS;
import static io.ejet.integration.SiteRig.assertAnswer;
import static io.ejet.integration.SiteRig.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.EJet;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Locations without files of their own: those where scripts decide, and those of types that are not served yet. */
@Tag("permutation")
class RootlessSiteTest {
    @RegisterExtension
    final SiteRig rig = new SiteRig();

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswer404WhenTheScriptsLeaveARequestUndecided(Model model) throws IOException {
        EJet server = rig.http(model, """
                listen = { local ip = 127.0.0.1; port = 0; host = { host name = '*';
                  script = { if ($host == none) reply 500; }
                  location = { path = '/'; script = { if ($query[a] == b) reply 200 "decided"; } }
                  location = { path = '/files/'; script = { try_files $uri $uri/ /last?$args; } }
                  location = { path = '/last'; script = { reply 200 "last $args"; } }
                  location = { path = '/body/'; script = { addResBody x; addFile2ResBody /f; } }
                  location = { path = '/disk/'; script = { if (-e /) reply 200 '$document_root $real_file'; } }
                } }""");
        assertAnswer(server, "/?a=b", "200 decided");
        assertStatus(server, "/", 404);
        assertStatus(server, "/none.txt", 404);
        assertAnswer(server, "/files/x?c=d", "200 last c=d");
        assertStatus(server, "/body/", 404);
        assertAnswer(server, "/disk/", "200  ");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            assertEquals(404, peer.receive().status());
            assertEquals(200, peer.get("/?a=b").status()); // the body was read over
        }
        assertEquals(0, server.server().failures());
    }

    /** Neither the files of the root nor another location may answer for what is to be a program's. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswer501AndNeverByAnotherLocationWhenTheTypeIsNotServed(Model model) throws IOException {
        rig.write("site/a.php", "text of a program");
        rig.write("site/app/index.html", "text of a program");
        EJet server = rig.host(model, """
                location = { path = '/'; }
                location = { path = ['\\.php$', '~']; type = fastcgi; root = site; }
                location = { path = '/app/'; type = proxy; passurl = 'http://127.0.0.1:1/'; }
                location = { path = ['/app/index.html', '=']; type = uwsgi; }
                location = { path = '/up/'; type = upload; script = { if ($request_method == GET) reply 405; } }
                location = { path = '/way/'; script = { rewrite ^/way(/.*)$ $1; } }
                """);
        assertStatus(server, "/a.php", 501);
        assertStatus(server, "/none.php", 501);
        assertStatus(server, "/app/", 501);
        assertStatus(server, "/app/none", 501);
        assertStatus(server, "/app/index.html", 501);
        assertStatus(server, "/way/a.php", 501);
        assertStatus(server, "/up/", 405);
        assertStatus(server, "/none", 404);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("PUT /up/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            assertEquals(501, peer.receive().status());
            assertEquals(405, peer.get("/up/").status());
        }
    }
}
