package io.epump.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A process with the other ends of idle connections, since one process may have 20,000 descriptors only: an {@link IdleClient}
 * that obeys.
 *
 * <p>Threading: one thread. Lifecycle: from its construction to {@link #close}, which ends the process.
 */
public final class IdlePeer implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    /**
     * Starts the process.
     *
     * @param client the class with its {@code main}, which takes the port
     * @param port where to connect to, on the loopback address
     * @throws IOException when the process cannot be started
     */
    public IdlePeer(Class<?> client, int port) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        process = new ProcessBuilder(List.of(
                        java,
                        "-XX:AutoBoxCacheMax=20000",
                        "-XX:+UseParallelGC",
                        "-cp",
                        classes,
                        client.getName(),
                        String.valueOf(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /**
     * Opens further connections.
     *
     * @param total how many there are then
     * @throws IOException when that fails
     */
    public void open(int total) throws IOException {
        ask("open " + total);
    }

    /**
     * Lets the first connections talk.
     *
     * @param roundTrips messages sent and echoed, of all together
     * @throws IOException when that fails
     */
    public void talk(int roundTrips) throws IOException {
        ask("talk " + roundTrips);
    }

    private void ask(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        String answer = answers.readLine();
        if (!"done".equals(answer)) {
            throw new IOException("client answered " + answer + " to: " + command);
        }
    }

    @Override
    public void close() throws IOException {
        commands.close();
        answers.close();
        process.destroy();
    }
}
