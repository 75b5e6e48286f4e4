# shellcheck shell=bash
# Ports on 127.0.0.1: is one taken, and by whom.

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# port_listener PORT: pid and name of the process that listens on it, as far as we may see it.
port_listener() {
    local hex inode link pid
    hex=$(printf '%04X' "$1")
    # State 0A is LISTEN; the tenth column is the socket's inode (proc_net_tcp in the kernel's documentation).
    inode=$(awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10; exit }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
    [ -n "$inode" ] || return 1
    link=$(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" -print -quit 2>/dev/null || true)
    [ -n "$link" ] || { printf 'another program'; return 0; }
    pid=${link#/proc/}
    pid=${pid%%/*}
    printf '%s (pid %s)' "$(<"/proc/$pid/comm")" "$pid"
}

# port_free PORT SERVICE WHAT: refuses when a port that SERVICE is going to need is taken by something else.
port_free() {
    local who who_pid
    if service_running "$2" && [ -f "$RUN/port" ] && [ "$(<"$RUN/port")" = "$PORT" ]; then
        return 0
    fi
    who=$(port_listener "$1") || return 0
    # Our own service of an earlier port, or about to be restarted, is stopped by service_ensure.
    who_pid=${who##*pid }
    if service_running "$2" && [[ " $(session_members "$PID")" == *" ${who_pid%)} "* ]]; then
        return 0
    fi
    die "port $1, for $3, is taken by $who" "stop that, or choose another first port: KOREN_PORT=$((PORT + 1000)) ./dev up"
}

ports_check() {
    port_free "$PORT" nginx "the staff pages"
    port_free $((PORT + 1)) nginx WerktVoorMij
    port_free $((PORT + 2)) mail "the mail catcher"
}

# port_find: the first of three free ports in a row.
port_find() {
    local base
    for _ in {1..200}; do
        base=$((20000 + (RANDOM % 1200) * 10))
        port_listener $base >/dev/null || port_listener $((base + 1)) >/dev/null || port_listener $((base + 2)) >/dev/null || {
            printf '%s' "$base"
            return 0
        }
    done
    die "no three free ports in a row between 20000 and 32000"
}
