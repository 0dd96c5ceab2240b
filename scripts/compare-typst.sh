#!/usr/bin/env bash
# Times a whole build of the example (website and PDFs, into an empty folder) against `typst compile`
# of the same documents one after the other, the two in turn, and prints the medians and their ratio.
#
#     scripts/compare-typst.sh [RUNS]       7 runs unless said otherwise
#
# TYPST names the typst command, BELEGG a built program; otherwise a release build is made first.
# CARGO_ARGS says how to compile the program that writes the documents' source [--release].
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-7}
typst=${TYPST:-typst}
cargo_args=${CARGO_ARGS:---release}
needed=$(sed -n 's/^typst = { version = "=\([^"]*\)".*/\1/p' Cargo.toml)

if ! command -v "$typst" >/dev/null; then
    echo "there is no \`$typst\` command: install typst $needed, or name it with TYPST=PATH" >&2
    exit 2
fi
found=$("$typst" --version | cut -d' ' -f2)
if [ "$found" != "$needed" ]; then
    echo "\`$typst\` has version $found, but $needed is needed for a fair comparison" >&2
    exit 2
fi
if [ -z "${BELEGG:-}" ]; then
    cargo build --release --quiet
    BELEGG=target/release/belegg
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086
documents=$(cargo run --quiet $cargo_args --example typst_source -- . "$work")

belegg_build() {
    "$BELEGG" build --quiet --output-dir "$work/output"
}
typst_compile() {
    for document in $documents; do
        TYPST_IGNORE_EMBEDDED_FONTS=true "$typst" compile \
            --pdf-standard ua-1,a-3a --root "$work/$document" --ignore-system-fonts \
            --font-path "$work/fonts" "$work/$document/main.typ" "$work/$document.pdf"
    done
}
# Milliseconds that a function takes.
timed() {
    local begun ended
    begun=$(date +%s%N)
    "$1"
    ended=$(date +%s%N)
    echo $(((ended - begun) / 1000000))
}
median() {
    sort -n | awk '{ all[NR] = $1 } END { print (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2 }'
}

# Once unmeasured, so that both find their files in memory.
belegg_build
typst_compile
for _ in $(seq "$runs"); do
    rm -rf "$work/output"
    timed belegg_build >>"$work/belegg.ms"
    timed typst_compile >>"$work/typst.ms"
done

ours=$(median <"$work/belegg.ms")
theirs=$(median <"$work/typst.ms")
echo "documents:     $(echo "$documents" | wc -l), $runs runs each, in turn"
echo "belegg build:  $ours ms (median), the website included"
echo "typst compile: $theirs ms (median), one document after the other"
awk -v ours="$ours" -v theirs="$theirs" 'BEGIN { printf "ratio:         %.2f\n", ours / theirs }'
