# shellcheck shell=bash
# Builds out of tree in RUN/build and installs into RUN/inst, and does neither when nothing changed.

# Everything that ends up in the installed tree.
BUILD_SOURCES="configure.ac Makefile.am lib cgi-bin sbin bin sql templates static nginx docs/hulp tools/help-pages.c"

# build [CONFIGURE-ARGUMENT]...
build() {
    local stamp=$INST/.built
    local -a sources=()
    local source
    [ -f "$KOREN_TOP/configure.ac" ] || die "there is nothing to build: configure.ac is not there"
    for source in $BUILD_SOURCES; do
        [ ! -e "$KOREN_TOP/$source" ] || sources+=("$KOREN_TOP/$source")
    done
    if [ -f "$stamp" ] && [ "$(<"$stamp")" = "$*" ] && [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]; then
        return 0
    fi
    say "building"
    mkdir -p "$INST"
    printf '%s\n' "$*" >"$RUN/built.new"
    : >"$RUN/log/build.log"
    build_steps "$@" >>"$RUN/log/build.log" 2>&1 9>&- || build_failed
    mv -f "$RUN/built.new" "$stamp"
}

build_steps() {
    build_configure "$@" || return 1
    make -s -C "$RUN/build" -j"$(nproc)" || return 1
    # What was taken out of the project must not stay behind in what is installed.
    rm -rf "$INST/share/koren"
    make -s -C "$RUN/build" install || return 1
}

build_configure() {
    local configured=$RUN/build/.configured
    if [ ! -f "$KOREN_TOP/configure" ] || [ "$KOREN_TOP/configure.ac" -nt "$KOREN_TOP/configure" ]; then
        (cd "$KOREN_TOP" && autoreconf -fi) || return 1
    fi
    mkdir -p "$RUN/build"
    if [ ! -f "$RUN/build/Makefile" ] || [ "$(cat "$configured" 2>/dev/null)" != "$*" ]; then
        (cd "$RUN/build" && "$KOREN_TOP/configure" -q --prefix="$INST" --enable-werror "$@") || return 1
        printf '%s\n' "$*" >"$configured"
    fi
}

build_failed() {
    grep -m 3 -E '(error|Error|No rule|missing|cannot find)' "$RUN/log/build.log" >&2 || tail -n 3 "$RUN/log/build.log" >&2
    die "the build failed" "the whole story is in $RUN/log/build.log"
}

# What the programs were started from: when this changes they are to be started again.
build_fingerprint() {
    {
        find "$INST/libexec" "$INST/lib" "$INST/sbin" "$INST/share/koren" -type f -print0 2>/dev/null | sort -z | xargs -0 -r sha256sum
        cat "$CONF"
    } | fingerprint
}
