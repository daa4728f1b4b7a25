#!/usr/bin/env bash
# Shows the filters with a recorded Worker: asks it to fix a failing test, and prints what it does. Nothing stays running.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ ! ${YOI_BIN-} ]]; then
    for program in yoi-events yoi-send yoi-render fixture-backend; do swift build --product "$program" >&2; done
    YOI_BIN=$(swift build --show-bin-path)
fi
PATH=$YOI_BIN:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

coproc backend { exec fixture-backend --api events --until-input-ends --on-input fix-a-test --on-input loud-output --on-input hello \
    --pace 40ms; }
# shellcheck disable=SC2154 # coproc sets it
read -r -u "${backend[0]}" greeting
export YOI_BACKEND=${greeting#listening on } YOI_RUNTIME_ID=runtime-a YOI_WORKER_ID=worker-00000001
yoi-events --no-transcript --cursor-file "$work/cursor" --idle-timeout 300ms >/dev/null

run() { printf '\n\e[1m$ %s\e[0m\n' "$1" && eval "$1"; }
while read -r -p 'Press Enter to ask the Worker to fix a failing test, Ctrl-D to end. ' _; do
    run "yoi-send -m 'Please fix the failing test.'"
    # shellcheck disable=SC2016 # it is shown as it is typed
    run 'yoi-events --cursor-file "$work/cursor" --until-idle | yoi-render'
    echo
done
echo
