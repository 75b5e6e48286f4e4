# shellcheck shell=bash
# up and down.

up() {
    run_folder_make
    run_lock 30
    packages_need "$KOREN_TOP/tools/packages"
    case ${1:-} in
        '')
            services_up
            up_done
            ;;
        --services)
            services_base
            database_wait
            database_owner
            mail_start
            say "MariaDB and the mail catcher run; the configuration is $CONF"
            ;;
        *) die "up takes --services or nothing, not $1" ;;
    esac
}

# What the programs stand on: files, and a database that is starting.
services_base() {
    disk_room
    ports_check
    socket_folder_make
    tls_make
    database_passwords
    config_write
    database_start
}

# services_up [CONFIGURE-ARGUMENT]...: everything from an empty or an earlier run folder to running services with the demo loaded.
services_up() {
    services_base
    build "$@"
    database_wait
    database_owner
    prepare keys "making key files"
    prepare migrate "bringing the database up to date"
    # KOREN_DEMO=no is for who needs an empty database.
    [ "${KOREN_DEMO:-yes}" = no ] || prepare "demo ${KOREN_DEMO_ARGUMENTS:-}" "loading the demo"
    mail_start
    programs_start
    nginx_start
    printf '%s\n' "$PORT" | write_file "$RUN/port"
    up_answers
}

# prepare COMMAND WHAT: a koren-admin command that does nothing when it was done before.
prepare() {
    local log=$RUN/log/admin.log
    # shellcheck disable=SC2086 # a command with arguments
    admin $1 >"$log.last" 2>&1 9>&- || {
        cat "$log.last" >>"$log"
        grep -E ' error |koren-admin:|runtime error|Sanitizer:' "$log.last" | head -n 3 >&2 || tail -n 3 "$log.last" >&2
        die "$2 failed" "the whole story is in $log; the database runs on, ./dev sql looks into it"
    }
    cat "$log.last" >>"$log"
}

# One real page through everything, or the reason why not.
up_answers() {
    local port status
    for port in "$PORT" $((PORT + 1)); do
        status=$(curl -s -o /dev/null -w '%{http_code}' --max-time 20 --cacert "$RUN/tls/ca.pem" "https://127.0.0.1:$port/aanmelden" || true)
        [ "$status" = 200 ] || die "https://127.0.0.1:$port/aanmelden answers $status" \
            "signin says: $(tail -n 1 "$RUN/log/signin.log" 2>/dev/null)" "nginx says: $(tail -n 1 "$RUN/log/nginx-error.log" 2>/dev/null)"
    done
}

up_done() {
    cat <<DONE

KorènCRM      https://127.0.0.1:$PORT/       medewerker@demo.example (or beheer@, teamleider@, fg@)
WerktVoorMij  https://127.0.0.1:$((PORT + 1))/       jansen@demo.example

Sign in with password Demo-wachtwoord-1; the code then comes by mail: ./dev mail medewerker@demo.example
The certificate is self-made: trust $RUN/tls/ca.pem, or tell the browser to go on.
DONE
}

# Programs first, so that none of them finds its database gone.
services_down() {
    local name
    for name in nginx signin crm avg import invoice portal worker mail mariadb $(service_names); do
        service_stop "$name"
    done
    rm -f "$SOCKETS"/*.sock
}

down() {
    local wipe='' inside
    case ${1:-} in
        '') ;;
        --wipe) wipe=1 ;;
        *) die "down takes --wipe or nothing, not $1" ;;
    esac
    if [ -d "$RUN/pid" ]; then
        run_lock 60
        services_down
    fi
    [ -n "$wipe" ] || return 0
    # check, bench and fuzz have their run folders inside this one.
    for inside in "$RUN"/*/lock; do
        flock -n "$inside" true || die "./dev is at work in ${inside%/lock}: nothing removed" "wait for it, or end it"
    done
    # Only what up made is removed: a run folder has a pid folder.
    [ -d "$RUN/pid" ] || [ ! -e "$RUN" ] || die "$RUN is no run folder: nothing removed"
    [ "$SOCKETS" = "$RUN/sock" ] || rm -rf "$SOCKETS"
    rm -rf "$RUN"
}
