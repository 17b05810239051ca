# idle.tsv: connections, bytes of heap each, CPU us per event, events per turn

BEGIN {
    FS = "\t"
    print "| connections | bytes of heap for each | CPU µs of the pump per event | events per turn |"
    print "| --- | --- | --- | --- |"
}

FNR > 1 { printf "| %s | %s | %s | %s |\n", $1, $2, $3, $4; measured++ }

END {
    if (!measured) print "| (not run yet: `make bench`) | | | |"
}
