# shellcheck shell=bash
# Debian packages: installs what is missing, when we are root, without starting or enabling any of their services.
#
# A list has one package a line, and after it, where another source than Debian is as good, the command it gives:
# when that command is there the package is not asked for.

packages_missing() {
    local package command
    while read -r package command; do
        case $package in '' | \#*) continue ;; esac
        if [ -n "$command" ] && command -v "$command" >/dev/null; then
            continue
        fi
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
    done < <(cat "$@")
}

# packages_need LIST...
packages_need() {
    local missing
    command -v dpkg-query >/dev/null || die "this needs Debian: dpkg-query is not there" "what to install by hand is in tools/packages"
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        die "packages are missing and we are not root: $missing" "install them: sudo apt-get install --no-install-recommends $missing"
    fi
    say "installing: $missing"
    packages_install "$missing" || packages_failed "$missing"
}

# packages_failed PACKAGES: why, as far as apt said so, and what to do.
packages_failed() {
    local log=$RUN/log/apt.log whole="the whole story is in $RUN/log/apt.log"
    if grep -qE 'Could not get lock|Unable to (acquire|lock)' "$log"; then
        die "another apt or dpkg is at work, and was not done in $APT_PATIENCE s" "wait until it is, then run this again" "$whole"
    elif grep -qE 'No space left|enough free space' "$log"; then
        die "there is no room on the disk for the packages" "free some space in /var and /usr, then run this again" "$whole"
    elif grep -q 'dpkg was interrupted' "$log"; then
        die "an earlier installation of packages was broken off" "end it with dpkg --configure -a, then run this again" "$whole"
    elif grep -qE 'Temporary failure resolving|Could not (resolve|connect)|Unable to connect|Network is unreachable|[Cc]onnection (timed out|failed)' "$log"; then
        die "the servers that have the packages cannot be reached" \
            "see that this machine has a network (and http_proxy, where it needs one), then run this again" "$whole"
    fi
    die "installing packages failed: $(grep -E '^(E|dpkg: error)' "$log" | tail -n 1)" "$whole"
}

# In a shell of its own, for its trap: who breaks it off is not left with a host that starts no service any more.
packages_install() (
    policy=/usr/sbin/policy-rc.d
    : >"$RUN/log/apt.log"
    # Where the host has no say about starting services, this says no for as long as we install.
    if [ ! -e $policy ]; then
        trap 'rm -f $policy' EXIT
        trap 'exit 130' INT TERM HUP
        printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy
    fi
    failed=0
    packages_apt "$1" || packages_update_apt "$1" || failed=1
    packages_services_off "$1"
    exit $failed
)

# Lists of packages that are old, or not there at all, are a reason to fail at first.
packages_update_apt() {
    apt_wait
    apt-get -q update >>"$RUN/log/apt.log" 2>&1 9>&- || true
    packages_apt "$1"
}

APT_PATIENCE=300

# apt_holder: the pid of who holds one of the locks of apt and dpkg. Those are locks of fcntl(2), which flock(1) does not see.
apt_holder() {
    local file inode pid
    for file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock; do
        inode=$(stat -c %i "$file" 2>/dev/null) || continue
        pid=$(awk -v inode="$inode" '$2 == "POSIX" { split($6, place, ":"); if (place[3] == inode) { print $5; exit } }' /proc/locks)
        [ -z "$pid" ] || { printf '%s' "$pid"; return 0; }
    done
    return 1
}

# apt waits for the locks of dpkg by itself, but not for those of its lists and archives.
apt_wait() {
    local holder tries=0
    while [ $tries -lt $APT_PATIENCE ] && holder=$(apt_holder); do
        [ $tries -gt 0 ] || say "waiting for another apt or dpkg to be done (pid $holder)"
        sleep 1
        tries=$((tries + 1))
    done
}

packages_apt() {
    apt_wait
    # shellcheck disable=SC2086 # a list of packages
    DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=60 install $1 \
        >>"$RUN/log/apt.log" 2>&1 9>&-
}

# What we have just installed is for our own private services; the packages' own are not to start at the next boot.
packages_services_off() {
    local package service
    for package in $1; do
        case $package in
            mariadb-server) service=mariadb ;;
            nginx*) service=nginx ;;
            php*-fpm) service=$package ;;
            *) continue ;;
        esac
        if [ -d /run/systemd/system ]; then
            systemctl --quiet disable "$service" 2>/dev/null || true
        else
            update-rc.d "$service" disable >/dev/null 2>&1 || true
        fi
    done
}
