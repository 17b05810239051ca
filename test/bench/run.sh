#!/bin/sh
# Benchmarks, each beside a peer in the same run; README.md says what they are. Called by `make bench` under .ci/env.
#
#   run.sh              runs everything and prints the tables
#   run.sh --markdown   prints the tables of the last run; runs nothing
#   run.sh --readme     puts them into README.md; runs nothing
#
# Raw rows stay in target/results. Environment:
#   ROUNDS=3 WARMUP=4 MEASURE=6      rounds of the echo servers, seconds of each
#   CONNECTIONS=64 BYTES=64          what the load does
#   SERVERS="fast composite floor netty"   which servers; there are also fast2 and netty2 with two threads
#   ECHO=no LATENESS=no IDLE=no JMH=no   leave a part out
#   JMH="OPTIONS AND PATTERNS"       instead of all JMH benchmarks with their own settings
set -eu
export LC_ALL=C # a point in decimals

cd "$(dirname "$0")/../.."
bench=test/bench
results=$bench/target/results
benchmarks=$bench/target/benchmarks.jar
examples=test/examples/target/examples.jar
rounds=${ROUNDS:-3}
warm_up=${WARMUP:-4}
measure=${MEASURE:-6}
connections=${CONNECTIONS:-64}
bytes=${BYTES:-64}
servers=${SERVERS:-fast composite floor netty}
java='java -XX:+UseParallelGC -XX:AutoBoxCacheMax=20000'
server_pid=

say() { printf '%s\n' "$*"; }

fail() {
    say "bench: $*" >&2
    exit 1
}

stop_server() {
    if [ -n "$server_pid" ]; then
        kill "$server_pid" 2>/dev/null || :
        wait "$server_pid" 2>/dev/null || :
        server_pid=
    fi
}

trap stop_server EXIT
trap 'exit 130' INT TERM

# --- machine facts

facts() {
    cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
    jvm=$(java -version 2>&1 | sed -n 2p)
    commit=$(git rev-parse --short HEAD 2>/dev/null || say unknown)
    [ -z "$(git status --porcelain 2>/dev/null)" ] || commit="$commit, changed"
    say "Date: $(date +%Y-%m-%d), commit $commit"
    say "Machine: ${cpu:-unknown}, $(getconf _NPROCESSORS_ONLN) cores, $(uname -s) $(uname -r)"
    say "JVM: $jvm"
    for peer in netty disruptor; do
        say "Peer: $peer $(sed -n "s:.*<$peer.version>\(.*\)</$peer.version>.*:\1:p" pom.xml)"
    done
    say "Load average before: $(cut -d ' ' -f 1 /proc/loadavg)"
}

# --- echo servers

