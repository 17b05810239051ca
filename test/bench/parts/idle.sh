# What idle connections cost: bare devices, then HTTP connections in keep-alive. Sourced.

run_idle() {
    say '== Idle connections'
    if ulimit -n 20000 2>/dev/null || [ "$(ulimit -n)" -ge 20000 ]; then
        idle_connections io.epump.bench.IdleDevices idle.tsv
        idle_connections io.ejet.bench.IdleHttpConnections idle-http.tsv
    else
        say "bench: left out: 19,000 connections need 20,000 descriptors, and 'ulimit -n' allows $(ulimit -n)"
    fi
}

# idle_connections PROGRAM FILE
idle_connections() {
    # shellcheck disable=SC2086
    timeout --foreground 180 $java -Xmx1g -cp "$benchmarks" "$1" >"$results/$2" || fail "$1 failed"
    cat "$results/$2"
}
