# TCP echo: every server under the load of io.epump.bench.EchoLoad, one row for each round. Sourced.

echo_command() {
    case $1 in
        fast) say "$java -cp $examples io.epump.examples.EchoServer 0 1 0" ;;
        fast2) say "$java -cp $examples io.epump.examples.EchoServer 0 2 0" ;;
        composite) say "$java -cp $examples io.epump.examples.EchoServer 0 1 1" ;;
        floor) say "$java -cp $benchmarks io.epump.bench.FloorEchoServer 0" ;;
        netty) say "$java -cp $benchmarks io.epump.bench.NettyEchoServer 0 1" ;;
        netty2) say "$java -cp $benchmarks io.epump.bench.NettyEchoServer 0 2" ;;
        *) fail "SERVERS: no server is called '$1'" ;;
    esac
}

run_echo() {
    say "== TCP echo: $bytes bytes, $connections connections, $rounds rounds of $warm_up + $measure s"
    printf 'round\tserver\tround_trips\tseconds\tper_second\tp50_us\tp99_us\tserver_ticks\tcpu_us\n' >"$results/echo.tsv"
    round=1
    while [ "$round" -le "$rounds" ]; do
        for server in $servers; do
            echo_row "$round" "$server"
        done
        round=$((round + 1))
    done
}

# echo_row ROUND SERVER
echo_row() {
    command=$(echo_command "$2")
    # shellcheck disable=SC2086
    start_server "$2" $command
    limit=$((warm_up + measure + 30))
    # shellcheck disable=SC2086
    line=$(timeout --foreground "$limit" $java -cp "$benchmarks" io.epump.bench.EchoLoad \
        "$port" "$connections" "$bytes" "$measure" "$warm_up" "$server_pid") || server_failed 'failed under load'
    server_lives || server_failed 'ended under load'
    stop_server
    row=$(printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s' "$1" "$2" "$(value_of round_trips "$line")" \
        "$(value_of seconds "$line")" "$(value_of per_second "$line")" "$(value_of p50_us "$line")" \
        "$(value_of p99_us "$line")" "$(value_of server_ticks "$line")")
    say "$row" | awk -F '\t' -v hz="$(getconf CLK_TCK)" \
        '{ printf "%s\t%.3f\n", $0, $8 / hz * 1e6 / $3 }' >>"$results/echo.tsv"
    say "  round $1 $2: $line"
}
