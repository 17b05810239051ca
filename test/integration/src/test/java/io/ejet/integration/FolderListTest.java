package io.ejet.integration;

import static io.ejet.integration.SiteRig.MODELS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders answered with lists, over real connections. */
@Tag("permutation")
class FolderListTest {
    private static final int MANY = 3000;

    @RegisterExtension
    final SiteRig rig = new SiteRig();

    @BeforeEach
    void makeSite() throws IOException {
        rig.makeFolder("site/pub/sub");
        rig.makeFolder("site/closed");
        write("site/index.html", "front");
        write("site/pub/b<script>.txt", "12");
        write("site/pub/a%41.txt", "1");
        write("site/pub/.hidden", "");
    }

    private void write(String name, String content) throws IOException {
        Files.setLastModifiedTime(rig.write(name, content), FileTime.fromMillis(1_700_000_000_000L));
    }

    private EJet site(Model model) throws IOException {
        return rig.host(model, """
                location = { path = '/'; show file list = on; }
                location = { path = '/closed/'; }
                """);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldListFoldersThatHaveNoIndex(Model model) throws IOException {
        EJet server = site(model);
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals("front", peer.get("/").text());
            assertEquals(403, peer.get("/closed/").status());
            assertEquals("/pub/", peer.get("/pub").fields().get("location"));
            Answer list = peer.get("/pub/?sort=size&order=desc");
            assertEquals(200, list.status());
            assertEquals("no-cache", list.fields().get("cache-control"));
            Matcher rows = Pattern.compile("<tr><td>(.*?)</td>").matcher(list.text());
            StringBuilder names = new StringBuilder();
            while (rows.find()) {
                names.append(rows.group(1)).append('\n');
            }
            assertEquals("""
                    <a href="../">../</a>
                    <a href="sub/">sub/</a>
                    <a href="b%3Cscript%3E.txt">b&lt;script&gt;.txt</a>
                    <a href="a%2541.txt">a%41.txt</a>
                    """, names.toString());
            assertEquals("12", peer.get("/pub/b%3Cscript%3E.txt").text());
            assertEquals("1", peer.get("/pub/a%2541.txt").text());
            peer.send("HEAD /pub/?sort=size&order=desc HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(
                    list.fields().get("content-length"),
                    peer.receiveHead().fields().get("content-length"));
            assertTrue(peer.get("/pub/sub/").text().contains("<h1>Index of /pub/sub/</h1>"));
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldSpeakJsonWhenAsked(Model model) throws IOException {
        EJet server = site(model);
        Files.delete(rig.folder().resolve("site/pub/sub"));
        String expected = """
                [
                { "name":"a%41.txt", "type":"file", "mtime":"2023-11-14T22:13:20Z", "size":1 },
                { "name":"b<script>.txt", "type":"file", "mtime":"2023-11-14T22:13:20Z", "size":2 }
                ]
                """;
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            Answer byQuery = peer.get("/pub/?format=json");
            assertEquals(expected, byQuery.text());
            assertEquals("application/json", byQuery.fields().get("content-type"));
            peer.send("GET /pub/ HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n\r\n");
            assertEquals(expected, peer.receive().text());
        }
    }

    /** More than a connection holds at once, to a client that takes it slowly, and in order with what comes behind it. */
    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldSendALongListWholeWhenTheClientIsSlow(Model model) throws IOException {
        Path many = Files.createDirectories(rig.folder().resolve("site/many"));
        String tail = "-" + "n".repeat(200);
        for (int i = 0; i < MANY; i++) {
            Files.createFile(many.resolve(i + tail));
        }
        EJet server = site(model);
        try (HttpPeer peer = HttpPeer.connect(server.port(), 4096)) {
            for (String line : new String[] {"GET /many/", "HEAD /many/", "GET /many/?format=json", "GET /"}) {
                peer.send(line + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            Answer html = peer.receive();
            assertEquals(MANY + 1, html.text().split("<tr><td>", -1).length - 1);
            assertTrue(html.text().endsWith("</html>\n"));
            assertFalse(html.fields().containsKey("x-file-list"));
            Answer head = peer.receiveHead();
            assertEquals(html.fields().get("content-length"), head.fields().get("content-length"));
            Answer json = peer.receive();
            assertEquals(MANY, json.text().split("\"name\"", -1).length - 1);
            assertEquals("front", new String(peer.receive().body(), StandardCharsets.UTF_8));
        }
        try (HttpPeer peer = HttpPeer.connect(server.port(), 4096)) { // goes away in the middle
            peer.send("GET /many/ HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(200, peer.receiveHead().status());
            peer.reset();
        }
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertEquals(200, peer.get("/many/").status());
        }
        assertEquals(0, server.server().failures());
    }
}
