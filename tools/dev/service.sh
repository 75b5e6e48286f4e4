# shellcheck shell=bash
# Services: started detached, each the leader of a session of its own; found back and stopped by pid and nothing else.
#
# RUN/pid/NAME holds "PID STARTED FINGERPRINT". STARTED is the process's start time in clock ticks (proc(5)): a pid
# that was given to another process since does not match it, so we never signal what is not ours.

# process_stat PID: the fields of /proc/PID/stat from the third on, in $STAT (the name may hold spaces).
process_stat() {
    local line
    STAT=()
    { line=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    read -r -a STAT <<<"${line##*) }"
}

process_started() { process_stat "$1" && printf '%s' "${STAT[19]}"; }

# session_members PID: the processes of the session that PID leads or led, zombies apart.
session_members() {
    local dir
    for dir in /proc/[0-9]*; do
        process_stat "${dir#/proc/}" || continue
        [ "${STAT[3]}" = "$1" ] && [ "${STAT[0]}" != Z ] && printf '%s ' "${dir#/proc/}"
    done
    return 0
}

# service_read NAME: sets PID STARTED MARK from the note.
service_read() {
    PID='' STARTED='' MARK=''
    [ -f "$RUN/pid/$1" ] && read -r PID STARTED MARK <"$RUN/pid/$1" && [ -n "$PID" ]
}

service_running() {
    service_read "$1" && [ "$(process_started "$PID")" = "$STARTED" ] && process_stat "$PID" && [ "${STAT[0]}" != Z ]
}

# service_start NAME FINGERPRINT COMMAND...
service_start() {
    local name=$1 mark=$2
    shift 2
    setsid "$@" </dev/null >>"$RUN/log/$name.log" 2>&1 9>&- &
    local pid=$!
    printf '%s %s %s\n' "$pid" "$(process_started "$pid")" "$mark" | write_file "$RUN/pid/$name"
    disown "$pid"
    # The recipe is kept, so that one service can be started again on its own.
    printf '%q ' "$mark" "$@" | write_file "$RUN/pid/.$name.recipe"
}

# service_ensure NAME FINGERPRINT COMMAND...: leaves it alone when it runs and is of this fingerprint. Says 0 when (re)started.
service_ensure() {
    local name=$1 mark=$2
    if service_running "$name"; then
        [ "$MARK" != "$mark" ] || return 1
        service_stop "$name"
    fi
    service_start "$@"
}

# service_stop NAME [KILL]: TERM to the leader, who ends its own children; then to who is left; and KILL after a minute.
service_stop() {
    local name=$1 signal=${2:-TERM} leader='' members tries=0
    service_read "$name" || return 0
    members=$(session_members "$PID")
    if service_running "$name"; then
        leader=$PID
    elif [ -n "$members" ] && ! session_is_ours "$members"; then
        members=''
    fi
    [ "$signal" = KILL ] || [ -z "$leader" ] || kill "-$signal" "$leader" 2>/dev/null || true
    while [ -n "$members" ]; do
        [ $tries -lt 600 ] || signal=KILL
        # A worker that was just forked may miss a signal, so it is said again, once a second.
        if [ $((tries % 10)) -eq 5 ] || [ "$signal" = KILL ] || [[ " $members" != *" $leader "* ]]; then
            # shellcheck disable=SC2086 # a list of pids
            kill "-$signal" $members 2>/dev/null || true
        fi
        sleep 0.1
        tries=$((tries + 1))
        members=$(session_members "$PID")
    done
    rm -f "$RUN/pid/$name"
}

session_is_ours() {
    local pid
    for pid in $1; do
        if tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -e "$RUN/"; then
            return 0
        fi
    done
    return 1
}

# service_wait NAME WHAT TEST...: until TEST holds, or the service has died, or 60 s passed.
service_wait() {
    local name=$1 what=$2 tries=0
    shift 2
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ $tries -gt 600 ] || ! service_running "$name"; then
            die "$what does not start: $(tail -n 1 "$RUN/log/$name.log")" "the whole story is in $RUN/log/$name.log"
        fi
        sleep 0.1
    done
}

service_names() {
    local file
    for file in "$RUN"/pid/*; do printf '%s\n' "${file##*/}"; done
}

service_command() {
    local what=${1:-} name=${2:-} recipe
    [ ! -f "$RUN/port" ] || PORT=$(<"$RUN/port")
    [ -f "$RUN/pid/.$name.recipe" ] || die "no such service: ${name:-(none given)}" "there are: $(cd "$RUN/pid" 2>/dev/null && find . -name '.*.recipe' -printf '%f\n' | sed 's|^\.||; s|\.recipe$||' | sort | tr '\n' ' ')"
    case $what in
        stop) service_stop "$name" ;;
        kill) service_stop "$name" KILL ;;
        start)
            service_running "$name" && return 0
            eval "recipe=($(<"$RUN/pid/.$name.recipe"))"
            rm -f "$SOCKETS/$name.sock"
            service_start "$name" "${recipe[@]}"
            case $name in
                mariadb) database_wait ;;
                mail) service_wait mail "the mail catcher" port_answers "$(mail_port)" ;;
                nginx) service_wait nginx nginx port_answers "$PORT" ;;
                worker) ;;
                *) service_wait "$name" "$name" test -S "$SOCKETS/$name.sock" ;;
            esac
            ;;
        *) die "say start, stop or kill" ;;
    esac
}

status() {
    local name
    for name in $(service_names); do
        if service_running "$name"; then say "$name: runs, pid $PID"; else say "$name: has stopped"; fi
    done
}
