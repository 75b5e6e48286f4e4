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
    packages_install "$missing" || die "installing packages failed: $(grep -E '^(E|dpkg: error)' "$RUN/log/apt.log" | tail -n 1)" \
        "the whole story is in $RUN/log/apt.log"
}

packages_install() {
    local policy=/usr/sbin/policy-rc.d ours='' failed=0
    # Where the host has no say about starting services, this says no for as long as we install.
    if [ ! -e $policy ]; then
        ours=1
        printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy
    fi
    packages_apt "$1" || { apt-get -q update >>"$RUN/log/apt.log" 2>&1 && packages_apt "$1"; } || failed=1
    [ -z "$ours" ] || rm -f $policy
    packages_services_off "$1"
    return $failed
}

packages_apt() {
    # shellcheck disable=SC2086 # a list of packages
    DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 install $1 \
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
