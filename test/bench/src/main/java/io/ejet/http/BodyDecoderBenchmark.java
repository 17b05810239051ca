package io.ejet.http;

import io.ejet.conf.Limits;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to find the pieces of a chunked body, for each chunk of 512 bytes; the data itself is not looked at. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class BodyDecoderBenchmark {
    static final int CHUNKS = 16;
    static final int CHUNK_BYTES = 512;

    private final BodyDecoder decoder = new BodyDecoder();
    private final ByteBuffer body =
            SampleHeads.direct(("200\r\n" + ".".repeat(CHUNK_BYTES) + "\r\n").repeat(CHUNKS) + "0\r\n\r\n");

    /** Called by JMH. */
    public BodyDecoderBenchmark() {}

    /**
     * A body of sixteen chunks.
     *
     * @return bytes of data found; less than none for a fault
     */
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public int chunk() {
        decoder.startChunked(
                Limits.DEFAULTS.maxBodyBytes(),
                Limits.DEFAULTS.maxHeaderBytes(),
                Limits.DEFAULTS.maxRequestLineBytes());
        body.rewind();
        int found = 0;
        BodyDecoder.Result result = decoder.decode(body);
        for (; result == BodyDecoder.Result.DATA; result = decoder.decode(body)) {
            found += decoder.dataEnd() - decoder.dataStart();
        }
        return result == BodyDecoder.Result.END ? found : -1;
    }
}
