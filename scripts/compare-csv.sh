#!/usr/bin/env bash
# Times how Belegg reads a large supplier register, checks it and derives all figures, against a bare
# loop over the same file's cells by the `csv` crate, the two in turn; prints the medians, their
# ratio, and the most memory that each took.
#
#     scripts/compare-csv.sh [ROWS] [RUNS]       1,000,000 rows and 7 runs unless said otherwise
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${1:-1000000}
runs=${2:-7}
cargo build --release --no-default-features --quiet --example register
register=target/release/examples/register

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$register" generate "$work" "$rows"
size=$(stat -c %s "$work/data/2024/suppliers.csv")

for _ in $(seq "$runs"); do
    "$register" bare "$work" >>"$work/bare"
    "$register" belegg "$work" >>"$work/belegg"
done

median() { cut -d' ' -f"$2" "$1" | sort -n | sed -n "$((runs / 2 + 1))p"; }
awk -v rows="$rows" -v size="$size" \
    -v bare="$(median "$work/bare" 1)" -v ours="$(median "$work/belegg" 1)" \
    -v bare_memory="$(median "$work/bare" 2)" -v our_memory="$(median "$work/belegg" 2)" 'BEGIN {
    printf "%d rows, %.1f MB\n", rows, size / 1e6
    printf "bare csv loop  %7.1f ms  %7.1f MB at most\n", bare, bare_memory * 1024 / 1e6
    printf "belegg         %7.1f ms  %7.1f MB at most\n", ours, our_memory * 1024 / 1e6
    printf "ratio          %7.2f     %7.2f of the file\n", ours / bare, our_memory * 1024 / size
}'
