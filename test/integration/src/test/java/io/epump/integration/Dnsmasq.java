package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The name server dnsmasq, for loopback only, with records of its own and nobody above it. */
final class Dnsmasq {
    private static final int STARTS = 5;

    private final Process process;
    private final InetSocketAddress address;

    private Dnsmasq(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it on a port that is free; the test is skipped where there is none, unless peers are required.
     *
     * @param output where it writes its log to
     */
    static Dnsmasq start(Rig rig, Path output, String... records) throws IOException {
        Path program = Stream.of("/usr/sbin/dnsmasq", "/usr/local/sbin/dnsmasq", "/opt/homebrew/sbin/dnsmasq")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (System.getenv("EPUMP_REQUIRE_PEERS") != null) {
            assertNotNull(program, "dnsmasq is missing: 'make peers' installs it");
        }
        assumeTrue(program != null, "dnsmasq is missing: 'make peers' installs it");
        for (int i = 0; i < STARTS; i++) { // another may take the port meanwhile
            Dnsmasq started = startOnce(program, output, records);
            rig.await(() -> started.isAnswering() || !started.process.isAlive(), "dnsmasq");
            if (started.process.isAlive()) {
                rig.closeLater(started::end);
                return started;
            }
        }
        throw new AssertionError("dnsmasq does not start: " + Files.readString(output));
    }

    private static Dnsmasq startOnce(Path program, Path output, String... records) throws IOException {
        InetSocketAddress free = Rig.loopback(freePort());
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--pid-file=",
                "--user=" + System.getProperty("user.name"),
                "--group=",
                "--log-facility=-",
                "--no-resolv",
                "--no-hosts",
                "--bind-interfaces",
                "--listen-address=127.0.0.1",
                "--except-interface=nothing",
                "--port=" + free.getPort(),
                "--local=/test/",
                "--local-ttl=60"));
        command.addAll(List.of(records));
        return new Dnsmasq(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                free);
    }

    /** Free for UDP and TCP. */
    private static int freePort() throws IOException {
        while (true) {
            try (DatagramSocket udp = new DatagramSocket(Rig.loopback(0));
                    ServerSocket tcp = new ServerSocket()) {
                tcp.bind(Rig.loopback(udp.getLocalPort()));
                return udp.getLocalPort();
            } catch (java.net.BindException taken) {
                Rig.pause();
            }
        }
    }

    private boolean isAnswering() {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    private void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
