# Whole timer services with a million timers outstanding, in one JMH run. Sourced.

run_timers() {
    say "== Timer services (five minutes; what JMH says goes to $results/timers.log)"
    # shellcheck disable=SC2086
    timeout --foreground 600 java -jar "$benchmarks" ${TIMERS:-} TimerServiceBenchmark -foe true \
        -prof io.epump.bench.ProcessCpu -prof io.epump.bench.Lateness \
        -rf csv -rff "$results/timers.csv" </dev/null >"$results/timers.log" 2>&1 \
        || { tail -n 20 "$results/timers.log" >&2; fail 'the timer services failed'; }
}
