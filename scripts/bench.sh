#!/usr/bin/env bash
# Measures whole processes, a filter and its rivals in turn, in one run: quote the ratios, not the seconds.
#
# usage: scripts/bench.sh [events|many|render]...        (all, if none is named)
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in /usr/bin/time jq python3; do
    command -v "$tool" >/dev/null || {
        echo "bench.sh: $tool is missing; install the Debian packages time, jq and python3" >&2
        exit 69
    }
done
swift build -c release >&2
bin=$(swift build -c release --show-bin-path)
export bin
work=$(mktemp -d)
export work
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT

# measure NAME COMMAND...: runs it three times and prints the medians, CPU as a ratio to the first command of its table.
measure() {
    local name=$1
    shift
    for _ in 1 2 3; do
        /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >/dev/null
        awk '{ print $1, $2 + $3, $4 / 1024 }' "$work/time"
    done >"$work/runs"
    local wall cpu peak
    wall=$(median 1) cpu=$(median 2) peak=$(median 3)
    : "${reference:=$cpu}"
    awk -v n="$name" -v w="$wall" -v c="$cpu" -v p="$peak" -v r="$reference" \
        'BEGIN { printf "%-44s %8.3f s %8.3f s CPU %8.1f MiB %8.3f x\n", n, w, c, p, (r > 0 ? c / r : 0) }'
}

median() { cut -d ' ' -f "$1" "$work/runs" | sort -n | sed -n 2p; }

# starts NAME COMMAND...: one start is shorter than what can be measured of it.
starts() {
    local name=$1
    shift
    measure "$name" bash -c 'for _ in {1..100}; do "$@"; done' starts "$@"
}

# table TITLE: the next command measured is what the others are compared with.
table() {
    reference=
    printf '\n%s\n' "$1"
}

[ $# -gt 0 ] || set -- events many render
for part; do
    # shellcheck source=/dev/null
    . "scripts/bench/$part.sh"
done
