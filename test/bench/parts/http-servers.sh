# The HTTP servers, and what they serve. Each gets its configuration in target/results/http. Sourced.
#
# A case is what is asked for; its server is started for it alone, so each process knows one kind of request only.

site=$results/http/site

# The files of every server; no two pieces of them are alike.
http_site() {
    rm -rf "$results/http"
    mkdir -p "$site"
    printf 'Hello, World!' >"$site/13.txt"
    seq 100000 199999 | head -c 16384 >"$site/16k.txt"
    seq 100000 299999 | head -c 1048576 >"$site/1m.txt"
}

# The file whose bytes are the answer of a case.
http_body() {
    case $1 in
        plaintext | file-13 | pipelined | file-13-log) say "$site/13.txt" ;;
        file-16k) say "$site/16k.txt" ;;
        file-1m) say "$site/1m.txt" ;;
        *) fail "HTTP_CASES: no case is called '$1'" ;;
    esac
}

http_path() {
    case $1 in
        plaintext) say /plaintext ;;
        *) say "/$(basename "$(http_body "$1")")" ;;
    esac
}

http_bytes() { wc -c <"$(http_body "$1")" | tr -d ' '; }

http_access_log() { say "$results/http/$1-access.log"; }

# http_serves SERVER CASE: whether that is measured.
http_serves() {
    case $1:$2 in
        floor:file-13-log) false ;;     # keeps no log
        nginxcache:plaintext) false ;;  # no file to be remembered
        nginx*) [ -n "$nginx" ] ;;
        *) true ;;
    esac
}

# http_start SERVER CASE: leaves server_pid and port.
http_start() {
    case $1 in
        fast) http_start_ejet "$1" "$2" 1 0 ;;
        fast2) http_start_ejet "$1" "$2" 2 0 ;;
        composite) http_start_ejet "$1" "$2" 1 1 ;;
        # shellcheck disable=SC2086
        floor) start_server floor $java -cp "$benchmarks" io.ejet.bench.FloorHttpServer 0 "$(http_bytes "$2")" ;;
        nginx | nginxcache) http_start_nginx "$1" "$2" ;;
        *) fail "HTTP_SERVERS: no server is called '$1'" ;;
    esac
}

# --- eJet: the program as shipped; /plaintext by the example of embedding

# http_start_ejet SERVER CASE PUMPS WORKERS
http_start_ejet() {
    # shellcheck disable=SC2086
    if [ "$2" = plaintext ]; then
        start_server "$1" $java -cp "$examples" io.ejet.examples.HttpEcho 0 "$3" "$4"
    else
        http_ejet_conf "$@" >"$results/http/$1.conf"
        start_server "$1" $java -jar "$ejet" -c "$results/http/$1.conf"
    fi
}

http_ejet_conf() {
    if [ "$2" = file-13-log ]; then log=on; else log=off; fi
    cat <<EOT
epump = {
    epump threads  = $3;
    worker threads = $4;
}
http = {
    access log = {
        log2file = $log;
        log file = '$PWD/$(http_access_log "$1")';
    }
    listen = {
        local ip = 127.0.0.1;
        port = 0;
        root = '$PWD/$site';
        host = {
            location = { path = '/'; type = server; }
        }
    }
}
EOT
}

# --- nginx: as Debian configures it, with one worker; nginxcache: tuned, as far as answers stay the same

http_start_nginx() {
    port=$(free_port)
    http_nginx_conf "$1" "$2" >"$results/http/$1.conf"
    rm -f "$results/http/nginx.pid"
    launch "$1" "$nginx" -p "$PWD/$results/http" -e "$PWD/$results/server.err" -c "$PWD/$results/http/$1.conf"
    await_server nginx_listens
}

nginx_listens() { [ -s "$results/http/nginx.pid" ]; }

# It cannot find one by itself. Below those that the kernel gives to clients.
free_port() {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '
        { split($2, address, ":"); used[address[2]] = 1 }
        END { for (port = 18181; sprintf("%04X", port) in used; port++) {} print port }'
}

http_nginx_conf() {
    if [ "$2" = file-13-log ]; then log="'$PWD/$(http_access_log "$1")' combined"; else log=off; fi
    if [ "$1" = nginxcache ]; then
        files='open_file_cache max=1000; open_file_cache_valid 1s;'
    else
        files='tcp_nopush on;'
    fi
    types=$("$nginx" -V 2>&1 | sed -n "s|.*--conf-path=\([^ ]*\)/nginx\.conf.*|include '\1/mime.types';|p")
    # Its worker would otherwise be nobody, who may not be allowed to read here.
    [ "$(id -u)" != 0 ] || say "user $(id -un) $(id -gn);"
    cat <<EOT
daemon off;
worker_processes 1;
pid '$PWD/$results/http/nginx.pid';
error_log '$PWD/$results/server.err';
events {
    worker_connections 768;
}
http {
    sendfile on;
    $files
    types_hash_max_size 2048;
    $types
    default_type application/octet-stream;
    access_log $log;
    gzip on;
    keepalive_requests 1000000000;
    client_body_temp_path '$PWD/$results/http/body';
    proxy_temp_path '$PWD/$results/http/proxy';
    fastcgi_temp_path '$PWD/$results/http/fastcgi';
    uwsgi_temp_path '$PWD/$results/http/uwsgi';
    scgi_temp_path '$PWD/$results/http/scgi';
    server {
        listen 127.0.0.1:$port;
        root '$PWD/$site';
        location = /plaintext {
            default_type text/plain;
            return 200 "Hello, World!";
        }
    }
}
EOT
}
