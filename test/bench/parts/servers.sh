# One server at a time, a process of its own: started, watched, stopped, and the CPU time it has used. Sourced.

server_pid=
server_name=
port=

trap stop_server EXIT
trap 'exit 130' INT TERM

# launch NAME COMMAND...: what it says goes to server.out and server.err. Leaves server_pid.
launch() {
    server_name=$1
    shift
    : >"$results/server.out" # now, not when the child comes to it: the port of the server before stands there
    "$@" >"$results/server.out" 2>"$results/server.err" &
    server_pid=$!
}

# start_server NAME COMMAND...: a server that finds a port and tells it in a line `... ready on 127.0.0.1:PORT`, perhaps
# with http:// before. Leaves server_pid and port.
start_server() {
    launch "$@"
    port=
    await_server server_tells_port
}

server_tells_port() {
    port=$(sed -n 's|.*ready on \(http://\)\{0,1\}127\.0\.0\.1:\([0-9][0-9]*\).*|\2|p' "$results/server.out")
    [ -n "$port" ]
}

# await_server CHECK: until the check answers yes.
await_server() {
    tries=0
    until "$1"; do
        tries=$((tries + 1))
        server_lives || server_failed 'ended before it was ready'
        [ "$tries" -le 150 ] || server_failed 'was not ready after 15 s'
        sleep 0.1
    done
}

server_lives() { kill -0 "$server_pid" 2>/dev/null; }

server_failed() {
    tail -n 20 "$results/server.err" >&2
    fail "server '$server_name' $*"
}

# A server that does not stop when asked to is killed, and that is told.
stop_server() {
    [ -n "$server_pid" ] || return 0
    kill "$server_pid" 2>/dev/null || :
    tries=0
    while server_lives; do
        tries=$((tries + 1))
        if [ "$tries" -gt 100 ]; then
            say "bench: server '$server_name' had to be killed: it did not stop within 10 s" >&2
            kill -KILL "$server_pid" 2>/dev/null || :
            break
        fi
        sleep 0.1
    done
    wait "$server_pid" 2>/dev/null || :
    server_pid=
}

# utime + stime, in ticks, of the server and its children; the name, in brackets, may hold blanks and brackets itself.
server_ticks() {
    cat /proc/[0-9]*/stat 2>/dev/null | awk -v server="$server_pid" '
        { pid = $1 + 0; sub(/.*\) /, ""); if (pid == server || $2 == server) ticks += $12 + $13 }
        END { print ticks + 0 }'
}
