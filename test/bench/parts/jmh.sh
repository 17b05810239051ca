# The JMH benchmarks: all but the timer services, which are a part of their own, or what JMH names. Sourced.

run_jmh() {
    say "== JMH (some minutes; what it says goes to $results/jmh.log)"
    # shellcheck disable=SC2086
    timeout --foreground 1500 java -jar "$benchmarks" ${JMH:-} -e TimerServiceBenchmark -foe true -prof io.epump.bench.ProcessCpu \
        -rf csv -rff "$results/jmh.csv" </dev/null >"$results/jmh.log" 2>&1 \
        || { tail -n 20 "$results/jmh.log" >&2; fail 'JMH failed'; }
}
