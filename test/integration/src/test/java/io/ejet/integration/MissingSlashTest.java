package io.ejet.integration;

import static io.ejet.integration.SiteRig.MODELS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.EJet;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a request for a folder without its slash is sent to, over real connections. */
@Tag("permutation")
class MissingSlashTest {
    @RegisterExtension
    final SiteRig rig = new SiteRig();

    private EJet site(Model model) throws IOException {
        rig.makeFolder("site/pub/sub folder");
        rig.makeFolder("site/with/index");
        rig.write("site/with/index/index.html", "index");
        rig.makeFolder("site/x.org");
        rig.makeFolder("elsewhere/deep");
        return rig.host(model, """
                location = { path = '/'; }
                location = { path = '/listed/'; show file list = on; root = elsewhere; }
                location = { path = ['/alias/', '^~']; root = elsewhere; }
                location = { path = '/way/'; script = { rewrite ^/way/(.*)$ /$1 break; } }
                location = { path = '/query/'; script = { rewrite ^/query/(.*)$ /$1?more break; } }
                """);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldKeepTheQueryAndStayOnTheServer(Model model) throws IOException {
        EJet server = site(model);
        SiteRig.assertAnswer(server, "/pub", "301 /pub/");
        SiteRig.assertAnswer(server, "/pub?a=%20b&c", "301 /pub/?a=%20b&c");
        SiteRig.assertAnswer(server, "/pub?/x", "301 /pub/?/x");
        SiteRig.assertAnswer(server, "/with/index?x", "301 /with/index/?x");
        SiteRig.assertAnswer(server, "/pub/sub%20folder?x", "301 /pub/sub%20folder/?x");
        SiteRig.assertAnswer(server, "/alias/deep?x", "301 /alias/deep/?x");
        SiteRig.assertAnswer(server, "/way/pub?x", "301 /pub/?x");
        SiteRig.assertAnswer(server, "/query/pub?x", "301 /pub/?more&x");
        SiteRig.assertAnswer(server, "/./pub/../pub?x", "301 /pub/?x");
        SiteRig.assertStatus(server, "/pub/", 403);
        SiteRig.assertStatus(server, "/none?x", 404);
    }

    /** With two slashes at its beginning a reference would name another server (RFC 3986 section 4.2). */
    @ParameterizedTest
    @CsvSource({"//x.org", "///x.org", "/%2Fx.org", "/.//x.org", "/pub/..//x.org", "/%5C..//x.org", "/..//x.org"})
    void shouldNotSendToAnotherServerWhateverThePath(String path) throws IOException {
        EJet server = site(new Model(1, 0));
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            Answer answer = peer.get(path);
            String location = answer.fields().getOrDefault("location", "/");
            assertEquals("/", location.substring(0, 1) + location.substring(1).replaceFirst("^[^/\\\\].*", ""), path);
        }
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldRedirectHeadAndRefuseOtherMethods(Model model) throws IOException {
        EJet server = site(model);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("HEAD /pub?x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("/pub/?x", peer.receiveHead().fields().get("location"));
            peer.send("POST /pub HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            assertEquals(405, peer.receive().status());
        }
    }
}
