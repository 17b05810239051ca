package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.integration.Command.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `make install` puts where, that it keeps what an operator has changed, and that bin/ejet finds the rest. */
class InstallTest {
    private static final Path INSTALL = Path.of("..", "..", "ejet-httpd", "src", "main", "packaging", "install");

    @TempDir
    Path folder;

    private Path prefix;

    @BeforeEach
    void shouldHaveAnInstallationWhenTestsStart() throws Exception {
        EJetProcess.jar();
        prefix = folder.resolve("a prefix");
        install("", prefix.toString());
    }

    /** Without a class-data archive, which takes a while: it has tests of its own. */
    private static String install(String destdir, String prefix) throws Exception {
        Outcome outcome = Command.run(Map.of("JAVA_HOME", "/nowhere"), INSTALL.toString(), destdir, prefix);
        assertEquals(0, outcome.exitCode(), outcome.text());
        return outcome.text();
    }

    @Test
    void shouldRunFromEverywhereWhenItIsInstalled() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a prefix/bin/ejet"));
        Outcome version = Command.run(Map.of(), link.toString(), "-v");
        assertEquals(0, version.exitCode());
        assertTrue(version.text().matches("(?s)eJet \\d+\\.\\d+\\.\\d+.*Java.*"), version.text());

        Path configuration = prefix.resolve("etc/ejet/ejet.conf");
        Outcome test = Command.run(Map.of(), link.toString(), "-t", "-c", configuration.toString());
        assertEquals("configuration " + configuration + " is valid\n", test.text());
    }

    @Test
    void shouldServeTheInstalledSiteWhenItIsStarted() throws Exception {
        List<String> command = List.of(
                prefix.resolve("bin/ejet").toString(),
                "-c",
                prefix.resolve("etc/ejet/ejet.conf").toString(),
                "--listen",
                "127.0.0.1:0");
        try (EJetProcess jet = EJetProcess.start(folder, command).awaitReady();
                HttpPeer peer = HttpPeer.connect(jet.port())) {
            assertEquals(
                    Files.readString(prefix.resolve("share/ejet/html/index.html")),
                    peer.get("/").text());
            jet.signal("TERM"); // the launcher is not in between: it has become java
            assertEquals(0, jet.awaitExit());
            assertEquals("", jet.errors());
        }
    }

    @Test
    void shouldServeFilesNamedOutsideAsciiWhenTheLocaleKnowsOnlyAscii() throws Exception {
        Path site = prefix.resolve("share/ejet/html");
        FileNamesTest.make(site);
        List<String> command =
                List.of(prefix.resolve("bin/ejet").toString(), "--root", site.toString(), "--listen", "127.0.0.1:0");
        try (EJetProcess jet = EJetProcess.start(folder, Map.of("LC_ALL", "C"), command)
                        .awaitReady();
                HttpPeer peer = HttpPeer.connect(jet.port())) {
            assertEquals(FileNamesTest.TEXT, peer.get(FileNamesTest.URL).text());
            assertEquals("", jet.errors());
        }
    }

    @Test
    void shouldSayWhatIsMissingWhenJavaOrTheJarIs() throws Exception {
        String ejet = prefix.resolve("bin/ejet").toString();
        Outcome noHome = Command.run(Map.of("JAVA_HOME", "/nowhere"), ejet, "-v");
        assertEquals(2, noHome.exitCode());
        assertEquals("ejet: JAVA_HOME is /nowhere, but there is no /nowhere/bin/java\n", noHome.text());

        Path tools = Files.createDirectory(folder.resolve("tools"));
        Path dirname = Files.createSymbolicLink(tools.resolve("dirname"), Path.of("/usr/bin/dirname"));
        Outcome noJava = Command.run(Map.of("JAVA_HOME", "", "PATH", tools.toString()), ejet, "-v");
        assertEquals(2, noJava.exitCode());
        assertTrue(noJava.text().startsWith("ejet: no Java found"), noJava.text());
        Files.delete(dirname); // JUnit warns of links that lead out of its folder

        Files.delete(prefix.resolve("lib/ejet/ejet.jar"));
        Outcome noJar = Command.run(Map.of(), ejet, "-v");
        assertEquals(2, noJar.exitCode());
        assertTrue(noJar.text().contains("ejet.jar is missing"), noJar.text());
    }

    @Test
    void shouldKeepTheConfigurationWhenItWasChanged() throws Exception {
        Path configuration = prefix.resolve("etc/ejet/ejet.conf");
        Path offered = prefix.resolve("etc/ejet/ejet.conf.new");
        String shipped = Files.readString(configuration);
        install("", prefix.toString());
        assertFalse(Files.exists(offered));

        Files.writeString(configuration, "# mine\n");
        install("", prefix.toString());
        assertEquals("# mine\n", Files.readString(configuration));
        assertEquals(shipped, Files.readString(offered));

        Files.writeString(configuration, shipped);
        install("", prefix.toString());
        assertFalse(Files.exists(offered));
    }

    @Test
    void shouldPutFilesBelowDestdirAndNameThePrefixWhenAPackageIsMade() throws Exception {
        Path destdir = folder.resolve("dest");
        install(destdir.toString(), "/opt/ejet");
        Path root = destdir.resolve("opt/ejet");
        assertTrue(Files.isExecutable(root.resolve("bin/ejet")));
        assertTrue(Files.isRegularFile(root.resolve("lib/ejet/ejet.jar")));
        String unit = Files.readString(root.resolve("lib/systemd/system/ejet.service"));
        assertTrue(unit.contains("ExecStart=/opt/ejet/bin/ejet -c /opt/ejet/etc/ejet/ejet.conf\n"), unit);
        assertFalse(unit.contains("@"), unit);
        String configuration = Files.readString(root.resolve("etc/ejet/ejet.conf"));
        assertTrue(configuration.contains(" /opt/ejet/share/ejet/html;"), configuration);
        assertFalse(configuration.contains(destdir.toString()), configuration);
    }

    @Test
    void shouldRefuseThePrefixWhenItIsNotAbsolute() throws Exception {
        Outcome outcome = Command.run(Map.of(), INSTALL.toString(), "", "relative");
        assertEquals(2, outcome.exitCode());
        assertEquals("install: PREFIX has to be an absolute path\n", outcome.text());
    }
}
