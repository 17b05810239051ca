#!/bin/sh
# Benchmarks, each beside a peer in the same run; README.md says what they are. Called by `make bench` under .ci/env.
#
#   run.sh              runs everything and prints the tables
#   run.sh --markdown   prints the tables of the last run; runs nothing
#   run.sh --readme     puts them into README.md; runs nothing
#
# Each part is a file of parts/, each table one of tables/. Raw rows stay in target/results. Environment:
#   PARTS="echo http lateness timers idle jmh"    which parts, and in which order
#   ECHO=no HTTP=no LATENESS=no TIMERS=no IDLE=no JMH=no    leave one out
#   ROUNDS=3 WARMUP=4 MEASURE=6      rounds of the servers, seconds of each; of HTTP: 3, 10 and 3
#   CONNECTIONS=64 BYTES=64          what the load does; BYTES: echo only
#   SERVERS="fast composite floor netty"   which echo servers; there are also fast2 and netty2 with two threads
#   HTTP_SERVERS="fast composite floor nginx nginxcache"   which HTTP servers; there is also fast2
#   HTTP_CASES="plaintext file-13 file-16k file-1m pipelined file-13-log"
#   TIMERS="OPTIONS"                 JMH options for the timer services
#   JMH="OPTIONS AND PATTERNS"       instead of all JMH benchmarks with their own settings
#   EPUMP_REQUIRE_PEERS=1            a peer that is missing is a failure, not a part left out
set -eu
export LC_ALL=C # a point in decimals

cd "$(dirname "$0")/../.."
bench=test/bench
results=$bench/target/results
benchmarks=$bench/target/benchmarks.jar
examples=test/examples/target/examples.jar
ejet=ejet-httpd/target/ejet.jar
parts=${PARTS:-echo http lateness timers idle jmh}
rounds=${ROUNDS:-3}
warm_up=${WARMUP:-4}
measure=${MEASURE:-6}
http_warm_up=${WARMUP:-10}
http_measure=${MEASURE:-3}
connections=${CONNECTIONS:-64}
bytes=${BYTES:-64}
servers=${SERVERS:-fast composite floor netty}
http_servers=${HTTP_SERVERS:-fast composite floor nginx nginxcache}
http_cases=${HTTP_CASES:-plaintext file-13 file-16k file-1m pipelined file-13-log}
java='java -XX:+UseParallelGC -XX:AutoBoxCacheMax=20000' # as bin/ejet passes them

for file in common servers echo http-servers http lateness timers idle jmh; do
    . "$bench/parts/$file.sh"
done
. "$bench/tables/tables.sh"

wanted() {
    case $1 in
        echo) [ "${ECHO:-}" != no ] ;;
        http) [ "${HTTP:-}" != no ] ;;
        lateness) [ "${LATENESS:-}" != no ] ;;
        timers) [ "${TIMERS:-}" != no ] ;;
        idle) [ "${IDLE:-}" != no ] ;;
        jmh) [ "${JMH:-}" != no ] ;;
        *) fail "PARTS: no part is called '$1'" ;;
    esac
}

case ${1:-} in
    '') ;;
    --markdown)
        tables
        exit 0
        ;;
    --readme)
        tables_into_readme
        exit 0
        ;;
    *) fail 'usage: run.sh [--markdown | --readme]' ;;
esac
for jar in "$benchmarks" "$examples" "$ejet"; do
    [ -f "$jar" ] || fail "$jar is missing: call me by 'make bench'"
done

rm -rf "$results"
mkdir -p "$results"
facts >"$results/facts.txt"
cat "$results/facts.txt"
if awk '{ exit $1 <= 0.5 }' /proc/loadavg; then
    say 'bench: the machine is not idle, so the figures will say little'
fi

for part in $parts; do
    if wanted "$part"; then
        "run_$part"
    fi
done

say ''
tables | tee "$results/tables.md"
