# idle-http.tsv: connections, bytes of heap each, bytes of direct buffers more than without them. Needs statistics.awk.

BEGIN {
    FS = "\t"
    print "| HTTP connections in keep-alive | bytes of heap for each | bytes of direct buffers more, in all |"
    print "| --- | --- | --- |"
}

FNR > 1 {
    printf "| %s | %s | %s |\n", $1, $2, $3
    if ($2 == "-") next
    each = $2 + 0
    if (!measured++ || each > most) most = each
    if (measured == 1 || each < least) least = each
    if ($3 + 0 > direct) direct = $3 + 0
}

END {
    if (!measured) {
        print "| (not run yet: `make bench`) | | |"
        exit
    }
    printf "\nTarget: at most 1280 bytes of heap for each: %d, %s.\n", most, verdict(most <= 1280)
    printf "Target: flat, most ÷ least at most 1.1: %.2f, %s.\n", most / least, verdict(most <= 1.1 * least)
    # Not one of the server's buffers: what the JDK keeps for each thread that reads a file may come and go.
    printf "Target: no direct buffers, at most 4096 bytes more in all: %d, %s.\n", direct, verdict(direct <= 4096)
}
