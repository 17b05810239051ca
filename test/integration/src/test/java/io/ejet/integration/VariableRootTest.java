package io.ejet.integration;

import static io.ejet.integration.SiteRig.MODELS;
import static io.ejet.integration.SiteRig.assertAnswer;
import static io.ejet.integration.SiteRig.assertStatus;
import static io.ejet.integration.SiteRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.EJet;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Roots with variables: each request tells the folder, and none gets out of the one that the configuration fixes. */
@Tag("permutation")
class VariableRootTest {
    /** Larger than what is kept in memory. */
    private static final int LARGE = 300_000;

    @RegisterExtension
    final SiteRig rig = new SiteRig();

    private static String get(EJet server, String host, String path, String fields) throws IOException {
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            peer.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n");
            Answer answer = peer.receive();
            return answer.status() < 400 ? told(answer) : String.valueOf(answer.status());
        }
    }

    private static void assertHost(EJet server, String host, String path, String expected) throws IOException {
        for (int i = 0; i < 3; i++) { // also from memory
            assertEquals(expected, get(server, host, path, ""), host + path);
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldServeEachFromItsOwnFolderWhenARootHasWhatWasCaptured(Model model) throws IOException {
        rig.write("homes/ann/u/ann/a.txt", "of ann");
        rig.write("homes/bob/u/bob/a.txt", "of bob");
        rig.write("homes/bob/u/bob/sub/index.html", "index of bob");
        EJet server = rig.host(model, """
                location = { path = '/'; }
                location = { path = ['^/u/([^/]*)/', '~']; root = 'homes/$1'; }""");
        assertAnswer(server, "/u/ann/a.txt", "200 of ann");
        assertAnswer(server, "/u/bob/a.txt", "200 of bob");
        assertAnswer(server, "/u/bob/sub/", "200 index of bob");
        assertAnswer(server, "/u/bob/sub", "301 /u/bob/sub/");
        assertStatus(server, "/u/ann/sub/", 404);
        assertStatus(server, "/u/none/a.txt", 404);
        assertEquals(0, server.server().failures());
    }

    /** The same path in two folders: neither may be answered with what is in memory, or just being read, for the other. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldKeepFilesOfTheSamePathApartWhenTheirFoldersDiffer(Model model) throws IOException {
        rig.write("sites/one.org/a.txt", "of one");
        rig.write("sites/two.org/a.txt", "of two");
        rig.write("sites/one.org/large", "1".repeat(LARGE));
        rig.write("sites/two.org/large", "2".repeat(LARGE));
        EJet server = rig.http(model, "listen = { local ip = 127.0.0.1; port = 0; root = sites/$host_name; }");
        assertHost(server, "one.org", "/a.txt", "200 of one");
        assertHost(server, "two.org", "/a.txt", "200 of two");
        assertHost(server, "one.org", "/large", "200 " + "1".repeat(LARGE));
        assertHost(server, "two.org", "/large", "200 " + "2".repeat(LARGE));
        assertHost(server, "three.org", "/a.txt", "404");
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldFindNothingWhenWhatAClientSaysLeadsOutOfTheFolder(Model model) throws IOException {
        rig.write("secret/a.txt", "secret");
        rig.write("sites/one/a.txt", "of one");
        rig.write("sites/a.txt", "of all");
        EJet server = rig.host(model, "location = { path = '/'; root = 'sites/$cookie[site]'; }");
        String[] ways = {
            "..",
            "../secret",
            "/../secret",
            "one/../../secret",
            "./one",
            ".",
            "one/.",
            rig.folder() + "/secret",
            "a.txt"
        };
        for (String way : ways) {
            assertEquals(
                    "404",
                    get(server, "a", "/a.txt", "Cookie: site=" + way + "\r\n").substring(0, 3),
                    way);
        }
        assertEquals("200 of one", get(server, "a", "/a.txt", "Cookie: site=one\r\n"));
        assertEquals("200 of one", get(server, "a", "/a.txt", "Cookie: site=/one/\r\n"), "it does not begin anew");
        assertEquals("200 of all", get(server, "a", "/a.txt", ""), "an empty value is the folder itself");
        assertEquals(0, server.server().failures());
    }

    /** Whoever asks chooses among the names in the folder: links there are looked at like those among the files. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldFollowLinksOnTheWayToTheRootAsAmongTheFiles(Model model) throws IOException {
        rig.write("elsewhere/a.txt", "elsewhere");
        rig.write("sites/real/a.txt", "real");
        Files.createSymbolicLink(rig.folder().resolve("sites/out"), Path.of("../elsewhere"));
        Files.createSymbolicLink(rig.folder().resolve("sites/in"), Path.of("real"));
        Files.createSymbolicLink(rig.folder().resolve("way"), Path.of("sites"));
        EJet server = rig.host(model, """
                location = { path = '/'; root = 'way/$query[s]'; symlinks = inside; }
                location = { path = ['/off/', '^~']; root = 'way/$query[s]'; symlinks = off; }
                location = { path = ['/on/', '^~']; root = 'way/$query[s]'; symlinks = on; }
                location = { path = ['/list/', '^~']; root = 'way/$query[s]'; show file list = on; index = none; }""");
        assertAnswer(server, "/a.txt?s=real", "200 real");
        assertAnswer(server, "/a.txt?s=in", "200 real");
        assertStatus(server, "/a.txt?s=out", 404);
        assertAnswer(server, "/off/a.txt?s=real", "200 real");
        assertStatus(server, "/off/a.txt?s=in", 404);
        assertStatus(server, "/off/a.txt?s=out", 404);
        assertAnswer(server, "/on/a.txt?s=out", "200 elsewhere");
        assertStatus(server, "/list/?s=in", 200);
        assertStatus(server, "/list/?s=out", 404);
    }

    /** What scripts set, ask and add to is of the same folder; a value script may ask the disk. */
    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldMeanTheSameFolderToScriptsAndToFiles(Model model) throws IOException {
        rig.write("site/a.txt", "common");
        rig.write("beta/a.txt", "beta");
        rig.write("beta/there.txt", "there");
        EJet server = rig.host(model, """
                script = { set $stage site; if ($query[beta] == 1) { set $stage beta; } }
                location = { path = '/'; root = '%1$s/$stage'; reply_script = { addResHeader X-Root $document_root; } }
                location = { path = '/try/'; root = '%1$s/$stage'; script = { try_files /there.txt =410; } }
                location = { path = '/say'; root = '%1$s/$stage';
                  script = { reply 200 '$document_root $real_file'; } }
                location = { path = '/add'; root = '%1$s/$stage'; script = { reply 200 ''; }
                  reply_script = { addFile2ResBody /a.txt; } }
                location = { path = '/by/'; index = none;
                  root = <script> if (-d '%1$s/$query[d]') { return '%1$s/$query[d]'; } return site; </script>; }
                location = { path = ['/setting/', '^~']; top = '%1$s/site'; root = '$top'; }
                location = { path = '/itself'; root = '%1$s/$document_root$real_file'; script = { reply 200 $real_file; } }
                """.formatted(rig.folder()));
        assertAnswer(server, "/a.txt", "200 common");
        assertAnswer(server, "/a.txt?beta=1", "200 beta");
        assertStatus(server, "/try/x", 410);
        assertAnswer(server, "/try/x?beta=1", "200 there");
        rig.write("beta/by/a.txt", "chosen");
        rig.write("site/by/a.txt", "not chosen");
        assertAnswer(server, "/by/a.txt?d=beta", "200 chosen");
        assertAnswer(server, "/by/a.txt?d=none", "200 not chosen");
        assertAnswer(server, "/setting/a.txt", "200 common");
        assertAnswer(server, "/say?beta=1", "200 " + rig.folder() + "/beta " + rig.folder() + "/beta/say");
        assertAnswer(server, "/itself", "200 " + rig.folder() + "/itself");
        assertEquals(0, server.server().failures());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldHaveTheIndexAnsweredByItsLocationWhenThatIsAnother(Model model) throws IOException {
        rig.write("sites/one.org/index.php", "a program");
        rig.write("sites/one.org/sub/index.html", "a page");
        EJet server = rig.http(model, """
                listen = { local ip = 127.0.0.1; port = 0; root = sites/$host; index = [ index.php, index.html ];
                  host = { host name = '*';
                    location = { path = '/'; }
                    location = { path = ['\\.php$', '~']; script = { reply 203 program; } } } }""");
        assertHost(server, "one.org", "/", "203 program");
        assertHost(server, "one.org", "/sub/", "200 a page");
        assertHost(server, "two.org", "/", "404");
    }
}
