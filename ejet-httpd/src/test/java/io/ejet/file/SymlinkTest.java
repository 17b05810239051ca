package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ejet.conf.LocationMatch;
import io.ejet.conf.SymlinkPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SymlinkTest {
    @TempDir
    Path folder;

    private FileRig rig;
    private Path outside;

    @BeforeEach
    void shouldHaveASiteWithLinksWhenTestsStart() throws IOException {
        rig = new FileRig(folder.resolve("root"));
        rig.write("plain.txt", "plain");
        rig.write("sub/deep/file.txt", "deep");
        rig.write("sub/index.html", "index");
        rig.write("large.txt", FileRig.large(1));
        Files.createDirectory(rig.root.resolve("bare"));
        outside = Files.createDirectories(folder.resolve("root-outside")); // its name begins like the root's
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.writeString(outside.resolve("index.html"), "secret index");
        Files.createDirectory(outside.resolve("bare"));
        link("in.txt", "plain.txt");
        link("in-absolute.txt", rig.root.resolve("sub/deep/file.txt").toString());
        link("in-large.txt", "large.txt");
        link("out.txt", "../root-outside/secret.txt");
        link("out-and-in.txt", "../root/plain.txt");
        link("chain.txt", "out.txt");
        link("dangling.txt", "nothing");
        link("circle.txt", "circle.txt");
        link("in-folder", "sub");
        link("out-folder", outside.toString());
        link("out-bare", "../root-outside/bare");
        link("in-bare", "bare");
        link("self", ".");
        link("above", "..");
        Files.createDirectory(rig.root.resolve("linked-index"));
        link("linked-index/index.html", "../../root-outside/secret.txt");
        rig.write("linked-index/index.htm", "second");
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(rig.root.resolve(name), Path.of(target));
    }

    @ParameterizedTest
    @CsvSource({
        // path, inside, on, off
        "/plain.txt, 200, 200, 200",
        "/sub/deep/file.txt, 200, 200, 200",
        "/large.txt, 200, 200, 200",
        "/in.txt, 200, 200, 404",
        "/in-absolute.txt, 200, 200, 404",
        "/in-large.txt, 200, 200, 404",
        "/out.txt, 404, 200, 404",
        "/out-and-in.txt, 200, 200, 404",
        "/chain.txt, 404, 200, 404",
        "/dangling.txt, 404, 404, 404",
        "/circle.txt, 404, 404, 404",
        "/in-folder/deep/file.txt, 200, 200, 404",
        "/in-folder/, 200, 200, 404",
        "/in-folder, 301, 301, 404",
        "/out-folder/secret.txt, 404, 200, 404",
        "/out-folder/none.txt, 404, 404, 404",
        "/out-folder/, 404, 200, 404",
        "/out-folder, 404, 301, 404",
        "/out-bare/, 404, 403, 404",
        "/in-bare/, 403, 403, 404",
        "/bare/, 403, 403, 403",
        "/bare, 301, 301, 301",
        "/self/self/plain.txt, 200, 200, 404",
        "/above/root/plain.txt, 200, 200, 404",
        "/above/root-outside/secret.txt, 404, 200, 404",
        "/linked-index/, 200, 200, 200"
    })
    void shouldFollowWhatThePolicySaysWhenThereAreLinks(String path, int inside, int on, int off) {
        assertEquals(inside, statusUnder(SymlinkPolicy.INSIDE, path));
        assertEquals(on, statusUnder(SymlinkPolicy.ON, path));
        assertEquals(off, statusUnder(SymlinkPolicy.OFF, path));
        assertEquals(0, rig.stillOpen());
    }

    private int statusUnder(SymlinkPolicy policy, String path) {
        rig.handler = rig.handler(LocationMatch.DEFAULT, "/", policy);
        int first = rig.get(path).status();
        RecordedExchange second = rig.get(path);
        assertEquals(first, second.status());
        if (policy != SymlinkPolicy.ON) {
            assertFalse(second.text().contains("secret"));
        }
        return first;
    }

    @Test
    void shouldTakeTheNextIndexWhenTheFirstIsALinkThatIsNotFollowed() {
        assertEquals("second", rig.get("/linked-index/").text());
        rig.handler = rig.handler(LocationMatch.DEFAULT, "/", SymlinkPolicy.ON);
        assertEquals("secret", rig.get("/linked-index/").text());
    }

    @ParameterizedTest
    @EnumSource(SymlinkPolicy.class)
    void shouldServeWhenTheRootItselfIsALink(SymlinkPolicy policy) throws IOException {
        Path linked = Files.createSymbolicLink(folder.resolve("linked-root"), rig.root);
        FileRig site = new FileRig(linked);
        site.handler = site.handler(LocationMatch.DEFAULT, "/", policy);
        assertEquals("plain", site.get("/plain.txt").text());
        assertEquals("deep", site.get("/sub/deep/file.txt").text());
        assertEquals(301, site.get("/sub").status());
        assertEquals(403, site.get("/bare/").status());
    }

    /** The file or one of its folders is exchanged between the look and the opening. */
    @ParameterizedTest
    @CsvSource({"INSIDE, true", "INSIDE, false", "OFF, true", "OFF, false"})
    void shouldNotBeLedOutsideWhenANameIsExchangedForALink(SymlinkPolicy policy, boolean folderToo) throws IOException {
        rig.write("swap/secret.txt", "mine");
        Path swapped = rig.root.resolve(folderToo ? "swap" : "swap/secret.txt");
        rig.disk.beforeOpen(file -> {
            Files.move(swapped, folder.resolve("aside"));
            Files.createSymbolicLink(swapped, folderToo ? outside : outside.resolve("secret.txt"));
        });
        rig.handler = rig.handler(LocationMatch.DEFAULT, "/", policy);
        assertEquals(404, rig.get("/swap/secret.txt").status());
    }

    /** As if the exchange came after the real name was found. */
    @Test
    void shouldFollowNoLinkWhenItDescends() throws IOException {
        int before = openDescriptors();
        for (int i = 0; i < 20; i++) {
            for (String name : new String[] {
                "in.txt",
                "in-folder/deep/file.txt",
                "out.txt",
                "circle.txt",
                "none",
                "sub",
                "sub/none",
                "plain.txt/x",
                "none/x",
                "sub/deep",
                "out-folder/secret.txt",
                "self/plain.txt"
            }) {
                Path below = Path.of(name);
                assertThrows(NoSuchFileException.class, () -> LinkFreeDescent.open(rig.root, below), name);
                assertThrows(NoSuchFileException.class, () -> LinkFreeDescent.openChecked(rig.root, below), name);
            }
            for (String name : new String[] {"plain.txt", "sub/deep/file.txt"}) {
                try (FileChannel one =
                                LinkFreeDescent.open(rig.root, Path.of(name)).channel();
                        FileChannel two = LinkFreeDescent.openChecked(rig.root, Path.of(name))
                                .channel()) {
                    assertEquals(one.size(), two.size());
                }
            }
        }
        assertEquals(before, openDescriptors());
    }

    private static int openDescriptors() {
        String[] descriptors = new File("/proc/self/fd").list();
        return descriptors == null ? 0 : descriptors.length; // no such folder: nothing is compared
    }

    @ParameterizedTest
    @EnumSource(SymlinkPolicy.class)
    void shouldTellTheStateOfTheOpenedFileWhenItIsReplacedBeforeItIsOpened(SymlinkPolicy policy) throws IOException {
        rig.handler = rig.handler(LocationMatch.DEFAULT, "/", policy);
        Path next = rig.write("next.txt", "a longer text");
        String tagOfNext = rig.get("/next.txt").field("ETag");
        String tagOfPlain = rig.get("/plain.txt").field("ETag");
        assertNotEquals(tagOfNext, tagOfPlain);
        rig.nextSecond();
        Files.setLastModifiedTime(rig.root.resolve("plain.txt"), FileTime.fromMillis(1));
        rig.disk.beforeOpen(file -> Files.move(next, file, StandardCopyOption.ATOMIC_MOVE));
        RecordedExchange exchange = rig.get("/plain.txt");
        assertEquals("a longer text", exchange.text());
        assertEquals(tagOfNext, exchange.field("ETag"));
    }

    @Test
    void shouldNotConfirmALinkWhenItLeadsToAnotherFile() throws IOException {
        assertEquals("plain", rig.get("/in.txt").text());
        Files.delete(rig.root.resolve("in.txt"));
        link("in.txt", "../root-outside/secret.txt");
        rig.nextSecond();
        assertEquals(404, rig.get("/in.txt").status());
    }
}