command_of() {
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

# start_server NAME: leaves server_pid and port.
start_server() {
    command=$(command_of "$1")
    # shellcheck disable=SC2086
    $command >"$results/server.out" 2>"$results/server.err" &
    server_pid=$!
    port=
    tries=0
    while [ -z "$port" ]; do
        tries=$((tries + 1))
        kill -0 "$server_pid" 2>/dev/null || server_failed "$1" 'ended before it was ready'
        [ "$tries" -le 150 ] || server_failed "$1" 'was not ready after 15 s'
        sleep 0.1
        port=$(sed -n 's/.*ready on 127\.0\.0\.1:\([0-9][0-9]*\).*/\1/p' "$results/server.out")
    done
}

server_failed() {
    tail -n 20 "$results/server.err" >&2
    fail "server '$1' $2"
}

value_of() { printf '%s\n' "$2" | tr ' ' '\n' | sed -n "s/^$1=//p"; }

# run_echo ROUND NAME: one row.
run_echo() {
    start_server "$2"
    limit=$((warm_up + measure + 30))
    # shellcheck disable=SC2086
    line=$(timeout --foreground "$limit" $java -cp "$benchmarks" io.epump.bench.EchoLoad \
        "$port" "$connections" "$bytes" "$measure" "$warm_up" "$server_pid") || server_failed "$2" 'failed under load'
    kill -0 "$server_pid" 2>/dev/null || server_failed "$2" 'ended under load'
    stop_server
    row=$(printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s' "$1" "$2" "$(value_of round_trips "$line")" \
        "$(value_of seconds "$line")" "$(value_of per_second "$line")" "$(value_of p50_us "$line")" \
        "$(value_of p99_us "$line")" "$(value_of server_ticks "$line")")
    say "$row" | awk -F '\t' -v hz="$(getconf CLK_TCK)" \
        '{ printf "%s\t%.3f\n", $0, $8 / hz * 1e6 / $3 }' >>"$results/echo.tsv"
    say "  round $1 $2: $line"
}

run_all_echo() {
    say "== TCP echo: $bytes bytes, $connections connections, $rounds rounds of $warm_up + $measure s"
    printf 'round\tserver\tround_trips\tseconds\tper_second\tp50_us\tp99_us\tserver_ticks\tcpu_us\n' >"$results/echo.tsv"
    round=1
    while [ "$round" -le "$rounds" ]; do
        for server in $servers; do
            run_echo "$round" "$server"
        done
        round=$((round + 1))
    done
}

# --- tables: each prints Markdown, which reads well enough on a terminal

echo_table() {
    say '| server | round trips/s | CPU µs per round trip | p50 µs | p99 µs | CPU ÷ floor | CPU ÷ Netty |'
    say '| --- | --- | --- | --- | --- | --- | --- |'
    if ! [ -s "$results/echo.tsv" ]; then
        say '| (not run yet: `make bench`) | | | | | | |'
        return
    fi
    awk -F '\t' '
        NR == 1 { next }
        !($2 in rows) { order[++kinds] = $2 }
        { n = ++rows[$2]; rate[$2, n] = $5; p50[$2, n] = $6; p99[$2, n] = $7; cpu[$2, n] = $9; of[$2, $1] = $9; round[$2, n] = $1 }
        function load(values, name, n, i) { delete sorted; for (i = 1; i <= n; i++) sorted[i] = values[name, i] + 0; sort(n) }
        function sort(n, i, j, t) {
            for (i = 2; i <= n; i++) { t = sorted[i]; for (j = i - 1; j > 0 && sorted[j] > t; j--) sorted[j + 1] = sorted[j]; sorted[j + 1] = t }
        }
        function median(n) { return n == 0 ? "" : n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2 }
        function show(n, form) { return sprintf(form " (" form "–" form ")", median(n), sorted[1], sorted[n]) }
        function ratio(name, to, i, n) {
            delete sorted; n = 0
            for (i = 1; i <= rows[name]; i++) if ((to, round[name, i]) in of) sorted[++n] = cpu[name, i] / of[to, round[name, i]]
            if (n == 0) return ""
            sort(n); against[name, to] = median(n)
            return sprintf("%.2f (%.2f–%.2f)", median(n), sorted[1], sorted[n])
        }
        END {
            for (k = 1; k <= kinds; k++) {
                s = order[k]; n = rows[s]
                load(rate, s, n); text = "| " s " | " show(n, "%.0f")
                load(cpu, s, n); text = text " | " show(n, "%.2f")
                load(p50, s, n); text = text " | " sprintf("%.0f", median(n))
                load(p99, s, n); text = text " | " sprintf("%.0f", median(n))
                print text " | " ratio(s, "floor") " | " ratio(s, "netty") " |"
            }
            print ""
            print "Median (least–most) of the rounds; ratios within a round."
            target("fast", "netty", 1.0); target("composite", "floor", 1.8)
        }
        function target(name, to, most) {
            if ((name, to) in against)
                printf "Target: CPU of %s at most %.1f × %s: %.2f, %s.\n", name, most, to, against[name, to], against[name, to] <= most ? "met" : "MISSED"
        }
    ' "$results/echo.tsv"
}

lateness_table() {
    say '| timers, 1,000,000 outstanding | p50 ms | p99 ms | most ms | early |'
    say '| --- | --- | --- | --- | --- |'
    if ! [ -s "$results/lateness.txt" ]; then
        say '| (not run yet: `make bench`) | | | | |'
        return
    fi
    awk '{
            for (i = 1; i <= NF; i++) { split($i, pair, "="); v[pair[1]] = pair[2] }
            printf "| %s | %.2f | %.2f | %.2f | %s |\n", v["lateness"], v["p50_us"] / 1000, v["p99_us"] / 1000, v["max_us"] / 1000, v["early"]
            if (v["lateness"] == "pump") p99 = v["p99_us"] / 1000
        }
        END { printf "\nTarget: p99 of the pump under 2 ms: %.2f, %s.\n", p99, p99 < 2 ? "met" : "MISSED" }
    ' "$results/lateness.txt"
}

idle_table() {
    say '| connections | bytes of heap for each | CPU µs of the pump per event | events per turn |'
    say '| --- | --- | --- | --- |'
    if ! [ -s "$results/idle.tsv" ]; then
        say '| (not run yet: `make bench`) | | | |'
        return
    fi
    awk -F '\t' 'NR > 1 { printf "| %s | %s | %s | %s |\n", $1, $2, $3, $4 }' "$results/idle.tsv"
}

jmh_table() {
    say '| benchmark | parameters | result | CPU ns per op |'
    say '| --- | --- | --- | --- |'
    if ! [ -s "$results/jmh.csv" ]; then
        say '| (not run yet: `make bench`) | | | |'
        return
    fi
    awk '
        {
            gsub(/["\r]/, "")
            fields = split($0, field, ",")
        }
        NR == 1 {
            for (i = 8; i <= fields; i++) { name[i] = field[i]; sub(/^Param: /, "", name[i]) }
            next
        }
        {
            parameters = ""
            for (i = 8; i <= fields; i++)
                if (field[i] != "" && name[i] != "outstanding")
                    parameters = parameters (parameters == "" ? "" : ", ") name[i] " " tolower(field[i])
            sub(/^io\.epump\.[a-z]*\./, "", field[1])
            isCpu = sub(/:cpu$/, "", field[1])
            key = field[1] " | " parameters
        }
        isCpu { cpu[key] = field[5]; next }
        {
            order[++rows] = key; score[key] = field[5]; unit[key] = field[7]
            error[key] = field[6] == "NaN" ? "" : sprintf(" ± %.1f", field[6])
        }
        function verdict(what, value, word, bound) {
            printf "Target: %s %.2f, at %s %s: %s.\n", what, value, word, bound, (word == "least" ? value >= bound : value <= bound) ? "met" : "MISSED"
        }
        function timer(what, most, key) {
            key = "TimerBenchmark." what "Tree | "
            if (key in score) verdict("start + stop of a timer, " what ", ns:", score[key], "most", most)
        }
        function ring(kind, way, stock, size, suffix, ours, peer) {
            ours = "RingBenchmark." way " | ringSize " size suffix
            peer = "RingBenchmark." stock " | ringSize " size
            if (!(ours in score && peer in score)) return
            text = "hand-off, ring of " size ", " way suffix " ÷ " stock ":"
            if (kind == "Target") verdict(text, score[ours] / score[peer], "least", 1)
            else printf "%s: %s %.2f.\n", kind, text, score[ours] / score[peer]
        }
        END {
            for (r = 1; r <= rows; r++) {
                key = order[r]; bar = index(key, " | ")
                printf "| %s | %s | %.1f%s %s | %.1f |\n", substr(key, 1, bar - 1), substr(key, bar + 3), score[key], error[key],
                    unit[key] == "ns/op" ? "ns" : "million/s", cpu[key]
            }
            print ""
            timer("recent", 250); timer("oldest", 250); timer("random", 3000)
            ring("Target", "pump", "stockSingle", 1024, ", wait yield"); ring("Target", "pump", "stockSingle", 65536, ", wait yield")
            ring("Target", "ring", "stockSingle", 1024, ""); ring("Target", "ring", "stockSingle", 65536, "")
            ring("Beside", "ring", "stockBatch", 1024, ""); ring("Beside", "ring", "stockBatch", 65536, "")
        }
    ' "$results/jmh.csv"
}

tables() {
    if [ -s "$results/facts.txt" ]; then sed 's/^/- /' "$results/facts.txt"; else say '- (not run yet: `make bench`)'; fi
    say ''
    say "### TCP echo, $bytes bytes, $connections connections"
    say ''
    echo_table
    say ''
    say '### Lateness of timers'
    say ''
    lateness_table
    say ''
    say '### Idle connections, 64 others talking'
    say ''
    idle_table
    say ''
    say '### JMH'
    say ''
    jmh_table
}

# --- main

case ${1:-} in
    '') ;;
    --markdown)
        tables
        exit 0
        ;;
    --readme)
        mkdir -p "$results"
        { sed '/^<!-- results: begin/q' "$bench/README.md"; say ''; tables; say ''; sed -n '/^<!-- results: end/,$p' "$bench/README.md"; } \
            >"$results/README.md"
        cp "$results/README.md" "$bench/README.md"
        exit 0
        ;;
    *) fail 'usage: run.sh [--markdown | --readme]' ;;
