# echo.tsv: round server round_trips seconds per_second p50_us p99_us server_ticks cpu_us
# Needs statistics.awk and servers.awk.

BEGIN {
    FS = "\t"
    print "| server | round trips/s | CPU µs per round trip | p50 µs | p99 µs | CPU ÷ floor | CPU ÷ Netty |"
    print "| --- | --- | --- | --- | --- | --- | --- |"
}

FNR > 1 { add("echo", $1, $2, $5, $9, $6, $7); measured++ }

END {
    if (!measured) {
        print "| (not run yet: `make bench`) | | | | | | |"
        exit
    }
    printServers("echo", "floor", "netty")
    print ""
    print "Median (least–most) of the rounds; ratios within a round."
    ratioTarget("", "echo", "fast", "netty", "1.0")
    ratioTarget("", "echo", "composite", "floor", "1.8")
}
