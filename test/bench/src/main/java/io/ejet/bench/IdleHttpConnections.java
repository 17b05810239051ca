package io.ejet.bench;

import io.ejet.EJet;
import io.ejet.conf.Limits;
import io.epump.bench.HeapGrowth;
import io.epump.bench.IdlePeer;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What an HTTP connection costs that has been served once and is idle in keep-alive: heap for each, and whether it holds a
 * direct buffer. Serves a small file to up to 19,000 connections in this process while {@link IdleHttpClient}, a process of its
 * own, holds their other ends.
 *
 * <p>{@code java -Xmx1g -XX:+UseParallelGC -XX:AutoBoxCacheMax=20000 -cp benchmarks.jar io.ejet.bench.IdleHttpConnections
 * [COUNT ...]}
 */
public final class IdleHttpConnections {
    /** So many are there before anything is counted: by then classes are loaded, pools filled, the file is cached. */
    private static final int FIRST = 64;

    private static final int MAX_CONNECTIONS = 100_000;
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final long OPENING_NS = Duration.ofSeconds(60).toNanos();

    private IdleHttpConnections() {}

    /**
     * Measures at each of the given numbers of connections.
     *
     * @param args numbers of connections, in rising order; by default 64, 5000, 10000 and 19000
     * @throws IOException when a process, a file or a socket cannot be had
     */
    public static void main(String[] args) throws IOException {
        int[] counts = args.length == 0
                ? new int[] {FIRST, 5_000, 10_000, 19_000}
                : List.of(args).stream().mapToInt(Integer::parseInt).toArray();
        Path root = Files.createTempDirectory("idle-http");
        Path file = Files.writeString(root.resolve("13.txt"), IdleHttpClient.BODY);
        try (EJet server = EJet.builder()
                        .pumps(1)
                        .workers(0)
                        .limits(patient(Limits.DEFAULTS))
                        .root(root)
                        .start();
                IdlePeer peer = new IdlePeer(IdleHttpClient.class, server.port())) {
            measure(server, peer, counts);
        } finally {
            Files.delete(file);
            Files.delete(root);
        }
    }

    private static void measure(EJet server, IdlePeer peer, int[] counts) throws IOException {
        System.out.println("connections\theap bytes each\tdirect bytes more");
        peer.open(FIRST);
        HeapGrowth growth = new HeapGrowth(FIRST, HeapGrowth.liveBytes());
        long directBytes = directBytes();
        for (int count : counts) {
            peer.open(count);
            awaitConnections(server, count);
            String each = growth.eachAt(count, HeapGrowth.liveBytes());
            System.out.println(count + "\t" + each + "\t" + (directBytes() - directBytes));
            awaitConnections(server, count); // none has gone meanwhile
        }
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static void awaitConnections(EJet server, int count) {
        long startNs = System.nanoTime();
        while (server.server().connections() != count) {
            if (System.nanoTime() - startNs > OPENING_NS) {
                throw new IllegalStateException(server.server().connections() + " connections instead of " + count);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The same limits but for idle connections, which may stay. */
    private static Limits patient(Limits limits) {
        return new Limits(
                limits.maxRequestLineBytes(),
                limits.maxHeaderBytes(),
                limits.maxHeaders(),
                limits.maxBodyBytes(),
                limits.maxRequests(),
                MAX_CONNECTIONS,
                PATIENCE,
                limits.headerIdle(),
                limits.header(),
                limits.bodyIdle(),
                limits.handle(),
                PATIENCE,
                limits.linger(),
                limits.stop(),
                limits.smallFileBytes(),
                limits.fileCacheBytes(),
                limits.fileCacheEntries());
    }
}
