package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.EJet;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Sites for a test: files and a configuration text in, a server in each model out, and short ways to ask it. The configuration stands
 * in a folder of its own, with {@code site} in it as root. Ends the servers after the test, and looks whether anything is left.
 */
final class SiteRig implements BeforeEachCallback, AfterEachCallback {
    /** For MethodSource: every model. */
    static final String MODELS = "io.ejet.integration.HttpRig#models";

    /** The second time and the third an answer may come from memory, or from what the first one has found out. */
    private static final int TIMES = 3;

    private final HttpRig rig = new HttpRig();
    private Path folder;

    /** Where the configuration stands, from which its relative names of files count. */
    Path folder() {
        return folder;
    }

    HttpRig http() {
        return rig;
    }

    /** Makes a file with all folders that it needs. */
    Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    void makeFolder(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
    }

    /** Starts what stands in {@code http}. */
    EJet http(Model model, String items) throws IOException {
        return rig.start(model, items, folder);
    }

    /** Starts one listen with the root {@code site}. */
    EJet listen(Model model, String items) throws IOException {
        return http(model, "listen = { local ip = 127.0.0.1; port = 0; root = site;\n" + items + "\n}");
    }

    /** Starts one host for all names with the root {@code site}. */
    EJet host(Model model, String items) throws IOException {
        return listen(model, "host = { host name = '*';\n" + items + "\n}");
    }

    /** What an answer says in short: its status, and where it sends to or else its body. */
    static String told(Answer answer) {
        String location = answer.fields().get("location");
        return answer.status() + " " + (location == null ? text(answer) : location);
    }

    static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** Asks several times on one connection, and compares with {@link #told}. */
    static void assertAnswer(EJet server, String path, String expected) throws IOException {
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < TIMES; i++) {
                assertEquals(expected, told(peer.get(path)), path);
            }
        }
    }

    /** The same for the status alone. */
    static void assertStatus(EJet server, String path, int expected) throws IOException {
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            for (int i = 0; i < TIMES; i++) {
                assertEquals(expected, peer.get(path).status(), path);
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("site").toRealPath();
        Files.createDirectory(folder.resolve("site"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        rig.afterEach(context);
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
