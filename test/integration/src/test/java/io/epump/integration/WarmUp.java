package io.epump.integration;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.ListenerGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/** Makes the JDK open, once, the descriptors that it keeps for good, so that tests can count theirs. */
final class WarmUp {
    private static boolean done;

    private WarmUp() {}

    static synchronized void once() throws IOException {
        if (done) {
            return;
        }
        try (EPump system = EPump.start(
                EPumpConfig.builder().name("warm-up").pumps(1).workers(1).build())) {
            ListenerGroup listening = system.tcpListen(
                    Rig.loopback(0), Rig.accepting(() -> new EchoHandler(new SplittableRandom(1), 0)), null);
            try (Peer peer = Peer.connect(listening.port())) {
                peer.send("x");
                peer.expect("x");
            }
            system.stop(Duration.ofSeconds(10));
        }
        done = true;
    }
}
