package io.ejet.http;

import io.ejet.conf.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
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

/**
 * What it costs to read the head of a request from a direct buffer, for each head. The peer is Netty's HttpRequestDecoder in an
 * EmbeddedChannel with the same limits. The peer makes objects of what it reads, ours leaves everything where it is: what a
 * handler then asks for comes on top.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class RequestParserBenchmark {
    /** Called by JMH. */
    public RequestParserBenchmark() {}

    /** Our parser. */
    @State(Scope.Thread)
    public static class Ours {
        private final RequestParser parser = new RequestParser(
                Limits.DEFAULTS.maxRequestLineBytes(), Limits.DEFAULTS.maxHeaderBytes(), Limits.DEFAULTS.maxHeaders());
        private final ByteBuffer shortHead = SampleHeads.direct(SampleHeads.SHORT);
        private final ByteBuffer browserHead = SampleHeads.direct(SampleHeads.BROWSER);
        private final ByteBuffer pipelinedHeads = SampleHeads.direct(SampleHeads.SHORT.repeat(SampleHeads.PIPELINED));

        /** Called by JMH. */
        public Ours() {}

        /** Reads all heads; answers how many fields they have, less than none for a fault. */
        private int read(ByteBuffer bytes) {
            int fields = 0;
            for (int at = 0; at < bytes.limit(); at = parser.end()) {
                parser.start(at);
                if (parser.parse(bytes, bytes.limit()) != RequestParser.Result.DONE) {
                    return -1;
                }
                fields += parser.head().fields();
            }
            return fields;
        }
    }

    /** The peer. */
    @State(Scope.Thread)
    public static class Netty {
        private final EmbeddedChannel channel = new EmbeddedChannel(
                new HttpRequestDecoder(Limits.DEFAULTS.maxRequestLineBytes(), Limits.DEFAULTS.maxHeaderBytes(), 8192));
        private final ByteBuf shortHead = Unpooled.wrappedBuffer(SampleHeads.direct(SampleHeads.SHORT));
        private final ByteBuf browserHead = Unpooled.wrappedBuffer(SampleHeads.direct(SampleHeads.BROWSER));
        private final ByteBuf pipelinedHeads =
                Unpooled.wrappedBuffer(SampleHeads.direct(SampleHeads.SHORT.repeat(SampleHeads.PIPELINED)));

        /** Called by JMH. */
        public Netty() {}

        private int read(ByteBuf bytes) {
            channel.writeInbound(bytes.retainedDuplicate());
            int fields = 0;
            for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
                if (read instanceof HttpRequest request) {
                    fields += request.decoderResult().isSuccess()
                            ? request.headers().size()
                            : -1;
                }
                ReferenceCountUtil.release(read);
            }
            return fields;
        }
    }

    /**
     * A head of three fields.
     *
     * @param state the parser
     * @return its fields
     */
    @Benchmark
    public int shortHead(Ours state) {
        return state.read(state.shortHead);
    }

    /**
     * A head of twelve fields.
     *
     * @param state the parser
     * @return its fields
     */
    @Benchmark
    public int browserHead(Ours state) {
        return state.read(state.browserHead);
    }

    /**
     * Sixteen heads of three fields, one after the other.
     *
     * @param state the parser
     * @return their fields
     */
    @Benchmark
    @OperationsPerInvocation(SampleHeads.PIPELINED)
    public int pipelinedHeads(Ours state) {
        return state.read(state.pipelinedHeads);
    }

    /**
     * A head of three fields by the peer.
     *
     * @param state the peer
     * @return its fields
     */
    @Benchmark
    public int shortHeadNetty(Netty state) {
        return state.read(state.shortHead);
    }

    /**
     * A head of twelve fields by the peer.
     *
     * @param state the peer
     * @return its fields
     */
    @Benchmark
    public int browserHeadNetty(Netty state) {
        return state.read(state.browserHead);
    }

    /**
     * Sixteen heads of three fields by the peer.
     *
     * @param state the peer
     * @return their fields
     */
    @Benchmark
    @OperationsPerInvocation(SampleHeads.PIPELINED)
    public int pipelinedHeadsNetty(Netty state) {
        return state.read(state.pipelinedHeads);
    }
}
