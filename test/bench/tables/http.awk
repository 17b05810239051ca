# http.tsv: round case server requests seconds per_second p50_us p99_us server_ticks cpu_us logged
# Needs statistics.awk and servers.awk.

BEGIN {
    FS = "\t"
    title["plaintext"] = "`/plaintext`: 13 bytes from a handler"
    title["file-13"] = "File of 13 bytes"
    title["file-16k"] = "File of 16 KiB"
    title["file-1m"] = "File of 1 MiB"
    title["pipelined"] = "File of 13 bytes, 16 requests pipelined"
    title["file-13-log"] = "File of 13 bytes, access log on"
}

FNR > 1 {
    if (!seen[$2]++) cases[++measured] = $2
    add($2, $1, $3, $6, $10, $7, $8)
    if ($11 != "" && $11 < 0.999) dropped = dropped sprintf(", of %s in round %d %.1f %%", $3, $1, 100 * $11)
}

END {
    if (!measured) {
        head()
        print "| (not run yet: `make bench`) | | | | | | |"
        exit
    }
    for (c = 1; c <= measured; c++) {
        printf "%s#### %s\n\n", c == 1 ? "" : "\n", title[cases[c]]
        head()
        printServers(cases[c], "floor", "nginx")
    }
    print ""
    print "Median (least–most) of the rounds; ratios within a round."
    if (dropped != "") printf "Access log: not every request is in it%s.\n", dropped
    ratioTarget("13-byte file, ", "file-13", "fast", "floor", "1.25")
    ratioTarget("13-byte file, ", "file-13", "fast", "nginx", "0.7")
    ratioTarget("13-byte file, ", "file-13", "composite", "floor", "1.8")
    ratioTarget("16-KiB file, ", "file-16k", "fast", "nginx", "0.9")
    cpuTarget("pipelined, for each request, ", "pipelined", "fast", "1.5")
}

function head() {
    print "| server | requests/s | CPU µs per request | p50 µs | p99 µs | CPU ÷ floor | CPU ÷ nginx |"
    print "| --- | --- | --- | --- | --- | --- | --- |"
}
