package io.ejet.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to make a path of a target: one of 32 characters that stands for itself, and one of 48 that has to be decoded. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class UriPathBenchmark {
    private final ByteBuffer plain = SampleHeads.direct("/images/2026/11/an-event-pump.png");
    private final ByteBuffer encoded = SampleHeads.direct("/images/../bilder/%C3%BCber%20uns/./gr%C3%B6%C3%9Fe.png");

    /** Called by JMH. */
    public UriPathBenchmark() {}

    /**
     * Nothing to decode.
     *
     * @return the path
     */
    @Benchmark
    public String plainPath() {
        return UriPath.normalize(plain, 0, plain.limit());
    }

    /**
     * Percent signs, UTF-8 and dot segments.
     *
     * @return the path
     */
    @Benchmark
    public String encodedPath() {
        return UriPath.normalize(encoded, 0, encoded.limit());
    }
}
