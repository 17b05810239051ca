# Servers measured in rounds: a row is added for each round, then there is a table for each case. Needs statistics.awk.

function add(kind, round, server, rate, cpu, p50, p99,   n) {
    if (!((kind, server) in rows)) order[kind, ++servers[kind]] = server
    n = ++rows[kind, server]
    rounds[kind, server, n] = round
    value["rate", kind, server, n] = rate + 0
    value["cpu", kind, server, n] = cpu + 0
    value["p50", kind, server, n] = p50 + 0
    value["p99", kind, server, n] = p99 + 0
    cpuOf[kind, server, round] = cpu + 0
}

# The rows of one case: medians over the rounds, CPU times also as ratios to two peers.
function printServers(kind, firstPeer, secondPeer,   i, server, n, text) {
    for (i = 1; i <= servers[kind]; i++) {
        server = order[kind, i]
        n = load("rate", kind, server); text = "| " server " | " spread(n, "%.0f")
        n = load("cpu", kind, server); text = text " | " spread(n, "%.2f")
        n = load("p50", kind, server); text = text " | " time(n)
        n = load("p99", kind, server); text = text " | " time(n)
        n = loadRatios(kind, server, firstPeer); text = text " | " spread(n, "%.2f")
        n = loadRatios(kind, server, secondPeer); text = text " | " spread(n, "%.2f")
        print text " |"
    }
}

# A latency; a dash where it was not to be had.
function time(n) {
    return median(n) > 0 ? sprintf("%.0f", median(n)) : "-"
}

function load(figure, kind, server,   i, n) {
    n = rows[kind, server]
    for (i = 1; i <= n; i++) sorted[i] = value[figure, kind, server, i]
    sort(n)
    return n
}

# CPU times against a peer's, each within its round.
function loadRatios(kind, server, peer,   i, n, key) {
    n = 0
    for (i = 1; i <= rows[kind, server]; i++) {
        key = kind SUBSEP peer SUBSEP rounds[kind, server, i]
        if (key in cpuOf && cpuOf[key] > 0) sorted[++n] = value["cpu", kind, server, i] / cpuOf[key]
    }
    sort(n)
    return n
}

# A target that holds for the median of the ratios; nothing when either was not measured.
function ratioTarget(what, kind, server, peer, most,   n, ratio) {
    n = loadRatios(kind, server, peer)
    if (n == 0) return
    ratio = median(n)
    printf "Target: %sCPU of %s at most %s × %s: %.2f, %s.\n", what, server, most, peer, ratio, verdict(ratio <= most + 0)
}

# A target for CPU µs themselves.
function cpuTarget(what, kind, server, most,   n, us) {
    if (!((kind, server) in rows)) return
    n = load("cpu", kind, server)
    us = median(n)
    printf "Target: %sCPU of %s at most %s µs: %.2f, %s.\n", what, server, most, us, verdict(us <= most + 0)
}
