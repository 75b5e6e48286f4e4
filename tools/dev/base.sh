# shellcheck shell=bash
# What every other part uses: saying things, refusing, and where things are.
#
# RUN        the run folder: everything made or written while running is under it
# SOCKETS    folder of the unix sockets: under RUN, unless that path is too long for a socket
# PORT       first port, see the usage text

say() { printf '%s\n' "$*"; }

# die WHAT [WHAT-TO-DO]...
die() {
    printf 'dev: %s\n' "$1" >&2
    shift
    [ $# -eq 0 ] || printf '     %s\n' "$@" >&2
    exit 1
}

# make(1) takes spaces and such for the ends of names, so nothing can be built in a folder that has them.
source_folder_check() {
    case $KOREN_TOP in
        *[!A-Za-z0-9/._+@-]*) die "the project's folder has a path that make cannot build in: $KOREN_TOP" \
            "move it to a folder whose path has letters, digits and / . _ + @ - only" ;;
    esac
}

# run_folder FOLDER: from here on everything happens in this run folder.
run_folder() {
    case $1 in
        /*) RUN=$1 ;;
        *) RUN=$PWD/$1 ;;
    esac
    case $RUN in
        *[!A-Za-z0-9/._+@-]*) die "the run folder's path has characters that do not fit in configuration files: $RUN" \
            "set KOREN_RUN to a folder whose path has letters, digits and / . _ + @ - only" ;;
    esac
    CONF=$RUN/koren.conf
    INST=$RUN/inst
    PORT=${KOREN_PORT:-8443}
    case $PORT in
        *[!0-9]* | '') die "KOREN_PORT is not a port: $PORT" ;;
    esac
    [[ $PORT -ge 1 && $PORT -le 65532 ]] || die "KOREN_PORT is not between 1 and 65532: $PORT"
    SOCKETS=$RUN/sock
    [ ! -f "$RUN/sock.path" ] || SOCKETS=$(<"$RUN/sock.path")
}

run_folder_make() {
    # `down --wipe` removes the run folder, so it has to be one of ours from the start.
    if [ -d "$RUN" ] && [ ! -d "$RUN/pid" ] && [ -n "$(find "$RUN" -mindepth 1 -maxdepth 1 ! -name check ! -name bench ! -name fuzz -print -quit)" ]; then
        die "$RUN is there already and is no run folder" "set KOREN_RUN to a folder that is new or empty"
    fi
    # Writable by its mode is not enough: the disk may be mounted to be read only.
    { mkdir -p "$RUN" && [ -w "$RUN" ]; } 2>/dev/null || die "cannot write in the run folder $RUN" "set KOREN_RUN to a folder you may write in"
    mkdir -p "$RUN"/{log,pid,mail,nginx,spool,state,keys,passwords,tls,tmp}
    chmod 0700 "$RUN"/{keys,passwords,state}
}

# A socket's path has to fit in 107 bytes (sockaddr_un); a deep checkout gets a short folder elsewhere.
socket_folder_make() {
    local longest=mariadb.sock
    if [ ! -f "$RUN/sock.path" ] || [ ! -d "$SOCKETS" ]; then
        SOCKETS=$RUN/sock
        if [ $((${#SOCKETS} + 1 + ${#longest})) -gt 107 ]; then
            SOCKETS=$(mktemp -d "${TMPDIR:-/tmp}/koren-XXXXXX") || die "cannot make a short folder for sockets in ${TMPDIR:-/tmp}"
            [ $((${#SOCKETS} + 1 + ${#longest})) -le 107 ] || die "no folder short enough for sockets" "set TMPDIR to a short path, such as /tmp"
        fi
        mkdir -p "$SOCKETS"
        printf '%s\n' "$SOCKETS" >"$RUN/sock.path"
    fi
}

# One up, down or check at a time in one run folder. Services close descriptor 9, so the lock ends with us.
run_lock() {
    : 2>/dev/null >>"$RUN/lock" || die "cannot write in the run folder $RUN" "see that its disk is not full and not read only"
    exec 9>"$RUN/lock"
    flock -w "${1:-0}" 9 || die "another ./dev is at work in $RUN" "wait for it, or set KOREN_RUN to another folder"
}

disk_room() {
    local free
    free=$(df -Pk "$RUN" | awk 'NR == 2 { print int($4 / 1024) }')
    [ "$free" -ge 1024 ] || die "less than 1 GiB is free at $RUN ($free MiB)" "free some space, or set KOREN_RUN to a folder on another disk"
}

need_up() {
    service_running mariadb || die "nothing is running in $RUN" "start it with ./dev up"
}

# write_file FILE: standard input becomes FILE in one step.
write_file() { cat >"$1.new" && mv -f "$1.new" "$1"; }

fingerprint() { sha256sum | cut -c 1-16; }
