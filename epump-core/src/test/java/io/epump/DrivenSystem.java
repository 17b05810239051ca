package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.pump.Pump;
import io.epump.pump.SelectorNotifier;
import io.epump.sched.NanoClock;
import io.epump.sched.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A system over real sockets whose pumps and workers the test's own thread drives, turn by turn. Closing it closes its peers
 * and fails when a callback has failed.
 */
final class DrivenSystem implements AutoCloseable {
    private static final int MAX_TURNS = 200_000;
    private static final int PATIENCE_MS = 30_000;

    final EPump system;

    /** What callbacks have thrown: also where what they assert ends up. */
    final List<Throwable> failures = new ArrayList<>();

    private final List<Socket> peers = new ArrayList<>();

    /** An accepted connection and its other end. */
    record Link(TcpDevice device, Socket peer) {}

    DrivenSystem(EPumpConfig.Builder settings) throws IOException {
        this(settings, NanoClock.SYSTEM);
    }

    DrivenSystem(EPumpConfig.Builder settings, NanoClock clock) throws IOException {
        EPumpConfig config = settings.failureHandler((owner, source, failure) -> failures.add(failure))
                .build();
        system = new EPump(config, clock, SelectorNotifier::new);
    }

    static EPumpConfig.Builder settings(int workers) {
        return EPumpConfig.builder().pumps(1).workers(workers);
    }

    /** One turn of each pump and each worker, none of which waits. */
    void turnAll() {
        for (Owner owner : system.owners()) {
            owner.turn(0);
        }
    }

    /** So many rounds, in which something may happen but need not. */
    void turns(int count) {
        for (int i = 0; i < count; i++) {
            turnAll();
        }
        checkFailures();
    }

    void drive(String what, BooleanSupplier until) {
        for (int i = 0; i < MAX_TURNS && !until.getAsBoolean() && failures.isEmpty(); i++) {
            turnAll();
        }
        checkFailures();
        assertTrue(until.getAsBoolean(), () -> what + " did not come: " + system.statistics());
    }

    private void checkFailures() {
        if (!failures.isEmpty()) {
            throw new AssertionError("a callback has failed", failures.get(0));
        }
    }

    ListenerGroup listen(IOHandler handler) throws IOException {
        return system.tcpListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler, null);
    }

    Socket connect(ListenerGroup listening) throws IOException {
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), listening.port());
        peer.setSoTimeout(PATIENCE_MS);
        peers.add(peer);
        return peer;
    }

    /** Opens a connection whose events go to {@code handler}. */
    Link link(IOHandler handler) throws IOException {
        List<TcpDevice> accepted = new ArrayList<>();
        ListenerGroup listening = listen((context, source, event, fdType) -> {
            TcpDevice device = event == IOEventType.ACCEPT ? ((TcpListener) source).accept(handler, null) : null;
            if (device != null) {
                accepted.add(device);
            }
        });
        Socket peer = connect(listening);
        drive("a connection", () -> !accepted.isEmpty() && accepted.get(0).isOpen());
        return new Link(accepted.get(0), peer);
    }

    @Override
    public void close() throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
        for (Owner owner : system.owners()) {
            if (owner instanceof Pump pump) {
                pump.close();
            }
        }
        checkFailures();
        assertEquals(0, system.statistics().buffersInUse(), "buffers in use at the end");
    }
}
