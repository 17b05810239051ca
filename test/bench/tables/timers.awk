# timers.csv, as JMH writes it: a row for each benchmark and service, and one for each figure that a profiler adds to it, whose name
# stands behind a colon. Needs statistics.awk.

{
    gsub(/["\r]/, "")
    fields = split($0, field, ",")
}

NR == 1 {
    for (i = 8; i <= fields; i++) if (field[i] == "Param: service") service = i
    next
}

{
    name = field[service]
    sub(/.*\./, "", field[1])
    if (!(name in seen)) { seen[name] = 1; order[++rows] = name }
    figure[name, field[1]] = field[5]
}

END {
    print "| service, 1,000,000 timers outstanding | start + stop, ns | CPU ns | fire, CPU ns | late p50 ms | p99 ms | most ms | early |"
    print "| --- | --- | --- | --- | --- | --- | --- | --- |"
    if (!rows) {
        print "| (not run yet: `make bench`) | | | | | | | |"
        exit
    }
    for (r = 1; r <= rows; r++) {
        name = order[r]
        printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", name, of("startStop", "%.0f"), of("startStop:cpu", "%.0f"),
            of("fire:cpu", "%.0f"), of("fire:lateP50", "%.2f"), of("fire:lateP99", "%.2f"), of("fire:lateMost", "%.2f"),
            of("fire:early", "%.0f")
    }
}

function of(what, form) {
    return (name, what) in figure ? sprintf(form, figure[name, what]) : "-"
}
