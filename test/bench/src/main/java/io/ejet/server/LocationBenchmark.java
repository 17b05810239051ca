package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.conf.LocationMatch;
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
 * What it costs to find the location of a path among so many: half of them are whole paths, half beginnings, every other of
 * which goes before regular expressions. Other paths by turns; their hash is worked out anew each time, as for the path of a new
 * request.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class LocationBenchmark {
    private static final int ASKED = 256;
    private static final HttpHandler NOBODY = exchange -> {};

    @Param({"10", "1000", "10000"})
    int locations;

    private Locations table;
    private char[][] exact;
    private char[][] prefix;
    private int turn;

    /** Called by JMH. */
    public LocationBenchmark() {}

    /** Makes the locations, and the paths. */
    @Setup
    public void start() {
        List<Location> all = new ArrayList<>();
        for (int i = 0; i < locations; i++) {
            LocationMatch match = switch (i % 4) {
                case 1 -> LocationMatch.PREFIX;
                case 3 -> LocationMatch.PREFIX_FIRST;
                default -> LocationMatch.EXACT;
            };
            all.add(new Location(match, "/shop/part" + i + (i % 2 == 0 ? "/index" : "/"), NOBODY));
        }
        table = new Locations(all);
        exact = new char[ASKED][];
        prefix = new char[ASKED][];
        for (int i = 0; i < ASKED; i++) {
            int even = (int) ((long) i * locations / ASKED) / 2 * 2;
            exact[i] = ("/shop/part" + even + "/index").toCharArray();
            prefix[i] = ("/shop/part" + (even + 1) + "/some/file.html").toCharArray();
        }
    }

    private Location find(char[][] paths) {
        turn = (turn + 1) % ASKED;
        return table.find(new String(paths[turn]));
    }

    /**
     * A whole path.
     *
     * @return its location
     */
    @Benchmark
    public Location exactPath() {
        return find(exact);
    }

    /**
     * A path that begins as a location says.
     *
     * @return its location
     */
    @Benchmark
    public Location prefixPath() {
        return find(prefix);
    }
}
