# shellcheck shell=bash
# The FastCGI programs that are installed, some workers each, and koren-worker.

programs_start() {
    local program file mark multiwatch started=''
    mark=$(build_fingerprint)
    multiwatch=$(command -v multiwatch) # spawn-fcgi wants the whole path
    for file in "$INST"/libexec/koren/*; do
        program=${file##*/}
        service_running "$program" && [ "$MARK" = "$mark" ] && continue
        service_stop "$program"
        rm -f "$SOCKETS/$program.sock"
        # A worker that is killed is replaced at once; one that cannot start is tried sixty times, not for ever.
        service_start "$program" "$mark" spawn-fcgi -n -s "$SOCKETS/$program.sock" -M 0660 -- \
            "$multiwatch" -f "${KOREN_WORKERS:-2}" -r 60 -t 2000 -s TERM -- "$file" -c "$CONF"
        started+=" $program"
    done
    # shellcheck disable=SC2016 # the inner shell's own words
    if [ -x "$INST/sbin/koren-worker" ]; then
        service_ensure worker "$mark" bash -c 'while :; do "$@"; sleep 1; done' supervise "$INST/sbin/koren-worker" -c "$CONF" || true
    fi
    for program in $started; do
        service_wait "$program" "$program" test -S "$SOCKETS/$program.sock"
    done
}
