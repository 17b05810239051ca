# lateness.txt: a line of name=value for each kind of timer. Needs statistics.awk.

BEGIN {
    print "| timers, 1,000,000 outstanding | p50 ms | p99 ms | most ms | early |"
    print "| --- | --- | --- | --- | --- |"
}

{
    for (i = 1; i <= NF; i++) { split($i, pair, "="); v[pair[1]] = pair[2] }
    printf "| %s | %.2f | %.2f | %.2f | %s |\n", v["lateness"], v["p50_us"] / 1000, v["p99_us"] / 1000, v["max_us"] / 1000, v["early"]
    if (v["lateness"] == "pump") p99 = v["p99_us"] / 1000
}

END {
    if (!NR) print "| (not run yet: `make bench`) | | | | |"
    else printf "\nTarget: p99 of the pump under 2 ms: %.2f, %s.\n", p99, verdict(p99 < 2)
}
