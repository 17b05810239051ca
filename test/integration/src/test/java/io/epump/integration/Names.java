package io.epump.integration;

import io.epump.EPumpConfig;
import io.epump.dns.ResolverConfig;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Names for a test: a hosts file, and a name server that only listens. */
final class Names {
    private final Path hosts;
    private final Path conf;
    private final DatagramSocket server;
    private final AtomicInteger questions = new AtomicInteger();

    /**
     * @param lines of the hosts file
     */
    Names(Rig rig, Path directory, String... lines) throws IOException {
        hosts = Files.write(directory.resolve("hosts"), List.of(lines));
        conf = Files.writeString(directory.resolve("resolv.conf"), "");
        server = rig.closeLater(new DatagramSocket(Rig.loopback(0)));
        rig.thread("silent-server", this::listen);
    }

    private void listen() {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        try {
            while (true) {
                server.receive(packet);
                questions.incrementAndGet();
            }
        } catch (IOException closed) { // the test is over
            return;
        }
    }

    /** Settings with these names; each question is waited for until the test's patience is at an end. */
    EPumpConfig.Builder in(EPumpConfig.Builder settings) {
        return in(settings, Rig.PATIENCE, 1);
    }

    EPumpConfig.Builder in(EPumpConfig.Builder settings, Duration timeout, int attempts) {
        return settings.resolver(ResolverConfig.builder()
                .hostsFile(hosts)
                .resolvConf(conf)
                .servers(List.of((InetSocketAddress) server.getLocalSocketAddress()))
                .timeout(timeout)
                .attempts(attempts)
                .build());
    }

    /** How many questions have come. */
    int questions() {
        return questions.get();
    }
}
