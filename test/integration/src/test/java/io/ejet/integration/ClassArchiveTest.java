package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ejet.integration.Command.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The class-data archive that `make install` makes beside the jar: used where it fits, and passed over without a word where it
 * does not.
 */
@Tag("permutation")
class ClassArchiveTest {
    private static final String INSTALL = Path.of("..", "..", "ejet-httpd", "src", "main", "packaging", "install")
            .toString();
    private static final String QUIET_VERSION = "eJet \\d+\\.\\d+\\.\\d+\nJava [^\n]*\n";

    @TempDir
    Path folder;

    private Path prefix;
    private Path jar;
    private Path archive;

    @BeforeEach
    void shouldHaveAnInstallationWhenTestsStart() throws Exception {
        EJetProcess.jar();
        prefix = folder.resolve("prefix");
        jar = prefix.resolve("lib/ejet/ejet.jar");
        archive = prefix.resolve("lib/ejet/ejet.jsa");
    }

    private Outcome install(Map<String, String> environment, String destdir) throws Exception {
        Outcome outcome = Command.run(environment, INSTALL, destdir, prefix.toString());
        assertEquals(0, outcome.exitCode(), outcome.text());
        return outcome;
    }

    private Outcome ejet(Map<String, String> environment, String... arguments) throws Exception {
        String[] command = Stream.concat(Stream.of(prefix.resolve("bin/ejet").toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return Command.run(environment, command);
    }

    private boolean isUsed() throws Exception {
        String loaded = ejet(Map.of("EJET_JAVA_OPTS", "-Xlog:class+load"), "-v").text();
        assertTrue(loaded.contains(" io.ejet.cli.Main source: "), loaded);
        return loaded.contains(" io.ejet.cli.Main source: shared objects file (top)");
    }

    private void assertPassedOver() throws Exception {
        assertQuiet(Map.of());
        assertFalse(isUsed());
    }

    private void assertQuiet(Map<String, String> environment) throws Exception {
        Outcome version = ejet(environment, "-v");
        assertEquals(0, version.exitCode(), version.text());
        assertTrue(version.text().matches(QUIET_VERSION), version.text());
    }

    @Test
    void shouldStartFromTheArchiveWhenItWasInstalled() throws Exception {
        Outcome installed = install(Map.of(), "");
        assertEquals(1, installed.text().lines().count(), installed.text());
        assertTrue(Files.isReadable(archive));
        assertQuiet(Map.of());
        assertTrue(isUsed());

        install(Map.of(), ""); // over the one before, with a jar that is newer
        assertQuiet(Map.of());
        assertTrue(isUsed());
    }

    @Test
    void shouldPassOverTheArchiveSilentlyWhenItDoesNotFit() throws Exception {
        install(Map.of(), "");
        assertTrue(isUsed());
        Path good = Files.copy(archive, folder.resolve("good.jsa"));
        archive.toFile().setWritable(true);

        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.setLength(file.length() / 2); // a JVM that maps this may die of it
        }
        assertPassedOver();

        Files.write(archive, new byte[(int) Files.size(good)]);
        assertPassedOver();

        Files.delete(archive);
        assertPassedOver();

        Files.copy(good, archive);
        assertTrue(isUsed());
        Files.delete(archive.resolveSibling("ejet.jsa.length"));
        assertPassedOver();
    }

    @Test
    void shouldPassOverTheArchiveSilentlyWhenTheJarWasReplaced() throws Exception {
        install(Map.of(), "");
        FileTime time = Files.getLastModifiedTime(jar);
        Files.copy(EJetProcess.jar(), jar, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(time.toMillis() + 5000));
        assertPassedOver();
        Outcome again = Command.run(Map.of(), prefix.resolve("lib/ejet/archive").toString());
        assertEquals(new Outcome(0, ""), again);
        assertTrue(isUsed());
    }

    @Test
    void shouldPassOverTheArchiveSilentlyWhenTheJvmHasOtherOptionsThanAtTheInstallation() throws Exception {
        install(Map.of(), "");
        for (String options : List.of("-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:-UseCompressedOops", "-Xshare:off")) {
            assertQuiet(Map.of("EJET_JAVA_OPTS", options));
        }
    }

    @Test
    void shouldPassOverTheArchiveSilentlyWhenAnotherJavaHasMadeIt() throws Exception {
        Path ours = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> others = homesBeside(ours);
        assumeTrue(!others.isEmpty(), "no other JDK lies beside this one");
        for (Path other : others) {
            install(Map.of("JAVA_HOME", other.toString()), "");
            assertPassedOver();
        }
    }

    /** Those from 17 on. */
    private static List<Path> homesBeside(Path home) throws IOException {
        try (Stream<Path> homes = Files.list(home.getParent())) {
            return homes.filter(other -> !Files.isSymbolicLink(other) && !other.equals(home))
                    .filter(other -> Files.isExecutable(other.resolve("bin/java")))
                    .filter(other -> isModern(other.resolve("release")))
                    .toList();
        }
    }

    private static boolean isModern(Path release) {
        try {
            return Files.readString(release).matches("(?s).*JAVA_VERSION=\"(1[7-9]|[2-9]\\d)[.\"].*");
        } catch (IOException notAJdk) {
            return false;
        }
    }

    @Test
    void shouldInstallWithoutAnArchiveAndSaySoInOneLineWhenNoneCanBeMade() throws Exception {
        Outcome noJava = install(Map.of("JAVA_HOME", "/nowhere"), "");
        List<String> lines = noJava.text().lines().toList();
        assertEquals(2, lines.size(), noJava.text());
        assertTrue(lines.get(0).contains("without ejet.jsa") && lines.get(0).contains("/nowhere"), lines.get(0));
        assertTrue(lines.get(1).startsWith("eJet is installed."), lines.get(1));
        assertPassedOver();

        Outcome noArchive = install(Map.of("EJET_JAVA_OPTS", "-Xshare:off"), "");
        assertEquals(2, noArchive.text().lines().count(), noArchive.text());
        assertTrue(noArchive.text().contains("without ejet.jsa"), noArchive.text());
        assertFalse(Files.exists(archive));
        assertPassedOver();
    }

    @Test
    void shouldNameTheScriptAndRunNothingWhenItIsInstalledForElsewhere() throws Exception {
        Path destdir = folder.resolve("dest");
        Outcome outcome = install(Map.of("JAVA_HOME", "/nowhere"), destdir.toString());
        String script = prefix.resolve("lib/ejet/archive").toString();
        assertEquals(
                1, outcome.text().lines().filter(line -> line.contains(script)).count(), outcome.text());
        assertTrue(Files.isExecutable(Path.of(destdir + script)));
        assertFalse(Files.exists(Path.of(destdir + archive.toString())));
    }
}