esac
for jar in "$benchmarks" "$examples"; do
    [ -f "$jar" ] || fail "$jar is missing: call me by 'make bench'"
done

rm -rf "$results"
mkdir -p "$results"
facts >"$results/facts.txt"
cat "$results/facts.txt"
if awk '{ exit $1 <= 0.5 }' /proc/loadavg; then
    say 'bench: the machine is not idle, so the figures will say little'
fi

if [ "${ECHO:-}" != no ]; then
    run_all_echo
fi
if [ "${LATENESS:-}" != no ]; then
    say '== Lateness of timers'
    timeout --foreground 120 $java -Xmx1g -cp "$benchmarks" io.epump.bench.TimerLateness 1000000 10000 5 >"$results/lateness.txt" \
        || fail 'the measurement of lateness failed'
    cat "$results/lateness.txt"
fi
if [ "${IDLE:-}" != no ]; then
    say '== Idle connections'
    if ulimit -n 20000 2>/dev/null || [ "$(ulimit -n)" -ge 20000 ]; then
        timeout --foreground 180 $java -Xmx1g -cp "$benchmarks" io.epump.bench.IdleDevices >"$results/idle.tsv" \
            || fail 'the measurement of idle connections failed'
        cat "$results/idle.tsv"
    else
        say "bench: left out: 19,000 connections need 20,000 descriptors, and 'ulimit -n' allows $(ulimit -n)"
    fi
fi
if [ "${JMH:-}" != no ]; then
    say "== JMH (some minutes; what it says goes to $results/jmh.log)"
    # shellcheck disable=SC2086
    timeout --foreground 1500 java -jar "$benchmarks" ${JMH:-} -foe true -prof io.epump.bench.ProcessCpu \
        -rf csv -rff "$results/jmh.csv" </dev/null >"$results/jmh.log" 2>&1 \
        || { tail -n 20 "$results/jmh.log" >&2; fail 'JMH failed'; }
fi

say ''
tables | tee "$results/tables.md"
