package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lmax.disruptor.RingBuffer;
import io.epump.EPump;
import io.epump.sched.Owner;
import io.epump.timer.TimerTree;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.logging.log4j.LogManager;
import org.eclipse.collections.api.map.primitive.LongObjectMap;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.xbill.DNS.Message;

/**
 * Programs that are modules, on the module path: src/test/modular. They can use the API of io.epump with nothing but
 * {@code requires io.epump}, and see nothing of its inside.
 */
@Tag("permutation")
class ModulesTest {
    private static final Path SOURCES = Path.of("src", "test", "modular");

    /** Ours, and all they require besides the JDK. */
    private static final List<Class<?>> ON_MODULE_PATH = List.of(
            EPump.class,
            Owner.class,
            TimerTree.class,
            RingBuffer.class,
            LongObjectMap.class,
            LongObjectHashMap.class,
            LogManager.class,
            Message.class,
            Logger.class);

    @TempDir
    Path folder;

    private static String modulePath() {
        return ON_MODULE_PATH.stream()
                .map(ModulesTest::homeOf)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String homeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Compiles the program of that name into the folder; answers what the compiler objects to. */
    private List<String> compile(String program) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertNotNull(compiler, "tests run on a JDK");
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("--module-path", modulePath(), "-d", folder.toString(), "-proc:none", "-Xlint:all", "-Werror");
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8);
                Stream<Path> sources = Files.walk(SOURCES.resolve(program))) {
            List<Path> java = sources.filter(source -> source.toString().endsWith(".java"))
                    .toList();
            compiler.getTask(new StringWriter(), files, found, options, null, files.getJavaFileObjectsFromPaths(java))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() != Diagnostic.Kind.NOTE)
                .map(each -> each.getMessage(Locale.ROOT))
                .toList();
    }

    private String run(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "--module-path",
                modulePath() + File.pathSeparator + folder));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-Xlog:jfr+startup=off",
                "-m",
                "probe/probe.Probe",
                folder.resolve("probe.jfr").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS), text);
            assertEquals(0, process.exitValue(), text);
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldServeAProgramThatIsAModule() throws Exception {
        assertEquals(List.of(), compile("probe"));

        assertTrue(run().contains("done in module probe on module io.epump"));
        assertTrue(run("--limit-modules", "probe").contains("done in module"), "in a runtime without jdk.management");
    }

    @Test
    void shouldNotLetAProgramSeeTheInside() throws IOException {
        List<String> objections = compile("intruder");

        assertNotEquals(List.of(), objections);
        assertTrue(
                objections.stream().anyMatch(each -> each.contains("package io.epump.pump is not visible")),
                objections::toString);
        assertTrue(
                objections.stream().anyMatch(each -> each.contains("package io.epump.timer is not visible")),
                objections::toString);
    }
}
