package io.ejet.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A command that runs to its end, with a known environment: the Java of this JVM, a UTF-8 locale, no options from outside. */
final class Command {
    private static final List<String> OPTIONS_FROM_OUTSIDE =
            List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "EJET_JAVA_OPTS");

    private Command() {}

    /** What a command has printed on both streams, and its exit code. */
    record Outcome(int exitCode, String text) {}

    static Outcome run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        setEnvironment(builder, environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    static void setEnvironment(ProcessBuilder builder, Map<String, String> more) {
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(OPTIONS_FROM_OUTSIDE); // some make a JVM print a line of its own
        environment.put("JAVA_HOME", Path.of(System.getProperty("java.home")).toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.putAll(more);
    }
}
