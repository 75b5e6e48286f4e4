# shellcheck shell=bash
# bench: the benchmarks of tests/bench, on a release build and services of their own under RUN/bench. Data is kept between runs.

# bench_up: the demo with many relations, as a host would run it.
bench_up() {
    run_folder "$RUN/bench"
    run_folder_make
    run_lock
    trap 'services_down' EXIT
    trap 'exit 130' INT TERM HUP
    packages_need "$KOREN_TOP/tools/packages" "$KOREN_TOP/tools/packages-bench"
    services_down
    PORT=$(port_find)
    KOREN_DB_BUFFERS=${KOREN_DB_BUFFERS:-1G}
    KOREN_DEMO_ARGUMENTS=${KOREN_DEMO_ARGUMENTS:---relations 100000}
    services_up CFLAGS=-O2
    export KOREN_BENCH_RUN=$RUN KOREN_BENCH_CONF=$CONF KOREN_BENCH_STAFF=https://127.0.0.1:$PORT KOREN_BENCH_PORTAL=https://127.0.0.1:$((PORT + 1))
    # The tests' client finds the run by these.
    export KOREN_TEST_RUN=$RUN KOREN_TEST_CONF=$CONF KOREN_TEST_STAFF=$KOREN_BENCH_STAFF KOREN_TEST_PORTAL=$KOREN_BENCH_PORTAL
}

bench() {
    [ -x "$KOREN_TOP/tests/bench/run" ] || die "there are no benchmarks: tests/bench/run is not there"
    bench_up
    "$KOREN_TOP/tests/bench/run" "$@" 9>&- &
    wait $!
}
