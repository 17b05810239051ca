package io.epump.bench;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.TcpListener;
import io.epump.buffer.PooledBuffer;
import io.epump.metrics.PumpCounter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What idle connections cost: heap for each, and whether they make the events of the others dearer. Holds up to 19,000
 * accepted TCP devices in this process while {@link IdleClient}, a process of its own, holds their other ends and lets 64
 * of them talk.
 *
 * <p>{@code java -Xmx1g -XX:AutoBoxCacheMax=20000 -cp benchmarks.jar io.epump.bench.IdleDevices [COUNT ...]}
 */
public final class IdleDevices {
    private static final int TALKERS = 64;
    private static final int ROUND_TRIPS = 200_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private IdleDevices() {}

    /**
     * Measures at each of the given numbers of connections, in rising order.
     *
     * @param args numbers of connections; by default 64, 5000, 10000 and 19000
     * @throws IOException when a process or a socket cannot be had
     */
    public static void main(String[] args) throws IOException {
        int[] counts = args.length == 0
                ? new int[] {TALKERS, 5_000, 10_000, 19_000}
                : List.of(args).stream().mapToInt(Integer::parseInt).toArray();
        System.out.println("connections\theap bytes each\tpump CPU us per event\tevents per turn");
        try (EPump system =
                EPump.start(EPumpConfig.builder().pumps(1).workers(0).build())) {
            ListenerGroup group = system.tcpListen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), IdleDevices::onEvent, null);
            try (IdlePeer peer = new IdlePeer(IdleClient.class, group.port())) {
                measure(system, peer, counts);
            }
        }
    }

    private static void measure(EPump system, IdlePeer peer, int[] counts) throws IOException {
        peer.open(TALKERS);
        peer.talk(ROUND_TRIPS); // warm-up
        HeapGrowth growth = new HeapGrowth(TALKERS, HeapGrowth.liveBytes());
        for (int count : counts) {
            peer.open(count);
            awaitDevices(system, count);
            String each = growth.eachAt(count, HeapGrowth.liveBytes());
            System.out.printf(Locale.ROOT, "%d\t%s\t%s%n", count, each, talk(system, peer));
        }
    }

    private static String talk(EPump system, IdlePeer peer) throws IOException {
        long events = system.statistics().sum(PumpCounter.RAISED);
        long turns = system.statistics().sum(io.epump.sched.OwnerCounter.TURNS);
        long cpuNs = pumpCpuNs();
        peer.talk(ROUND_TRIPS);
        cpuNs = pumpCpuNs() - cpuNs;
        events = system.statistics().sum(PumpCounter.RAISED) - events;
        turns = system.statistics().sum(io.epump.sched.OwnerCounter.TURNS) - turns;
        return String.format(Locale.ROOT, "%.2f\t%.1f", cpuNs / 1000.0 / events, events / (double) turns);
    }

    private static long pumpCpuNs() {
        long total = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("epump-pump-")) {
                total += THREADS.getThreadCpuTime(thread.getId());
            }
        }
        return total;
    }

    private static void awaitDevices(EPump system, int count) {
        long startNs = System.nanoTime();
        while (system.statistics().devices() < count + 1) { // and the listener
            if (System.nanoTime() - startNs > Duration.ofSeconds(60).toNanos()) {
                throw new IllegalStateException("only " + system.statistics().devices() + " devices of " + count);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        switch (event) {
            case ACCEPT -> {
                while (((TcpListener) source).accept(IdleDevices::onEvent, null) != null) {
                    // each comes back here
                }
            }
            case READ -> {
                TcpDevice device = (TcpDevice) source;
                PooledBuffer in = device.receive();
                if (in != null) {
                    device.write(in);
                } else if (device.isInputEnded()) {
                    device.close();
                }
            }
            case WRITE -> ((TcpDevice) source).flush();
            default -> source.close();
        }
    }
}
