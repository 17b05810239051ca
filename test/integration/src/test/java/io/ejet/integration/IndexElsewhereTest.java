package io.ejet.integration;

import static io.ejet.integration.SiteRig.MODELS;
import static io.ejet.integration.SiteRig.assertAnswer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders whose index file is another location's, over real connections, in every model. */
@Tag("permutation")
class IndexElsewhereTest {
    private static final String SOURCE = "<?php the text of a program";

    @RegisterExtension
    final SiteRig rig = new SiteRig();

    @BeforeEach
    void makeSite() throws IOException {
        rig.write("site/index.php", SOURCE);
        rig.write("site/index.html", "second choice");
        rig.write("site/pages/index.html", "pages");
        rig.write("site/both/index.html", "of the site");
        rig.write("other/both/index.html", "of the other root");
        rig.makeFolder("site/bare");
    }

    private EJet site(Model model, String hostItems) throws IOException {
        return rig.listen(
                model,
                "index = [ index.php, index.html ];\n"
                        + "script = { set $trail \"${trail}L\"; } host = { host name = '*';\n" + hostItems + "\n}");
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldHaveTheProgramAnswerAndNotShowItsTextWithoutScripts(Model model) throws IOException {
        EJet server = rig.listen(model, """
                  index = [ index.php, index.html ];
                  host = { host name = '*';
                    location = { path = '/'; }
                    location = { path = [ '\\.php$', '~' ]; type = fastcgi; }
                    location = { path = [ '/both/index.html', '=' ]; root = other; }
                  }""");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < 3; i++) {
                Answer answer = peer.get("/");
                assertEquals(501, answer.status());
                assertFalse(answer.text().contains(SOURCE));
            }
        }
        assertAnswer(server, "/pages/", "200 pages");
        assertAnswer(server, "/both/", "200 of the other root");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(403, peer.get("/bare/").status());
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldRunEachScriptOnceOnTheWay(Model model) throws IOException {
        EJet server = site(model, """
                location = { path = '/'; script = { $trail = ${trail}1; addResHeader X-Way one; } }
                location = { path = [ '\\.php$', '~' ];
                    script = { if (-f $document_root/index.html) reply 200 "$uri $trail $query[a]"; } }
                """);
        assertAnswer(server, "/?a=b", "200 /index.php L1 b");
        assertAnswer(server, "/pages/", "200 pages");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals("one", peer.get("/").fields().get("x-way"));
            peer.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /pages/ HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("14", peer.receiveHead().fields().get("content-length"));
            assertEquals("pages", peer.receive().text());
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldGoOnFromAFolderThatAScriptHasChosen(Model model) throws IOException {
        EJet server = site(model, """
                location = { path = '/'; script = { try_files $uri $uri/ =404; } }
                location = { path = '/way/'; script = { rewrite ^/way/(.*)$ /$1 break; } }
                location = { path = [ '\\.php$', '~' ]; script = { reply 200 "program $trail"; } }
                """);
        assertAnswer(server, "/way/", "200 program L");
        assertAnswer(server, "/", "200 program L");
        assertAnswer(server, "/pages", "200 pages");
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldEndWhenAnIndexLeadsBackToItsFolder(Model model) throws IOException {
        EJet server = site(model, """
                location = { path = '/'; }
                location = { path = [ '\\.php$', '~' ]; script = { rewrite ^ / last; } }
                """);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(500, peer.get("/").status());
            assertEquals("pages", peer.get("/pages/").text());
        }
        assertEquals(1, server.server().failures());
    }

    /** As forms do that are sent to a folder. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldHaveTheProgramAnswerAPost(Model model) throws IOException {
        EJet server = rig.http()
                .start(rig.http()
                        .builder(model)
                        .exact(
                                "/pages/index.html",
                                exchange -> exchange.readBody((same, piece, last) -> {
                                    if (last) {
                                        exchange.send("read");
                                    }
                                }))
                        .root(rig.folder().resolve("site")));
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (String path : new String[] {"/pages/", "/", "/none/", "/pages/"}) {
                peer.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                Answer answer = peer.receive();
                assertEquals(path.equals("/pages/") ? 200 : 405, answer.status(), path);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAskTheProgramsHandlerWhenItAnswersForTheIndex(Model model) throws IOException {
        EJet server = rig.http()
                .start(rig.http()
                        .builder(model)
                        .exact("/pages/index.html", exchange -> exchange.send("handler of " + exchange.path()))
                        .root(rig.folder().resolve("site")));
        assertAnswer(server, "/pages/", "200 handler of /pages/index.html");
        assertAnswer(server, "/", "200 second choice");
        assertTrue(server.server().failures() == 0);
    }
}
