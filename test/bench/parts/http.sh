# HTTP: every server in every case under the load of wrk, one row for each round. Sourced.

http_row_names='round case server requests seconds per_second p50_us p99_us server_ticks cpu_us logged'

run_http() {
    wrk=$(program wrk)
    nginx=$(program nginx)
    for needed in wrk curl; do
        if [ -z "$(program $needed)" ]; then
            left_out HTTP $needed
            return 0
        fi
    done
    [ -n "$nginx" ] || left_out 'HTTP beside nginx' nginx
    for case in $http_cases; do
        http_body "$case" >/dev/null # ends the run for one that is not known
    done
    say "== HTTP: $connections connections, $rounds rounds of $http_warm_up + $http_measure s for each server and case"
    http_site
    say "$http_row_names" | tr ' ' '\t' >"$results/http.tsv"
    round=1
    while [ "$round" -le "$rounds" ]; do
        for case in $http_cases; do
            for server in $http_servers; do
                if http_serves "$server" "$case"; then
                    http_row "$round" "$case" "$server"
                fi
            done
        done
        round=$((round + 1))
    done
}

# http_row ROUND CASE SERVER
http_row() {
    rm -f "$(http_access_log "$3")"
    http_start "$3" "$2"
    http_check "$2"
    case $3 in
        nginx*) http_load "$2" 1 ;; # nothing to be compiled
        *) http_load "$2" "$http_warm_up" ;;
    esac
    before=$(value_of requests "$line")
    ticks=$(server_ticks)
    http_load "$2" "$http_measure"
    ticks=$(($(server_ticks) - ticks))
    server_lives || server_failed 'ended under load'
    stop_server
    row=$(printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s' "$1" "$2" "$3" "$(value_of requests "$line")" \
        "$(value_of seconds "$line")" "$(value_of per_second "$line")" "$(value_of p50_us "$line")" \
        "$(value_of p99_us "$line")" "$ticks")
    say "$row" | awk -F '\t' -v hz="$(getconf CLK_TCK)" -v logged="$(http_logged "$2" "$3" "$before")" \
        '{ printf "%s\t%.3f\t%s\n", $0, $9 / hz * 1e6 / $4, logged }' >>"$results/http.tsv"
    say "  round $1 $2 $3: $line server_ticks=$ticks"
}

# http_check CASE: the server answers 200 with exactly the right bytes; the floor's need only be as many.
http_check() {
    expected="200 $(http_bytes "$1")"
    got=$(curl -s --max-time 10 -o "$results/http/answer" -w '%{http_code} %{size_download}' \
        "http://127.0.0.1:$port$(http_path "$1")") || server_failed "did not answer $(http_path "$1")"
    [ "$got" = "$expected" ] || server_failed "answered $(http_path "$1") with '$got' instead of '$expected'"
    [ "$server_name" = floor ] || cmp -s "$results/http/answer" "$(http_body "$1")" \
        || server_failed "answered $(http_path "$1") with other bytes"
}

# http_load CASE SECONDS: leaves in `line` what http-load.lua says. Any error makes the whole run worthless.
http_load() {
    if [ "$1" = pipelined ]; then depth=16; else depth=1; fi
    DEPTH=$depth timeout --foreground "$(($2 + 30))" "$wrk" -t 1 -c "$connections" -d "$2" --latency \
        -s "$bench/parts/http-load.lua" "http://127.0.0.1:$port$(http_path "$1")" >"$results/http/wrk.out" 2>&1 \
        || http_load_failed "$1" 'wrk failed'
    line=$(sed -n '/^requests=/p' "$results/http/wrk.out")
    [ -n "$line" ] || http_load_failed "$1" 'wrk said nothing'
    [ "$(value_of errors "$line")" = 0 ] || http_load_failed "$1" 'errors under load'
    [ "$(value_of requests "$line")" -gt 0 ] || http_load_failed "$1" 'no request was answered'
    [ "$(value_of bytes "$line")" -ge $(($(value_of requests "$line") * $(http_bytes "$1"))) ] \
        || http_load_failed "$1" 'answers were too short'
}

# http_load_failed CASE WHY
http_load_failed() {
    cat "$results/http/wrk.out" >&2
    server_failed "in case '$1': $2"
}

# http_logged CASE SERVER REQUESTS-OF-WARM-UP: which share of the requests is in the access log; nothing without one. It must be
# known: who drops records is quick.
http_logged() {
    [ "$1" = file-13-log ] || return 0
    lines=$(wc -l <"$(http_access_log "$2")")
    rm -f "$(http_access_log "$2")"
    awk -v lines="$lines" -v requests="$(($3 + $(value_of requests "$line")))" 'BEGIN { printf "%.3f\n", lines / requests }'
}
