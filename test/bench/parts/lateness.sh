# How late timers fire among a million others. Sourced.

run_lateness() {
    say '== Lateness of timers'
    # shellcheck disable=SC2086
    timeout --foreground 120 $java -Xmx1g -cp "$benchmarks" io.epump.bench.TimerLateness 1000000 10000 5 >"$results/lateness.txt" \
        || fail 'the measurement of lateness failed'
    cat "$results/lateness.txt"
}
