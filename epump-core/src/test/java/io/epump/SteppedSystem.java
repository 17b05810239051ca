package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.pump.Pump;
import io.epump.pump.SelectorNotifier;
import io.epump.sched.Owner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A system over real sockets whose pumps and workers the test's own thread drives, turn by turn, under a clock that the test
 * moves. Peers that the test plays are driven in between. Closing it gives up what is open, as a stop does, and checks that
 * nothing is left.
 */
public final class SteppedSystem implements AutoCloseable {
    private static final int MAX_TURNS = 100_000;

    private final EPump system;
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private long nowNs = 1;

    /** Somebody outside the system. */
    @FunctionalInterface
    public interface Peer {
        void poll() throws IOException;
    }

    public SteppedSystem(EPumpConfig.Builder settings) throws IOException {
        EPumpConfig config = settings.failureHandler((owner, source, failure) -> failures.add(failure))
                .build();
        system = new EPump(config, () -> nowNs, SelectorNotifier::new);
    }

    public EPump system() {
        return system;
    }

    public void add(Peer peer) {
        peers.add(peer);
    }

    /** What callbacks have thrown and reports have told since the last time. */
    public List<Throwable> takeFailures() {
        List<Throwable> taken = List.copyOf(failures);
        failures.clear();
        return taken;
    }

    /** One turn of each pump, each worker and each peer, none of which waits. */
    public void turnAll() {
        turnOwners();
        try {
            for (Peer peer : peers) {
                peer.poll();
            }
        } catch (IOException e) {
            throw new AssertionError("a peer has failed", e);
        }
    }

    /** One turn of each pump and worker, while the peers wait. */
    public void turnOwners() {
        for (Owner owner : system.owners()) {
            owner.turn(0);
        }
    }

    public void drive(String what, BooleanSupplier until) {
        for (int i = 0; i < MAX_TURNS && !until.getAsBoolean(); i++) {
            turnAll();
        }
        assertTrue(until.getAsBoolean(), () -> what + " did not come: " + system.statistics() + failures);
    }

    /** So many turns that whatever is under way has come to rest. */
    public void settle() {
        for (int i = 0; i < 50; i++) {
            turnAll();
        }
    }

    public void advance(Duration time) {
        nowNs += time.toNanos();
    }

    /** Gives everything up, as the third step of a stop does. */
    public void drain() {
        for (Owner owner : system.owners()) {
            if (owner instanceof Pump pump) {
                pump.requestDrain();
            }
        }
        settle();
    }

    @Override
    public void close() {
        drain();
        for (Owner owner : system.owners()) {
            if (owner instanceof Pump pump) {
                pump.close();
            }
        }
        assertEquals(List.of(), failures, "what callbacks have thrown");
        assertEquals(0, system.statistics().devices(), "devices at the end");
        assertEquals(0, system.statistics().timers(), "timers at the end");
        assertEquals(0, system.statistics().buffersInUse(), "buffers in use at the end");
    }
}
