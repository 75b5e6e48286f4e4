# shellcheck shell=bash
# fuzz: every libFuzzer target, in a clang build of its own. New inputs are kept in RUN/fuzz/corpus, findings in RUN/fuzz/found.

# The targets' names: a source file each, tests/fuzz/fuzz_x.c.
fuzz_targets() { (cd "$KOREN_TOP" && printf '%s\n' tests/fuzz/fuzz_*.c | sed 's/\.c$//'); }

# fuzz_build: builds the targets, and nothing that they do not need.
fuzz_build() {
    say "building"
    # shellcheck disable=SC2046 # a list of targets
    {
        build_configure CC=clang-14 --enable-fuzzing --disable-werror --disable-shared --enable-static &&
            make -s -C "$RUN/build" -j"$(nproc)" $(fuzz_targets)
    } >"$RUN/log/build.log" 2>&1 9>&- || build_failed
}

# fuzz_one TARGET SECONDS: says in one line how it went; the log has the rest.
fuzz_one() {
    local target=$1 seconds=$2 name=${1##*/fuzz_} log seeds
    log=$RUN/log/fuzz.$name.log
    seeds=$KOREN_TOP/tests/fuzz/corpus/$name
    mkdir -p "$RUN/corpus/$name" "$RUN/found"
    [ -d "$seeds" ] || seeds=''
    # shellcheck disable=SC2086 # no folder of seeds, no word
    if "$RUN/build/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$RUN/found/$name-" \
        "$RUN/corpus/$name" $seeds >"$log" 2>&1; then
        say "ok - fuzz $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs"
    else
        say "not ok - fuzz $name: see $log"
        grep -E -m 3 'ERROR|runtime error|SUMMARY' "$log" | sed 's/^/# /'
        return 1
    fi
}

fuzz() {
    local seconds=${1:-300} failed=0 target pid
    local -a pids=()
    case $seconds in *[!0-9]* | '') die "fuzz takes a number of seconds, not $seconds" ;; esac
    run_folder "${KOREN_FUZZ_RUN:-$RUN/fuzz}"
    run_folder_make
    run_lock
    packages_need "$KOREN_TOP/tools/packages" "$KOREN_TOP/tools/packages-test"
    disk_room
    [ -n "$(fuzz_targets)" ] || die "there is no fuzz target in tests/fuzz"
    fuzz_build
    for target in $(fuzz_targets); do
        # Two at a time, as small machines have two cores.
        while [ "$(jobs -pr | wc -l)" -ge 2 ]; do sleep 0.2; done
        fuzz_one "$target" "$seconds" 9>&- &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
    return $failed
}
