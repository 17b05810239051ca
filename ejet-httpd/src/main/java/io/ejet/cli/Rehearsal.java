package io.ejet.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A start like any other, before nobody: serves a folder of its own on the loopback address, asks itself for what is in it, and
 * stops. Java learns so which classes a start needs, and can keep them for the next ({@code -XX:ArchiveClassesAtExit}).
 *
 * <p>Threading: the main thread asks, the server's own threads answer. Lifecycle: the folder is removed at the end. Bounds: a
 * second for stopping, {@value #PATIENCE_MS} ms for an answer.
 */
final class Rehearsal {
    private static final int PATIENCE_MS = 10_000;
    private static final int SIGTERM = 15;

    private static final int LARGE_FILE_BYTES = 100_000; // larger than what is kept in memory

    private static final String CONFIGURATION = """
            epump = { epump threads = auto; worker threads = auto; event notification = auto; }
            error log = { log file = stderr; level = warn; }
            http = {
                default type = application/octet-stream;
                mime types = { text/html = .html; }
                access log = { log2file = on; log file = access.log; }
                receive request = { keepalive timeout = 30s; stop timeout = 1s; }
                file cache = { small file = 32K; }
                listen = {
                    local ip = 127.0.0.1; port = 0; root = .; index = [ index.html, index.htm ]; symlinks = inside;
                    host = {
                        host name = *;
                        location = { path = [ '\\.(css|js)$', '~*' ]; }
                        location = { path = '/'; type = server; }
                    }
                }
            }
            """;

    private static final String QUESTIONS = """
            GET / HTTP/1.1
            Host: rehearsal
            User-Agent: rehearsal
            Accept: */*

            GET /index.html HTTP/1.1
            Host: rehearsal
            If-Modified-Since: Fri, 31 Dec 2100 23:59:59 GMT
            Referer: /

            GET /large HTTP/1.1
            Host: rehearsal

            GET /large HTTP/1.1
            Host: rehearsal
            Range: bytes=10-19

            GET /missing?%C3%BC HTTP/1.1
            Host: rehearsal
            Connection: close

            """;

    private static final List<String> ANSWERS = List.of("200", "304", "200", "206", "404");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    private final Program program;
    private final Signals signals;

    Rehearsal(Program program, Signals signals) {
        this.program = program;
        this.signals = signals;
    }

    /**
     * Rehearses once.
     *
     * @throws StartFailure when it does not go as it should
     * @throws InterruptedException when the thread is interrupted
     */
    void run() throws StartFailure, InterruptedException {
        try {
            Path folder = Files.createTempDirectory("ejet-rehearsal");
            List<Path> files = List.of(
                    folder.resolve("ejet.conf"),
                    folder.resolve("index.html"),
                    folder.resolve("large"),
                    folder.resolve("access.log"),
                    folder);
            try {
                Files.writeString(files.get(0), CONFIGURATION);
                Files.writeString(files.get(1), "<!doctype html><title>rehearsal</title>");
                Files.write(files.get(2), new byte[LARGE_FILE_BYTES]);
                program.serve(Arguments.parse("-c", files.get(0).toString()), this::ask);
            } finally {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw StartFailure.ofFile("cannot rehearse in a folder for temporary files", e);
        }
    }

    private void ask(List<InetSocketAddress> addresses) throws StartFailure {
        InetSocketAddress address = addresses.get(0);
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(QUESTIONS.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            List<String> answers =
                    STATUS.matcher(text).results().map(match -> match.group(1)).toList();
            if (!answers.equals(ANSWERS)) {
                throw new StartFailure("the rehearsal was answered with " + answers + " in place of " + ANSWERS);
            }
        } catch (IOException e) {
            throw StartFailure.ofFile("the rehearsal was not answered", e);
        }
        signals.onSignal(SIGTERM);
    }
}
