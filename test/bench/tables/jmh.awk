# jmh.csv, as JMH writes it; a row whose name ends with :cpu is ProcessCpu's and belongs to the one before. Needs statistics.awk.

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
    sub(/^io\.[a-z]*\.[a-z]*\./, "", field[1])
    isCpu = sub(/:cpu$/, "", field[1])
    key = field[1] " | " parameters
}

isCpu { cpu[key] = field[5]; next }

{
    order[++rows] = key; score[key] = field[5]; unit[key] = field[7]
    error[key] = field[6] == "NaN" ? "" : sprintf(" ± %.1f", field[6])
}

END {
    print "| benchmark | parameters | result | CPU ns per op |"
    print "| --- | --- | --- | --- |"
    if (!rows) {
        print "| (not run yet: `make bench`) | | | |"
        exit
    }
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
    head("shortHead", "3 fields"); head("browserHead", "12 fields"); head("pipelinedHeads", "16 of 3 fields")
}

function bounded(what, value, word, bound) {
    printf "Target: %s %.2f, at %s %s: %s.\n", what, value, word, bound, verdict(word == "least" ? value >= bound : value <= bound)
}

function timer(what, most,   key) {
    key = "TimerBenchmark." what "Tree | "
    if (key in score) bounded("start + stop of a timer, " what ", ns:", score[key], "most", most)
}

function ring(kind, way, stock, size, suffix,   ours, peer, text) {
    ours = "RingBenchmark." way " | ringSize " size suffix
    peer = "RingBenchmark." stock " | ringSize " size
    if (!(ours in score && peer in score)) return
    text = "hand-off, ring of " size ", " way suffix " ÷ " stock ":"
    if (kind == "Target") bounded(text, score[ours] / score[peer], "least", 1)
    else printf "%s: %s %.2f.\n", kind, text, score[ours] / score[peer]
}

# Time for a head against Netty's.
function head(method, what,   ours, peer) {
    ours = "RequestParserBenchmark." method " | "
    peer = "RequestParserBenchmark." method "Netty | "
    if (ours in score && peer in score)
        printf "Beside: head of a request, %s, ÷ Netty: %.2f.\n", what, score[ours] / score[peer]
}
