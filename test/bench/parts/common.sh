# What all parts of run.sh share: messages, facts about the machine, peers that may be missing. Sourced.

say() { printf '%s\n' "$*"; }

fail() {
    say "bench: $*" >&2
    exit 1
}

# value_of NAME LINE: the value in a line of name=value.
value_of() { say "$2" | tr ' ' '\n' | sed -n "s/^$1=//p"; }

facts() {
    cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
    jvm=$(java -version 2>&1 | sed -n 2p)
    commit=$(git rev-parse --short HEAD 2>/dev/null || say unknown)
    [ -z "$(git status --porcelain 2>/dev/null)" ] || commit="$commit, changed"
    say "Date: $(date +%Y-%m-%d), commit $commit"
    say "Machine: ${cpu:-unknown}, $(getconf _NPROCESSORS_ONLN) cores, $(uname -s) $(uname -r)"
    say "JVM: $jvm"
    for peer in netty disruptor; do
        say "Peer: $peer $(sed -n "s:.*<$peer.version>\(.*\)</$peer.version>.*:\1:p" pom.xml)"
    done
    program=$(program nginx)
    [ -z "$program" ] || say "Peer: nginx $("$program" -v 2>&1 | sed 's:.*/::')"
    program=$(program wrk)
    [ -z "$program" ] || say "Load of HTTP: $("$program" -v 2>&1 | sed -n '1s/ \[.*//p')"
    say "Load average before: $(cut -d ' ' -f 1 /proc/loadavg)"
}

# program NAME: its path; nothing when it is missing. Debian's nginx is not on everybody's PATH.
program() {
    command -v "$1" || { [ ! -x "/usr/sbin/$1" ] || say "/usr/sbin/$1"; }
}

# left_out WHAT PROGRAM: says so in a line; fails where peers are required, as .ci/run does.
left_out() {
    [ -z "${EPUMP_REQUIRE_PEERS:-}" ] || fail "$1 needs $2, which is missing: 'make peers' installs it"
    say "bench: left out: $1: $2 is missing; 'make peers' installs it"
}
