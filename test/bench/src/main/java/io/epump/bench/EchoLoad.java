package io.epump.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The load for every echo server: {@code EchoLoad PORT CONNECTIONS BYTES SECONDS [WARMUP_SECONDS [SERVER_PID]]}. Prints one
 * line of {@code name=value}: round trips, seconds, round trips per second, latency in microseconds, and, when the
 * server's process is given, the CPU ticks it used meanwhile. Every answer is compared with what was sent.
 *
 * <p>Threading: one thread with a bare {@link Selector}. Bounds: so many connections with one message each under way, so
 * many seconds; without any answer for {@value #STALL_SECONDS} s, or with a wrong one, it ends with status 1.
 */
public final class EchoLoad {
    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_SECONDS = 600;
    private static final int STALL_SECONDS = 10;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final double NS_PER_US = 1_000;

    private final Selector selector;
    private final Consumer<SelectionKey> action = this::onReady;
    private LatencyHistogram latencies = new LatencyHistogram();
    private long roundTrips;
    private IOException failure;

    private EchoLoad(Selector selector) {
        this.selector = selector;
    }

    /**
     * Runs the load and prints what it measured.
     *
     * @param args port, connections, bytes of a message, seconds to measure, seconds to warm up before (2), process of the
     *     server
     */
    public static void main(String[] args) {
        if (args.length < 4 || args.length > 6) {
            System.err.println("usage: EchoLoad PORT CONNECTIONS BYTES SECONDS [WARMUP_SECONDS [SERVER_PID]]");
            System.exit(2);
        }
        try {
            int port = between("PORT", args[0], 1, 65_535);
            int count = between("CONNECTIONS", args[1], 1, MAX_CONNECTIONS);
            int bytes = between("BYTES", args[2], Long.BYTES, MAX_BYTES);
            int seconds = between("SECONDS", args[3], 1, MAX_SECONDS);
            int warmUpSeconds = args.length > 4 ? between("WARMUP_SECONDS", args[4], 0, MAX_SECONDS) : 2;
            ServerCpu cpu = args.length > 5 ? new ServerCpu(Long.parseLong(args[5])) : null;
            System.out.println(run(connect(port, count, bytes), warmUpSeconds, seconds, cpu));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("EchoLoad: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int between(String name, String text, int least, int most) {
        int value = Integer.parseInt(text);
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + "=" + value + " is not between " + least + " and " + most);
        }
        return value;
    }

    private static List<EchoConnection> connect(int port, int count, int bytes) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        List<EchoConnection> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connections.add(new EchoConnection(i, server, bytes));
        }
        return connections;
    }

    private static String run(List<EchoConnection> connections, int warmUpSeconds, int seconds, ServerCpu cpu)
            throws IOException {
        try (Selector selector = Selector.open()) {
            EchoLoad load = new EchoLoad(selector);
            for (EchoConnection connection : connections) {
                connection.start(selector, System.nanoTime());
            }
            load.runFor(warmUpSeconds);
            String measured = load.measure(seconds, cpu);
            for (EchoConnection connection : connections) {
                connection.close();
            }
            return measured;
        }
    }

    private String measure(int seconds, ServerCpu cpu) throws IOException {
        latencies = new LatencyHistogram();
        final long ticksBefore = cpu == null ? 0 : cpu.ticks();
        final long before = roundTrips;
        final long startNs = System.nanoTime();
        runFor(seconds);
        final double tookSeconds = (System.nanoTime() - startNs) / (double) NS_PER_SECOND;
        final long done = roundTrips - before;
        final String ticks = cpu == null ? "" : " server_ticks=" + (cpu.ticks() - ticksBefore);
        return String.format(
                Locale.ROOT,
                "round_trips=%d seconds=%.3f per_second=%.0f p50_us=%.1f p99_us=%.1f max_us=%.1f%s",
                done,
                tookSeconds,
                done / tookSeconds,
                latencies.percentileNs(50) / NS_PER_US,
                latencies.percentileNs(99) / NS_PER_US,
                latencies.maxNs() / NS_PER_US,
                ticks);
    }

    private void runFor(int seconds) throws IOException {
        final long startNs = System.nanoTime();
        long progressNs = startNs;
        long nowNs = startNs;
        while (nowNs - startNs < seconds * NS_PER_SECOND) {
            final long before = roundTrips;
            selector.select(action, 1_000);
            if (failure != null) {
                throw failure;
            }
            nowNs = System.nanoTime();
            if (roundTrips != before) {
                progressNs = nowNs;
            } else if (nowNs - progressNs > STALL_SECONDS * NS_PER_SECOND) {
                throw new IOException("no answer for " + STALL_SECONDS + " s");
            }
        }
    }

    private void onReady(SelectionKey key) {
        try {
            EchoConnection connection = (EchoConnection) key.attachment();
            if (connection.onReady()) {
                latencies.record(connection.next(System.nanoTime()));
                roundTrips++;
            }
        } catch (IOException e) {
            failure = e;
            key.cancel();
        }
    }
}
