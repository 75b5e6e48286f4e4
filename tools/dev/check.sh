# shellcheck shell=bash
# check: all tests, with sanitizers, on services of their own under RUN/check. Which tests there are: tests/run/steps.py.

CHECK_RUNNER=''

check() {
    [ $# -eq 0 ] || die "check takes no arguments, not $1"
    run_folder "$RUN/check"
    run_folder_make
    run_lock
    # Whatever happens from here, what we started is stopped, and the last line is the count.
    trap check_end EXIT
    trap 'exit 130' INT TERM HUP
    packages_need "$KOREN_TOP/tools/packages" "$KOREN_TOP/tools/packages-test"
    services_down
    (run_folder "$RUN/unit" && services_down)
    check_clean
    PORT=$(port_find)
    # Tests sign in often: the price of a password is a test of its own.
    KOREN_SCRYPT_LOG2_N=${KOREN_SCRYPT_LOG2_N:-12} KOREN_SCRYPT_P=${KOREN_SCRYPT_P:-1}
    # A malloc of more than there is gives NULL, as without sanitizers: that is what libraries and our own code have to live with.
    export CK_DEFAULT_TIMEOUT=300 UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=allocator_may_return_null=1
    local before=$SECONDS
    services_up --enable-sanitizers
    check_unit_database
    printf '%-36s %4d s\n' "built, services and demo are up" $((SECONDS - before))

    export KOREN_TEST_RUN=$RUN KOREN_TEST_CONF=$CONF KOREN_TEST_UNIT_CONF=$RUN/unit/koren.conf KOREN_TEST_STAFF=https://127.0.0.1:$PORT KOREN_TEST_PORTAL=https://127.0.0.1:$((PORT + 1))
    /usr/bin/python3 "$KOREN_TOP/tests/run/steps.py" 9>&- &
    CHECK_RUNNER=$!
    local failed=0
    wait $CHECK_RUNNER || failed=1
    CHECK_RUNNER=''
    return $failed
}

# What runs beside the tests of the running system has a database of its own, with nothing in it: those stop theirs, and lock rows of it.
check_unit_database() (
    built=$INST
    run_folder "$RUN/unit"
    INST=$built PORT=$(port_find)
    run_folder_make
    services_base
    database_wait
    database_owner
    prepare keys "making key files"
    prepare migrate "bringing the database of the unit tests up to date"
)

# The build is kept, for it is slow and make knows what is stale; data, mail and logs of an earlier check are not.
check_clean() {
    rm -rf "$RUN"/{unit,mariadb,mail,state,spool,keys,passwords,log,tmp,lock.d,steps,count}
    [ "$SOCKETS" = "$RUN/sock" ] || rm -rf "$SOCKETS"
    rm -f "$RUN/sock.path" "$RUN/port"
    run_folder_make
}

check_end() {
    local status=$?
    trap '' INT TERM HUP
    if [ -n "$CHECK_RUNNER" ] && kill -TERM "$CHECK_RUNNER" 2>/dev/null; then
        wait "$CHECK_RUNNER" || true
    fi
    services_down
    (run_folder "$RUN/unit" && services_down)
    if [ -f "$RUN/count" ]; then
        cat "$RUN/count" # the runner's last line, after everything was stopped
    else
        say "0 passed, 1 failed"
        [ "$status" -ne 0 ] || status=1
    fi
    exit "$status"
}
