package io.epump.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A JMH profiler that adds how late timers have fired, for benchmarks that record it here. Use: {@code -prof
 * io.epump.bench.Lateness}.
 *
 * <p>Threading: recorded by one thread at a time, read and begun anew between two iterations; the benchmark waits for the
 * last one that fires, which puts that in order.
 */
public final class Lateness implements InternalProfiler {
    private static LatencyHistogram histogram = new LatencyHistogram();
    private static long early;

    /** Called by JMH. */
    public Lateness() {}

    static void record(long lateNs) {
        if (lateNs < 0) {
            early++;
        } else {
            histogram.record(lateNs);
        }
    }

    @Override
    public String getDescription() {
        return "How late timers have fired";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        histogram = new LatencyHistogram();
        early = 0;
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        if (histogram.total() + early == 0) {
            return List.of();
        }
        return List.of(
                result("lateP50", histogram.percentileNs(50) / 1e6, "ms"),
                result("lateP99", histogram.percentileNs(99) / 1e6, "ms"),
                result("lateMost", histogram.maxNs() / 1e6, "ms"),
                result("early", (double) early, "timers"));
    }

    /** The worst iteration counts. */
    private static ScalarResult result(String name, double value, String unit) {
        return new ScalarResult(name, value, unit, AggregationPolicy.MAX);
    }
}
