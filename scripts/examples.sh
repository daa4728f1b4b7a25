#!/usr/bin/env bash
# Runs each ```sh block of README.md and prints it with its output, which must be that of the ```text block behind it
# (none: no output; a line "…" stands for any lines), and its exit status must be 0. Each block has a fixture backend
# of its own, with the options of the comment <!-- backend: OPTIONS --> before it. They share one directory.
#
# usage: scripts/examples.sh [ROOT]     (with the programs installed in the directory tree ROOT, by chroot)
set -euo pipefail
root=${1:+$(realpath "$1")}
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v jq >/dev/null; then
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
        echo 'jq is missing; installing it with apt-get'
        { apt-get update -qq && apt-get install -qq -y jq; } </dev/null >/dev/null
    else
        echo 'jq is missing; install it (Debian, Ubuntu: apt-get install jq)' >&2
        exit 1
    fi
fi

if [[ $root ]]; then swift build --product fixture-backend; else swift build; fi
bin=$(swift build --show-bin-path)

work=$(mktemp -d "$root/tmp/examples.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/blocks" "$work/here" "$work/bin"
cp scripts/ask.sh "$work/bin"
# As the examples see it.
there=${work#"$root"}
if [[ $root ]]; then
    enter=(chroot "$root")
    path=$there/bin:/usr/local/bin:/usr/bin:/bin
else
    enter=()
    path=$there/bin:$bin:$PATH
fi

# NN.options, NN.sh and NN.text for each block.
awk -v blocks="$work/blocks" '
    function name(kind) { return sprintf("%s/%02d.%s", blocks, count, kind) }
    fence && $0 == fence { fence = ""; next }
    fence { print > file; next }
    /^<!-- backend: .* -->$/ { options = substr($0, 15, length($0) - 18) }
    match($0, /^```+/) {
        fence = substr($0, 1, RLENGTH)
        word = substr($0, RLENGTH + 1)
        file = "/dev/null"
        if (word == "sh") { count++; print options > name("options"); options = ""; file = name("sh") }
        if (word == "text" && isOpen) file = name("text")
        isOpen = word == "sh"
        next
    }
    NF { isOpen = 0 }
' README.md

# The pattern that the output must match.
pattern() { sed -e 's/[][\\*?+@!()|]/\\&/g' -e 's/^…$/*/' "$1"; }

run() {
    local block=$1 options greeting url status=0
    read -r -a options <"$block.options"
    coproc backend { exec "$bin/fixture-backend" --api events --until-input-ends "${options[@]}"; }
    # shellcheck disable=SC2154 # coproc sets it; bash forgets all three when the process has ended
    local pid=$backend_PID output=${backend[0]} input=${backend[1]}
    read -r -u "$output" greeting
    url=${greeting#listening on }

    sed -e '1s/^/$ /' -e '1!s/^/  /' "$block.sh"
    (
        exec "${enter[@]}" "$(command -v env)" -i --chdir="$there/here" PATH="$path" HOME="$there" LC_ALL=C.UTF-8 \
            YOI_BACKEND="$url" YOI_RUNTIME_ID=runtime-a YOI_WORKER_ID=worker-00000001 \
            timeout 30 bash "${block#"$root"}.sh" >"$block.output" 2>&1 </dev/null
    ) || status=$?
    cat "$block.output"
    echo

    exec {input}>&- {output}<&-
    wait "$pid" || echo "fixture-backend ended with status $?" >&2

    [[ -f $block.text ]] || : >"$block.text"
    # shellcheck disable=SC2053 # it is a pattern
    if ((status == 0)) && [[ $(<"$block.output") == $(pattern "$block.text") ]]; then return; fi
    {
        echo "This is not what README.md says (exit status $status):"
        diff -u --label README.md --label output "$block.text" "$block.output" || true
        echo
    } >&2
    failures=$((failures + 1))
}

failures=0 count=0
for block in "$work"/blocks/*.sh; do
    run "${block%.sh}"
    count=$((count + 1))
done
if ((failures)); then
    echo "$failures of $count examples failed" >&2
    exit 1
fi
echo "$count examples did what README.md says"
