# The tables of the last run as Markdown, which reads well enough on a terminal, and README.md around them. Sourced.

# table NAME FILE-OF-ROWS [FURTHER.awk]: without rows it says that this was not run.
table() {
    rows=$results/$2
    [ -s "$rows" ] || rows=/dev/null
    awk -f "$bench/tables/statistics.awk" ${3:+-f "$bench/tables/$3"} -f "$bench/tables/$1.awk" "$rows"
}

heading() { printf '\n### %s\n\n' "$*"; }

tables() {
    if [ -s "$results/facts.txt" ]; then sed 's/^/- /' "$results/facts.txt"; else say '- (not run yet: `make bench`)'; fi
    heading "TCP echo, $bytes bytes, $connections connections"
    table echo echo.tsv servers.awk
    heading "HTTP, $connections connections"
    table http http.tsv servers.awk
    heading 'Lateness of timers'
    table lateness lateness.txt
    heading 'Timer services'
    table timers timers.csv
    heading 'Idle connections, 64 others talking'
    table idle idle.tsv
    heading 'Idle HTTP connections'
    table idle-http idle-http.tsv
    heading 'JMH'
    table jmh jmh.csv
}

tables_into_readme() {
    mkdir -p "$results"
    {
        sed '/^<!-- results: begin/q' "$bench/README.md"
        say ''
        tables
        say ''
        sed -n '/^<!-- results: end/,$p' "$bench/README.md"
    } >"$results/README.md"
    cp "$results/README.md" "$bench/README.md"
}
