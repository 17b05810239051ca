package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program eJet in a JVM of its own, as it is shipped: ejet.jar. */
final class EJetProcess implements AutoCloseable {
    static final Path JAR = Path.of("..", "..", "ejet-httpd", "target", "ejet.jar");

    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern READY = Pattern.compile("eJet \\S+ ready on (http://[^ ,]+:(\\d+)(, http://[^ ,]+)*)");

    private final Process process;
    private final BufferedReader output;
    private final Path errors;
    private Matcher ready;

    private EJetProcess(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /** The command that runs this JVM's java with the jar. */
    static List<String> command(List<String> jvmOptions, Path jar, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return command;
    }

    /** Starts the program; says nothing of how it fares. */
    static EJetProcess start(Path scratch, String... arguments) throws IOException {
        return start(scratch, command(List.of(), jar(), List.of(arguments)));
    }

    static EJetProcess start(Path scratch, List<String> command) throws IOException {
        return start(scratch, Map.of(), command);
    }

    static EJetProcess start(Path scratch, Map<String, String> environment, List<String> command) throws IOException {
        Path errors = Files.createTempFile(scratch, "stderr", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        Command.setEnvironment(builder, environment);
        return new EJetProcess(builder.start(), errors);
    }

    static Path jar() {
        if (!Files.isRegularFile(JAR)) {
            fail(JAR.toAbsolutePath().normalize() + " is not built: mvn package -DskipTests -pl ejet-httpd -am");
        }
        return JAR;
    }

    /** Waits until it is ready. */
    EJetProcess awaitReady() throws IOException {
        String line = output.readLine();
        ready = READY.matcher(String.valueOf(line));
        assertTrue(ready.matches(), () -> line + ", " + errors());
        return this;
    }

    /** The addresses of the ready message. */
    String urls() {
        return ready.group(1);
    }

    /** The first port of the ready message. */
    int port() {
        return Integer.parseInt(ready.group(2));
    }

    /** The text of an answer to GET. */
    static String get(int port, String path) throws IOException {
        try (HttpPeer peer = HttpPeer.connect(port)) {
            return peer.get(path).text();
        }
    }

    /** Sends a signal: TERM, INT, HUP. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start();
        assertEquals(0, kill.waitFor());
    }

    int awaitExit() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "does not end: " + errors());
        return process.exitValue();
    }

    /** What else it has printed on standard output, until its end. */
    List<String> restOfOutput() {
        return output.lines().toList();
    }

    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
