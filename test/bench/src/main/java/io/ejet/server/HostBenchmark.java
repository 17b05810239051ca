package io.ejet.server;

import io.ejet.conf.HostMatch;
import io.ejet.conf.HostName;
import io.ejet.conf.UnknownHost;
import io.ejet.http.RequestParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find the host of a request among so many: half of them have an exact name, a quarter each a wildcard at its
 * beginning or its end. Other names by turns, so that the processor's caches and guesses are not all on one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class HostBenchmark {
    private static final int ASKED = 256;
    private static final int MOST_BYTES = 1000;

    @Param({"10", "1000", "10000"})
    int hosts;

    private Site site;
    private Asked[] exact;
    private Asked[] wildcard;
    private Asked[] unknown;
    private int turn;

    /** A request that has been read. */
    private record Asked(RequestParser parser, ByteBuffer bytes) {}

    /** Called by JMH. */
    public HostBenchmark() {}

    /** Makes the site, and the requests. */
    @Setup
    public void start() {
        List<Host> all = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            all.add(new Host(List.of(name(i)), List.of()));
        }
        site = new Site(all, UnknownHost.NOT_FOUND, Terms.DEFAULTS);
        exact = new Asked[ASKED];
        wildcard = new Asked[ASKED];
        unknown = new Asked[ASKED];
        for (int i = 0; i < ASKED; i++) {
            int some = (int) ((long) i * hosts / ASKED);
            exact[i] = asked("www.site" + some / 2 * 2 + ".example.org");
            int odd = some / 2 * 2 + 1;
            wildcard[i] = asked(odd % 4 == 1 ? "www.site" + odd + ".example.org" : "www.site" + odd + ".example.net");
            unknown[i] = asked("none" + some + ".of.these.example.com");
        }
    }

    private static HostName name(int i) {
        return switch (i % 4) {
            case 1 -> new HostName(HostMatch.LEADING_WILDCARD, "site" + i + ".example.org", HostName.ANY_PORT);
            case 3 -> new HostName(HostMatch.TRAILING_WILDCARD, "www.site" + i + ".example", HostName.ANY_PORT);
            default -> HostName.exact("www.site" + i + ".example.org");
        };
    }

    private static Asked asked(String host) {
        byte[] head = ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocateDirect(head.length).put(head).flip();
        RequestParser parser = new RequestParser(MOST_BYTES, MOST_BYTES, 10);
        parser.parse(bytes, bytes.limit());
        return new Asked(parser, bytes);
    }

    private Host find(Asked[] requests) {
        turn = (turn + 1) % ASKED;
        return site.find(requests[turn].parser.head(), requests[turn].bytes);
    }

    /**
     * An exact name.
     *
     * @return its host
     */
    @Benchmark
    public Host exactName() {
        return find(exact);
    }

    /**
     * A name that a wildcard takes.
     *
     * @return its host
     */
    @Benchmark
    public Host wildcardName() {
        return find(wildcard);
    }

    /**
     * A name that no host has.
     *
     * @return null
     */
    @Benchmark
    public Host unknownName() {
        return find(unknown);
    }
}
